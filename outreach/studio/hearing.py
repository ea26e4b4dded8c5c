"""What is heard moment by moment: how loud, whether a voice sounds and how high; and which tones stand still.

Two looks at the decoded samples, each in blocks, so that an hour takes no more memory than a minute: a short one of
43 ms every 20 ms follows syllables, a long one of 341 ms every 100 ms tells notes and hum from a voice, which glides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from outreach.domain.sound import HIGHEST_HZ, LOWEST_HZ
from outreach.studio.samples import RATE, Samples, read

Series = NDArray[np.float32]
HOP = RATE // 50
MOMENT_S = HOP / RATE
WINDOW = 1024
PADDED = 2 * WINDOW
LOWEST_VOICE_HZ, HIGHEST_VOICE_HZ = 75, 400
"""From a deep man's voice to a child's."""
_VOICE_BOTTOM_HZ, _VOICE_TOP_HZ = 250, 1_500
"""The harmonics between these tell how high a voice is, also when its lowest is missing; below hums the mains, above
hiss consonants."""
NOTHING_DB = -100.0

LONG_HOP = RATE // 10
LONG_MOMENT_S = LONG_HOP / RATE
LONG_WINDOW = 8192
LONG_STEP_HZ = RATE / LONG_WINDOW


@dataclass(frozen=True, slots=True)
class Moments:
    """For each 20 ms: the level of the speech band in dB of full scale, how periodic it is (0–1), and its pitch."""

    level: Series
    voiced: Series
    pitch: Series


def moments(raw: Path) -> Moments:
    parts = [_short(windows) for windows in _windows(read(raw), WINDOW, HOP)]
    if not parts:
        nothing = np.zeros(0, np.float32)
        return Moments(nothing, nothing, nothing)
    level, voiced, pitch = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Moments(level, voiced, pitch)


def spectra(raw: Path) -> Iterator[Series]:
    """Power in dB of full scale, a row for each 100 ms, a column for each 2.9 Hz, some tens of rows at a time."""
    shape = np.hanning(LONG_WINDOW).astype(np.float32)
    for windows in _windows(read(raw), LONG_WINDOW, LONG_HOP):
        power = np.abs(np.fft.rfft(windows * shape, axis=1)) ** 2
        yield (10 * np.log10(power * (2 / shape.sum() ** 2) + 1e-12)).astype(np.float32)


def _windows(blocks: Iterable[Samples], size: int, hop: int) -> Iterator[Samples]:
    """Overlapping windows, as many rows as a block gives."""
    left = np.zeros(0, np.float32)
    for block in blocks:
        samples = np.concatenate([left, block])
        count = max((len(samples) - size) // hop + 1, 0)
        if count:
            yield np.lib.stride_tricks.sliding_window_view(samples, size)[: count * hop : hop]
        left = samples[count * hop :]


_SHAPE = np.hanning(WINDOW).astype(np.float32)
_HERTZ = np.fft.rfftfreq(PADDED, 1 / RATE)
_SPEECH = (_HERTZ >= LOWEST_HZ) & (_HERTZ <= HIGHEST_HZ)
_VOICE = (_HERTZ >= _VOICE_BOTTOM_HZ) & (_HERTZ <= _VOICE_TOP_HZ)
_SHORTEST, _LONGEST = RATE // HIGHEST_VOICE_HZ, RATE // LOWEST_VOICE_HZ
_OWN = np.fft.irfft(np.abs(np.fft.rfft(_SHAPE, PADDED)) ** 2)
_FADING = (_OWN / _OWN[0])[: _LONGEST + 1]
"""A window fades what is compared over long times; it is divided by how much."""
_AS_GOOD = 0.88
"""A wave also repeats after two and three of its lengths: the shortest that fits nearly as well is its own."""


def _short(windows: Samples) -> tuple[Series, Series, Series]:
    power = np.abs(np.fft.rfft(windows * _SHAPE, PADDED, axis=1)) ** 2
    speech = power[:, _SPEECH].sum(axis=1) * (2 / (PADDED * float((_SHAPE**2).sum())))
    level = np.maximum(10 * np.log10(speech + 1e-12), NOTHING_DB)
    alike = np.fft.irfft(power * _VOICE, axis=1)[:, : _LONGEST + 1]
    alike = alike / (alike[:, :1] + 1e-9) / _FADING
    top = _tops(alike[:, _SHORTEST - 1 :])
    best = top.max(axis=1)
    lag = (top >= np.maximum(_AS_GOOD * best, 1e-6)[:, None]).argmax(axis=1) + _SHORTEST
    return level.astype(np.float32), np.clip(best, 0, 1).astype(np.float32), (RATE / lag).astype(np.float32)


def _tops(alike: NDArray[np.floating]) -> NDArray[np.floating]:
    """Only the tops of the hills, everything else levelled: the slope down from nothing at all is no voice."""
    middle = alike[:, 1:-1]
    return np.where((middle >= alike[:, :-2]) & (middle > alike[:, 2:]), middle, 0.0)
