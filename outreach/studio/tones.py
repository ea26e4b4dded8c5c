"""Tones that stand still: notes of music under or instead of a voice, and the hum of the mains.

A voice glides: in Vietnamese every syllable has its own curve. What keeps the same pitch for half a second, two tones
at a time, is an instrument. Hum stands still too, but at 50 Hz and its multiples, and in the pauses as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from outreach.studio.hearing import LONG_MOMENT_S, LONG_STEP_HZ, Series, spectra

LOWEST_NOTE_HZ, HIGHEST_NOTE_HZ = 150, 3_500
HELD = 6
"""Moments of 100 ms: recordings of eleven readers hold no two tones that long; espeak-ng's flattest voice 11 % of the
time, chords 15 dB under a voice 29 %."""
AT_ONCE = 2
STANDS_OUT_DB = 12.0
UNDER_LOUDEST_DB = 45.0
FAINTEST_DB = -75.0
_AROUND = 40  # bins (117 Hz), the median of which is what a tone stands out from

MAINS_HZ = 50
HARMONICS = 20
HUM_STANDS_OUT_DB = 10.0
HUM_LINES = 3
"""So many of the first eight multiples of 50 Hz must stand out: a voice may sit on one of them, never on three."""
_LOOKED_AT = 8
_PATIENCE = 600  # rows (a minute), of which the quietest fifth tells what sounds in the pauses


@dataclass(frozen=True, slots=True)
class Hum:
    """Its power in dB of full scale: all of it, and what lies inside the band that a horn carries."""

    whole: float
    inside: float


@dataclass(slots=True)
class Tones:
    """For each moment of 100 ms whether notes are held, and the hum, if there is any."""

    held: NDArray[np.bool_]
    hum: Hum | None


@dataclass(slots=True)
class _Notes:
    """Follows every tone from moment to moment; it may waver by one step of 2.9 Hz."""

    ages: NDArray[np.int32] | None = None
    held: list[bool] = field(default_factory=list)

    def follow(self, rows: Series) -> None:
        for tones in _standing_out(rows):
            old = np.zeros(len(tones), np.int32) if self.ages is None else self.ages
            near = np.maximum(old, np.maximum(np.roll(old, 1), np.roll(old, -1)))
            self.ages = np.where(tones, near + 1, 0)
            self.held.append(int((self.ages >= HELD).sum()) >= AT_ONCE)


_FIRST = round(LOWEST_NOTE_HZ / LONG_STEP_HZ)
_COUNT = round((HIGHEST_NOTE_HZ - LOWEST_NOTE_HZ) / LONG_STEP_HZ) // _AROUND * _AROUND
_PLACES = np.arange(_FIRST, _FIRST + _COUNT)
_OF_MAINS = np.abs(_PLACES * LONG_STEP_HZ / MAINS_HZ % 1 - 0.5) > 0.5 - 1.2 * LONG_STEP_HZ / MAINS_HZ


def tones(raw: Path) -> Tones:
    notes, pauses, waiting = _Notes(), [], []
    for rows in spectra(raw):
        notes.follow(rows)
        waiting.append(rows[:, : round((HARMONICS + 1) * MAINS_HZ / LONG_STEP_HZ)])
        if sum(map(len, waiting)) >= _PATIENCE:
            pauses.append(np.percentile(np.concatenate(waiting), 20, axis=0))
            waiting = []
    if waiting:
        pauses.append(np.percentile(np.concatenate(waiting), 20, axis=0))
    return Tones(np.array(notes.held, bool), _hum(np.mean(pauses, axis=0)) if pauses else None)


def _standing_out(rows: Series) -> NDArray[np.bool_]:
    """Which places of the spectrum are tops well above what is around them."""
    seen = rows[:, _FIRST - 1 : _FIRST + _COUNT + 1]
    middle = seen[:, 1:-1]
    around = np.median(middle.reshape(len(rows), -1, _AROUND), axis=2).repeat(_AROUND, axis=1)
    top = (middle >= seen[:, :-2]) & (middle >= seen[:, 2:])
    loud = (middle > middle.max(axis=1, keepdims=True) - UNDER_LOUDEST_DB) & (middle > FAINTEST_DB)
    found: NDArray[np.bool_] = top & loud & (middle > around + STANDS_OUT_DB) & ~_OF_MAINS
    return found


def _hum(pauses: NDArray[np.floating]) -> Hum | None:
    lines = [(number * MAINS_HZ, *_line(pauses, number)) for number in range(1, HARMONICS + 1)]
    clear = [(hertz, level) for hertz, level, above in lines if above >= HUM_STANDS_OUT_DB and level > FAINTEST_DB]
    if sum(hertz <= _LOOKED_AT * MAINS_HZ for hertz, _ in clear) < HUM_LINES:
        return None
    return Hum(_sum(level for _, level in clear), _sum(level for hertz, level in clear if hertz >= 300))


def _line(pauses: NDArray[np.floating], number: int) -> tuple[float, float]:
    """The level of one multiple, and how far it stands above what is beside it."""
    place = round(number * MAINS_HZ / LONG_STEP_HZ)
    level = float(pauses[place - 1 : place + 2].max())
    beside = np.concatenate([pauses[place - 8 : place - 3], pauses[place + 4 : place + 9]])
    return level, level - float(np.median(beside))


def _sum(levels: Iterator[float]) -> float:
    return float(10 * np.log10(sum(10 ** (level / 10) for level in levels) + 1e-12))


def held_spans(held: NDArray[np.bool_]) -> list[tuple[float, float]]:
    """Where notes are held, in seconds; a gap of less than two seconds is bridged."""
    return spans_of(held, LONG_MOMENT_S, bridge=2.0)


def spans_of(there: NDArray[np.bool_], moment_s: float, bridge: float = 0.0) -> list[tuple[float, float]]:
    """The stretches of moments in which something is there."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], there.astype(np.int8), [0]])))
    spans: list[tuple[float, float]] = []
    for start, end in zip(edges[::2] * moment_s, edges[1::2] * moment_s, strict=True):
        if spans and start - spans[-1][1] < bridge:
            spans[-1] = (spans[-1][0], float(end))
        else:
            spans.append((float(start), float(end)))
    return spans
