"""Whatever people bring, as one channel of samples at the working rate: all of it is decoded, its metadata left behind.

Runs in the child process. The clipping of a recording is looked for on the way, because only here are its own samples.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer

from outreach.domain.errors import RuleBroken
from outreach.studio.clipping import ClipWatch
from outreach.studio.limits import Limits
from outreach.studio.measuring import BROKEN_SHARE, FORMATS
from outreach.studio.naming import shown
from outreach.studio.samples import RATE, Samples, channels_in, samples_in, written

GATHERED = 50_000
"""Samples of all channels that are worked on at once, but no more than a second: frames of codecs are small, and each
costs as much."""
AUDIBLE, CANCELLED = 1e-6, 0.02
"""What is softer than −60 dB decides nothing; two channels that lose 17 dB together stand against each other."""
LOUDEST = 16.0
"""24 dB above full scale. A file of floats may hold anything; more than this is no sound."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The samples of a file, and what its own form was."""

    raw: Path
    count: int
    codec: str
    sample_rate: int
    channels: int
    clips: ClipWatch

    @property
    def seconds(self) -> float:
        return self.count / RATE


Through = Callable[[Iterator[Samples]], Iterator[Samples]]
"""What is done to the samples on their way to the file."""


def decode(source: Path, into: Path, limits: Limits, through: Through = iter) -> Decoded:
    """Write the samples of a sound file; RuleBroken with what a person can do about it when there are none to have."""
    try:
        # Protocol and containers are named, so that no content can lead the decoder to another file or the network.
        options = {"protocol_whitelist": "file", "format_whitelist": FORMATS}
        with av.open(f"file:{source.absolute()}", options=options, metadata_errors="replace") as container:
            decoded = _decode(container, source, into, limits, through)
    except av.FFmpegError as error:
        raise unreadable(source) from error
    if not decoded.count:
        raise RuleBroken("Tệp «{file}» không có âm thanh nào: hãy thu lại.", file=shown(source))
    return decoded


def _decode(container: InputContainer, source: Path, into: Path, limits: Limits, through: Through) -> Decoded:
    if not container.streams.audio:
        raise RuleBroken("Tệp «{file}» không có phần âm thanh.", file=shown(source))
    if (container.duration or 0) / av.time_base > UNBELIEVABLE * limits.longest.total_seconds():
        raise _too_long(source, limits)
    stream = container.streams.audio[0]
    context: AudioCodecContext | None = getattr(stream, "codec_context", None)  # of a codec nobody knows there is none
    if context is None:
        raise unreadable(source)
    if _locked(context):
        raise RuleBroken(
            "Tệp «{file}» bị khóa bản quyền nên không đọc được: hãy dùng bản không khóa hoặc thu lại.",
            file=shown(source),
        )
    rate, channels = stream.sample_rate, stream.channels
    clips = ClipWatch()
    count = written(through(_mono(_frames(container, stream, source), clips, source, limits)), into)
    return Decoded(into, count, context.name, rate, channels, clips)


UNBELIEVABLE = 10
"""A header that guesses may be wrong by some times, and the samples are counted; what claims so much is not begun."""
LOCKED = ("drms", "enca", "p608")
"""Names under which MP4 files carry encrypted sound."""


def _locked(context: AudioCodecContext) -> bool:
    try:
        return context.codec_tag in LOCKED
    except UnicodeDecodeError:  # of numbers, not letters, as in AVI
        return False


def _frames(container: InputContainer, stream: AudioStream, source: Path) -> Iterator[AudioFrame]:
    """The frames of a file. A torn packet is passed over, as every player does, but not more than a few."""
    packets = broken = 0
    for packet in container.demux(stream):
        packets += 1
        try:
            frames = packet.decode()
        except av.FFmpegError:
            broken += 1
            continue
        yield from frames
    if broken > 1 and broken > packets * BROKEN_SHARE:
        raise unreadable(source)


def _mono(frames: Iterator[AudioFrame], clips: ClipWatch, source: Path, limits: Limits) -> Iterator[Samples]:
    """One channel at the working rate. A file may change its form half-way; then a new converter takes over."""
    heard = Fraction(0)
    converter: _Converter | None = None
    for frame in frames:
        heard += Fraction(frame.samples, max(frame.sample_rate, 1))
        if heard > limits.longest.total_seconds():
            raise _too_long(source, limits)
        if converter is None or converter.form != form_of(frame):
            if converter:
                yield from converter.finish()
            converter = _Converter(frame, clips)
        yield from converter.take(frame)
    if converter:
        yield from converter.finish()


Form = tuple[str, str, int]


def form_of(frame: AudioFrame) -> Form:
    return frame.format.name, frame.layout.name, frame.sample_rate


class _Converter:
    """From one form of frames to one channel of samples at the working rate."""

    def __init__(self, first: AudioFrame, clips: ClipWatch) -> None:
        self.form = form_of(first)
        self._clips = clips
        self._floats = AudioResampler("flt", first.layout, first.sample_rate)
        self._rate = AudioResampler("flt", "mono", RATE)
        self._waiting: list[Samples] = []
        self._count = 0
        self._alone: bool | None = None

    def take(self, frame: AudioFrame) -> Iterator[Samples]:
        frame.pts = None  # the times a file claims mean nothing here: its samples follow one another
        for same in self._floats.resample(frame):
            yield from self._gather(same)

    def finish(self) -> Iterator[Samples]:
        for same in self._floats.resample(None):
            yield from self._gather(same)
        yield from self._lowered()
        yield from map(samples_in, self._rate.resample(None))

    def _gather(self, frame: AudioFrame) -> Iterator[Samples]:
        self._waiting.append(channels_in(frame))
        self._count += frame.samples
        if self._count >= min(GATHERED / self._waiting[0].shape[1], self.form[2]):
            yield from self._lowered()

    def _lowered(self) -> Iterator[Samples]:
        if not self._waiting:
            return
        rate = self.form[2]
        channels = _sound(np.concatenate(self._waiting))
        self._waiting, self._count = [], 0
        self._clips.look(channels, rate)
        mono = AudioFrame.from_ndarray(self._together(channels).reshape(1, -1), format="flt", layout="mono")
        mono.sample_rate = rate
        yield from map(samples_in, self._rate.resample(mono))

    def _together(self, channels: Samples) -> Samples:
        """All channels as one. A microphone of three wires in a socket for two voices swings the one against the other:
        together they are silent, so one of them is taken alone."""
        mean: Samples = channels.mean(axis=1)
        power = float(np.mean(channels**2))
        if self._alone is None and channels.shape[1] == 2 and power > AUDIBLE:
            self._alone = float(np.mean(mean**2)) < CANCELLED * power
        return np.ascontiguousarray(channels[:, 0]) if self._alone else mean


def _sound(channels: Samples) -> Samples:
    return np.clip(np.nan_to_num(channels, copy=False, posinf=0, neginf=0), -LOUDEST, LOUDEST)


def _too_long(source: Path, limits: Limits) -> RuleBroken:
    minutes = int(limits.longest.total_seconds() // 60)
    return RuleBroken("Tệp «{file}» dài hơn {minutes} phút: hãy cắt ngắn.", file=shown(source), minutes=minutes)


def unreadable(source: Path) -> RuleBroken:
    return RuleBroken(
        "Tệp «{file}» không phải âm thanh đọc được hoặc đã hỏng: hãy chép hoặc thu lại.", file=shown(source)
    )
