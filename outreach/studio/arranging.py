"""Chime, reading, pause, reading, closing: what is heard one after the other, before it is made loud."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from outreach.domain.errors import RuleBroken
from outreach.domain.sound import Recipe
from outreach.studio.decoding import decode
from outreach.studio.filtering import Filter, filtered
from outreach.studio.limits import Limits
from outreach.studio.loudness import SILENT_LUFS, Meter, metered
from outreach.studio.naming import shown
from outreach.studio.samples import RATE, Samples, length_of, read, silence, written
from outreach.studio.trimming import speech_span

LEVEL_LUFS = -20.0
"""Where speech stands when it meets the compressor, so that the same recipe does the same to quiet and loud voices."""
THRESHOLD_DB = -26.0
ATTACK_MS, RELEASE_MS = 5, 90
"""Quick enough for the first sound of a syllable, slow enough not to follow the voice's own waves."""
CHIME_UNDER_LU = 3.0
"""A chime is a call, not the message: softer than the voice."""
BREATH = timedelta(milliseconds=600)
"""Between chime, text and closing, and after the last of them."""
SHORTEST_S = 1.0
FAINTEST_LUFS = -60.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Some samples of a file, or that much silence."""

    raw: Path | None
    count: int
    start: int = 0
    gain_db: float = 0.0

    def samples(self) -> Iterator[Samples]:
        if self.raw is None:
            return silence(self.count)
        blocks = read(self.raw, self.start, self.start + self.count)
        factor = 10 ** (self.gain_db / 20)
        return (block * factor for block in blocks) if self.gain_db else blocks


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is heard, in its order, and how loud the speech in it stands."""

    pieces: tuple[Piece, ...]
    lufs: float

    def samples(self) -> Iterator[Samples]:
        for piece in self.pieces:
            yield from piece.samples()


def prepare(source: Path, recipe: Recipe, audio: Path, work: Path, limits: Limits) -> Arrangement:
    """Decode, band-limit, trim and compress the speech, and put it with what the recipe wants around it."""
    banded, lufs = _banded(source, recipe, work / "banded.raw", limits)
    if length_of(banded) < SHORTEST_S * RATE:
        raise RuleBroken("Tệp «{file}» quá ngắn, chưa đến một giây: hãy thu lại.", file=shown(source))
    if lufs <= FAINTEST_LUFS:
        raise RuleBroken("Tệp «{file}» gần như không có tiếng: hãy kiểm tra micro rồi thu lại.", file=shown(source))
    start, end = speech_span(banded, lufs) if recipe.trim else (0, length_of(banded))
    meter = Meter(peaks=False)
    shaped = work / "shaped.raw"
    written(metered(_compressed(read(banded, start, end), recipe, lufs), meter), shaped)
    banded.unlink()
    level = meter.loudness().lufs
    reading = Piece(shaped, length_of(shaped))
    around = {name: _extra(name, recipe, audio, work, limits, level) for name in {recipe.chime, recipe.closing} - {""}}
    return Arrangement(tuple(_pieces(recipe, reading, around)), level)


def _pieces(recipe: Recipe, reading: Piece, around: dict[str, Piece]) -> Iterator[Piece]:
    if recipe.chime:
        yield from (around[recipe.chime], _quiet(BREATH))
    for number in range(recipe.readings):
        if number:
            yield _quiet(recipe.pause)
        yield reading
    yield _quiet(BREATH)
    if recipe.closing:
        yield from (around[recipe.closing], _quiet(BREATH))


def _quiet(length: timedelta) -> Piece:
    return Piece(None, round(length.total_seconds() * RATE))


def _extra(name: str, recipe: Recipe, audio: Path, work: Path, limits: Limits, level: float) -> Piece:
    """A sound of the audio folder, and of no other folder, brought to just under the loudness of the speech."""
    file = (audio / name).resolve()
    if not file.is_relative_to(audio.resolve()) or not file.is_file():
        raise RuleBroken("Không có tệp «{file}» trong thư mục audio: hãy sửa công thức.", file=name)
    raw, lufs = _banded(file, recipe, work / f"{len(name)}-{file.stem}.raw", limits)
    gain = level - CHIME_UNDER_LU - lufs if lufs > SILENT_LUFS else 0.0
    return Piece(raw, length_of(raw), gain_db=gain)


def _banded(source: Path, recipe: Recipe, raw: Path, limits: Limits) -> tuple[Path, float]:
    meter = Meter(peaks=False)
    decode(source, raw, limits, lambda blocks: metered(filtered(blocks, *_band(recipe)), meter))
    return raw, meter.loudness().lufs


def _band(recipe: Recipe) -> tuple[Filter, ...]:
    """Filters of second order with the Qs of a Butterworth filter: −36 dB an octave below, where hum stands and men's
    voices put most of their power, −24 above."""
    low = (("highpass", f"f={recipe.lowest_hz}:width_type=q:width={q}") for q in (0.518, 0.707, 1.932))
    high = (("lowpass", f"f={recipe.highest_hz}:width_type=q:width={q}") for q in (0.541, 1.307))
    return (*low, *high)


def _compressed(blocks: Iterator[Samples], recipe: Recipe, lufs: float) -> Iterator[Samples]:
    threshold = 10 ** (THRESHOLD_DB / 20)
    manner = f"threshold={threshold:.6f}:ratio={recipe.ratio}:attack={ATTACK_MS}:release={RELEASE_MS}"
    return filtered(blocks, ("volume", f"{LEVEL_LUFS - lufs:.4f}dB"), ("acompressor", manner))
