"""Making a recording ready for the horn, and measuring what came out; what misses the target is refused.

Two passes of ffmpeg's loudnorm silently change their manner on loud speech and miss by 1 LU. Here speech is cut to what
a horn carries, compressed, raised by one gain and limited at four times the rate; the file is encoded, decoded and
measured, and gain and ceiling are put right until it holds.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import av

from outreach.domain.errors import RuleBroken
from outreach.domain.sound import TOLERANCE_LU, Made, Mastered, Output, Recipe
from outreach.studio.arranging import Arrangement, prepare
from outreach.studio.encoding import FORMS, Heard, encode, hear
from outreach.studio.filtering import filtered
from outreach.studio.limits import Limits
from outreach.studio.loudness import Meter, metered
from outreach.studio.naming import shown
from outreach.studio.samples import RATE, Samples, read, written

ROUNDS = 6
"""Encoding and measuring again: one or two are usual; what needs more is too peaky for the target."""
SETTLING = 6
USUAL_YIELD, LEAST_YIELD = 0.7, 0.25
"""How much louder a decibel of gain makes what the limiter holds down."""
CLOSE_LU = 0.12
"""So near must the samples come to the target before they are encoded; codecs take or add as much again."""
MARGIN_DB = 0.1
OVERSAMPLED = 4 * RATE
_ATTACK_MS, _RELEASE_MS = 3, 60


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the gain and the limiter stand."""

    gain_db: float
    ceiling_db: float


def master(
    source: Path, recipe: Recipe, outputs: tuple[Output, ...], audio: Path, work: Path, limits: Limits
) -> Mastered:
    """Write ``outputs`` into the folder ``work`` and tell what was measured on each."""
    arrangement = prepare(source, recipe, audio, work, limits)
    files = tuple(_made(arrangement, recipe, output, work, source) for output in outputs)
    return Mastered(recipe, files, made_with())


def made_with() -> str:
    """The versions on which the bytes depend."""
    codec = ".".join(map(str, av.library_versions["libavcodec"]))
    return f"PyAV {av.__version__}, libavcodec {codec}"


def _made(arrangement: Arrangement, recipe: Recipe, output: Output, work: Path, source: Path) -> Made:
    path = work / f"finished.{output}"
    limited = work / "limited.raw"
    ceiling = recipe.ceiling_dbtp - FORMS[output].overshoot_db
    setting = Setting(recipe.target_lufs - arrangement.lufs, ceiling)
    aim = recipe.target_lufs + FORMS[output].loss_lu
    for _ in range(ROUNDS):
        setting = _settle(arrangement, setting, aim, limited)
        encode(read(limited), output, path)
        heard = hear(path)
        if _holds(heard, recipe):
            return _told(output, path, heard)
        too_high = heard.loudness.true_peak - recipe.ceiling_dbtp
        ceiling = setting.ceiling_db - (too_high + MARGIN_DB if too_high > 0 else 0)
        aim -= heard.loudness.lufs - recipe.target_lufs
        setting = Setting(setting.gain_db, ceiling)
    raise RuleBroken(
        "Không đưa được «{file}» về độ to cần thiết (đo được {lufs} LUFS, đỉnh {peak} dBTP): "
        "hãy thu lại, đứng gần micro và nói đều giọng.",
        file=shown(source),
        lufs=round(heard.loudness.lufs, 1),
        peak=round(heard.loudness.true_peak, 1),
    )


def _settle(arrangement: Arrangement, setting: Setting, aim: float, limited: Path) -> Setting:
    """Find the gain with which the limited samples are as loud as aimed at; they are left in ``limited``."""
    yields = USUAL_YIELD
    before: tuple[float, float] | None = None
    for _ in range(SETTLING):
        meter = Meter(peaks=False)
        written(metered(_limited(arrangement, setting), meter), limited)
        lufs = meter.loudness().lufs
        if abs(aim - lufs) <= CLOSE_LU:
            break
        if before and setting.gain_db != before[0]:
            yields = min(max((lufs - before[1]) / (setting.gain_db - before[0]), LEAST_YIELD), 1.0)
        before = (setting.gain_db, lufs)
        setting = Setting(setting.gain_db + (aim - lufs) / yields, setting.ceiling_db)
    return setting


def _limited(arrangement: Arrangement, setting: Setting) -> Iterator[Samples]:
    """The limiter works between the samples too, where true peaks stand."""
    ceiling = 10 ** (setting.ceiling_db / 20)
    limiter = f"limit={ceiling:.6f}:attack={_ATTACK_MS}:release={_RELEASE_MS}:level=0:latency=1"
    return filtered(
        arrangement.samples(),
        ("volume", f"{setting.gain_db:.4f}dB"),
        ("aresample", f"{OVERSAMPLED}"),
        ("alimiter", limiter),
        ("aresample", f"{RATE}"),
    )


def _holds(heard: Heard, recipe: Recipe) -> bool:
    near = abs(heard.loudness.lufs - recipe.target_lufs) <= TOLERANCE_LU
    return near and heard.loudness.true_peak <= recipe.ceiling_dbtp


def _told(output: Output, path: Path, heard: Heard) -> Made:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    length = timedelta(seconds=heard.seconds)
    return Made(output, path, sha256, path.stat().st_size, length, heard.loudness, heard.bands, heard.shape)
