"""Where the same words stand in a sound as it was brought and in the recording made of it."""

import wave
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from outreach.config import content_root
from outreach.domain.recordings import Recording
from outreach.domain.sound import Recipe, Report

BREATH_S = 0.6
"""What the studio leaves behind a chime, the text, a closing."""
HEARD = 0.08
"""A part of the outline with so much in it is taken for speech."""


@dataclass(frozen=True, slots=True)
class Match:
    """Seconds: ``lead`` before the first reading, ``reading`` of one of them, ``pause`` between two of them, and
    ``start`` of the speech in the sound as it was brought."""

    lead: float
    reading: float
    pause: float
    start: float


def match_of(recording: Recording, report: Report | None) -> Match | None:
    """None where there is nothing to compare."""
    recipe = recording.recipe
    if recipe is None or report is None or not recording.length:
        return None
    lead, tail = _around(recipe.chime), BREATH_S + _around(recipe.closing)
    pauses = (recipe.readings - 1) * recipe.pause.total_seconds()
    reading = (recording.length.total_seconds() - lead - tail - pauses) / recipe.readings
    start = _speech_begins(report) if recipe.trim else 0.0
    return Match(round(lead, 2), round(max(0.1, reading), 2), recipe.pause.total_seconds(), round(start, 2))


def whole_length(length: timedelta, recipe: Recipe) -> timedelta:
    """How long a whole recording becomes if one reading of it takes so long."""
    around = _around(recipe.chime) + BREATH_S + _around(recipe.closing)
    return length * recipe.readings + recipe.pause * (recipe.readings - 1) + timedelta(seconds=around)


def _around(name: str) -> float:
    return _seconds(content_root() / "audio" / name) + BREATH_S if name else 0.0


@lru_cache
def _seconds(chime: Path) -> float:
    try:
        with wave.open(str(chime)) as sound:
            return float(sound.getnframes() / sound.getframerate())
    except (OSError, EOFError, wave.Error):
        return 0.0


def _speech_begins(report: Report) -> float:
    loudest = max((max(-low, high) for low, high in report.outline), default=0.0)
    first = next((at for at, (low, high) in enumerate(report.outline) if max(-low, high) > HEARD * loudest), 0)
    return first / max(1, len(report.outline)) * report.length.total_seconds() if loudest else 0.0
