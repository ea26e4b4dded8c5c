"""Whether one person speaks or two: how high the voice stands, stretch by stretch.

Only voices that stand apart like a man's and a woman's are told apart; two men are heard as one. That is said nowhere
to be sure: it is a hint to listen, never a reason to record again.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach.studio.hearing import MOMENT_S, Moments

STRETCH_S = 1.5
"""Long enough for a few syllables, whose tones cancel out in the median."""
LEAST_VOICED = 25
"""Moments with a voice, of the 75 of a stretch."""
APART_OCTAVES = 0.5
"""A man's and a woman's voice lie 0.7–0.9 of an octave apart; one reader's stretches spread over 0.2–0.3."""
APART_SPREADS = 3.5
LEAST_SHARE, LEAST_STRETCHES = 0.12, 3
PERIODIC = 0.6


@dataclass(frozen=True, slots=True)
class SecondVoice:
    share: float
    spans: tuple[tuple[float, float], ...]


def second_voice(heard: Moments, speaking: NDArray[np.bool_]) -> SecondVoice | None:
    starts, heights = _stretches(heard, speaking & (heard.voiced > PERIODIC))
    if not len(heights):
        return None
    higher = _parted(heights)
    seldom = higher if higher.mean() <= 0.5 else ~higher
    share = float(seldom.mean())
    if share < LEAST_SHARE or not (_has_turns(higher) and _has_turns(~higher)):
        return None
    if not _apart(heights[higher], heights[~higher]):
        return None
    return SecondVoice(share, tuple((start, start + STRETCH_S) for start in starts[_in_turns(seldom)].tolist()))


def _stretches(heard: Moments, voiced: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where each stretch with enough voice in it begins, and how high it stands, in octaves."""
    size = round(STRETCH_S / MOMENT_S)
    starts, heights = [], []
    for start in range(0, len(voiced) - size // 2, size):
        within = slice(start, start + size)
        if int(voiced[within].sum()) >= LEAST_VOICED:
            starts.append(start * MOMENT_S)
            heights.append(float(np.median(np.log2(heard.pitch[within][voiced[within]]))))
    return np.array(starts), np.array(heights)


def _parted(heights: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The heights in two groups, each nearer to its own middle."""
    low, high = float(heights.min()), float(heights.max())
    higher = heights > (low + high) / 2
    for _ in range(20):
        if higher.all() or not higher.any():
            break
        low, high = float(heights[~higher].mean()), float(heights[higher].mean())
        higher = heights > (low + high) / 2
    return higher


def _has_turns(voice: NDArray[np.bool_]) -> bool:
    return int(voice.sum()) >= LEAST_STRETCHES and bool(_in_turns(voice).any())


def _in_turns(voice: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Who speaks, speaks for more than one stretch at a time; a shout or a cough does not."""
    before, after = np.concatenate([[False], voice[:-1]]), np.concatenate([voice[1:], [False]])
    lasting: NDArray[np.bool_] = voice & (before | after)
    return lasting


def _apart(high: NDArray[np.float64], low: NDArray[np.float64]) -> bool:
    between = float(high.mean() - low.mean())
    spread = float(np.sqrt((high.var() * len(high) + low.var() * len(low)) / (len(high) + len(low))))
    return between >= APART_OCTAVES and between >= APART_SPREADS * spread
