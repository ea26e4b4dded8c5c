"""What the studio hears in one file: its loudness, how it is made, and what is wrong with it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from outreach.domain.sound import Report
from outreach.studio.bands import BandWatch
from outreach.studio.decoding import decode
from outreach.studio.hearing import moments
from outreach.studio.limits import Limits
from outreach.studio.loudness import Meter
from outreach.studio.outline import Outline, thinned
from outreach.studio.quality import findings, speech_in
from outreach.studio.samples import RATE, Samples
from outreach.studio.tones import tones


def examine(source: Path, work: Path, limits: Limits) -> Report:
    meter, watch, outline = Meter(), BandWatch(RATE), Outline()

    def heard(blocks: Iterator[Samples]) -> Iterator[Samples]:
        for block in blocks:
            meter.hear(block)
            watch.hear(block)
            outline.hear(block)
            yield block

    decoded = decode(source, work / "decoded.raw", limits, heard)
    loudness, length = meter.loudness(), timedelta(seconds=decoded.seconds)
    listened, standing = moments(decoded.raw), tones(decoded.raw)
    speech = speech_in(listened, standing)
    return Report(
        length=length,
        codec=decoded.codec,
        sample_rate=decoded.sample_rate,
        channels=decoded.channels,
        loudness=loudness,
        bands=watch.bands(),
        speech_to_noise_db=speech.snr,
        findings=findings(length, loudness, decoded.clips, listened, standing, speech),
        outline=outline.pairs(),
        course=thinned(meter.course),
    )
