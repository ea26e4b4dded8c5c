"""Loudness by ITU-R BS.1770-5 and true peak, by ffmpeg's ebur128 within PyAV.

It is chosen over pyloudnorm because it works on a stream in constant memory, knows true peak and range as well, and
comes with the decoder; pyloudnorm needs scipy and the whole recording in memory. The tests hold the two against each
other.
"""

import math
from collections.abc import Iterable, Iterator

import numpy as np
from av.audio.frame import AudioFrame

from outreach.domain.sound import Loudness
from outreach.studio.filtering import Chain
from outreach.studio.samples import RATE, Samples

SILENT_LUFS = -70.0
"""The absolute gate of BS.1770: below it there is nothing to be loud."""
SILENT_DBTP = -120.0
COURSE_S = 0.1
"""The course of loudness has a value each 100 ms, of the 400 ms before (EBU Tech 3341)."""


class Meter:
    """Hears blocks of one channel and tells their loudness at the end."""

    def __init__(self, rate: int = RATE, *, peaks: bool = True) -> None:
        options = "metadata=1:peak=" + ("true" if peaks else "none")
        self._chain = Chain([("ebur128", options)], rate)
        self._rate = rate
        self._told: dict[str, str] = {}
        self.course: list[float] = []

    def hear(self, block: Samples) -> None:
        self._read(self._chain.feed(block))

    def loudness(self) -> Loudness:
        """What was heard, told once at the end: the last tenth of a second is still in the filter."""
        self._read(self._chain.feed(np.zeros(math.ceil(self._rate * COURSE_S), np.float32)))
        self._read(self._chain.finish())
        peak = float(self._told.get("lavfi.r128.true_peak", 0))
        return Loudness(
            lufs=self._value("I"),
            true_peak=max(20 * math.log10(peak), SILENT_DBTP) if peak > 0 else SILENT_DBTP,
            range_lu=max(_finite(self._told.get("lavfi.r128.LRA", "0"), 0.0), 0.0),
        )

    def _read(self, frames: Iterable[AudioFrame]) -> None:
        for frame in frames:
            if told := frame.metadata:
                self._told = told
                self.course.append(self._value("M"))

    def _value(self, name: str) -> float:
        return max(_finite(self._told.get(f"lavfi.r128.{name}", "nan"), SILENT_LUFS), SILENT_LUFS)


def _finite(text: str, otherwise: float) -> float:
    value = float(text)
    return value if math.isfinite(value) else otherwise


def metered(blocks: Iterable[Samples], meter: Meter) -> Iterator[Samples]:
    """The same blocks, heard by the meter as they pass."""
    for block in blocks:
        meter.hear(block)
        yield block
