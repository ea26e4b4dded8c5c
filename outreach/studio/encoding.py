"""Finished samples as a file for a node, a USB stick or an editor; the same samples give the same bytes.

Nothing in a file tells when, where or by which version it was made: bit-exact muxers write no dates, no names of
encoders, and a fixed serial number into Ogg.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.codec.context import Flags

from outreach.domain.sound import Bands, Loudness, Output, Shape
from outreach.studio.bands import BandWatch
from outreach.studio.loudness import Meter
from outreach.studio.outline import Outline, thinned
from outreach.studio.samples import RATE, Samples, gathered, samples_in


@dataclass(frozen=True, slots=True)
class Form:
    """How one kind of file is written."""

    container: str
    codec: str
    sample_format: str
    rate: int
    bit_rate: int
    options: dict[str, str]
    overshoot_db: float
    """How far above what went in its peaks usually come out, measured on speech; only the first guess."""
    loss_lu: float
    """How much softer it usually comes out; the first guess as well."""


FORMS = {
    # 28 kb/s: 210 kB a minute over 4G. Its own top is above 6 kHz, so nothing of the speech is lost.
    Output.OPUS: Form(
        "ogg", "libopus", "flt", RATE, 28_000, {"application": "audio", "compression_level": "8"}, 1.5, 0.4
    ),
    # 44.1 kHz because the players of some amplifiers know no other MP3.
    Output.MP3: Form("mp3", "libmp3lame", "fltp", 44_100, 64_000, {}, 1.1, 0.5),
    Output.WAV: Form("wav", "pcm_s16le", "s16", RATE, 0, {}, 0.2, 0.0),
}
_BITEXACT = {"fflags": "+bitexact", "id3v2_version": "0"}


def encode(blocks: Iterable[Samples], output: Output, path: Path) -> None:
    form = FORMS[output]
    options = _BITEXACT if output is Output.MP3 else {"fflags": "+bitexact"}
    with av.open(str(path), "w", format=form.container, options=options) as container:
        stream = container.add_stream(form.codec, rate=form.rate, options=form.options)
        assert isinstance(stream, AudioStream)  # a codec of sound
        _set_up(stream.codec_context, form)
        for frame in _frames(blocks, form):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _set_up(context: AudioCodecContext, form: Form) -> None:
    context.layout = "mono"
    context.format = form.sample_format
    context.flags |= Flags.bitexact
    context.thread_count = 1
    if form.bit_rate:
        context.bit_rate = form.bit_rate


def _frames(blocks: Iterable[Samples], form: Form) -> Iterator[AudioFrame]:
    resampler = AudioResampler(form.sample_format, "mono", form.rate)
    fed = 0
    for block in blocks:
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(block).reshape(1, -1), format="flt", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, fed, Fraction(1, RATE)
        fed += len(block)
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a finished file holds."""

    seconds: float
    loudness: Loudness
    bands: Bands
    shape: Shape


def hear(path: Path) -> Heard:
    """Decode a finished file and measure it at its own rate."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        meter, watch, outline, count = Meter(stream.sample_rate), BandWatch(stream.sample_rate), Outline(), 0
        floats = AudioResampler("flt", "mono", stream.sample_rate)
        for block in gathered(map(samples_in, _decoded(container.decode(stream), floats))):
            count += len(block)
            meter.hear(block)
            watch.hear(block)
            outline.hear(block)
        shape = Shape(outline.pairs(), thinned(meter.course))
        return Heard(count / stream.sample_rate, meter.loudness(), watch.bands(), shape)


def _decoded(frames: Iterable[AudioFrame], floats: AudioResampler) -> Iterator[AudioFrame]:
    for frame in frames:
        yield from floats.resample(frame)
    yield from floats.resample(None)
