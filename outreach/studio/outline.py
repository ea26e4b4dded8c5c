"""The shape of a recording in a few hundred pairs of lowest and highest sample, whatever its length."""

from collections.abc import Sequence

import numpy as np

from outreach.studio.samples import RATE, Samples

POINTS = 600
"""As many as a phone's screen has room for."""
_STEP = RATE // 100


class Outline:
    """Hears blocks and keeps lowest and highest of each hundredth of a second: 3 MB for an hour."""

    def __init__(self) -> None:
        self._left = np.zeros(0, np.float32)
        self._lows: list[Samples] = []
        self._highs: list[Samples] = []

    def hear(self, block: Samples) -> None:
        samples = np.concatenate([self._left, block])
        count = len(samples) // _STEP
        self._left = samples[count * _STEP :]
        if count:
            self._keep(samples[: count * _STEP].reshape(count, _STEP))

    def pairs(self) -> tuple[tuple[float, float], ...]:
        if len(self._left):
            self._keep(self._left.reshape(1, -1))
            self._left = self._left[:0]
        if not self._lows:
            return ()
        lows, highs = np.concatenate(self._lows), np.concatenate(self._highs)
        return tuple(
            (_shown(low.min()), _shown(high.max())) for low, high in zip(_parted(lows), _parted(highs), strict=True)
        )

    def _keep(self, steps: Samples) -> None:
        self._lows.append(steps.min(axis=1))
        self._highs.append(steps.max(axis=1))


def thinned(course: Sequence[float]) -> tuple[float, ...]:
    """The same course with at most POINTS values: of each part the loudest, so that nothing loud is lost."""
    return tuple(round(float(part.max()), 1) for part in _parted(np.array(course))) if course else ()


def _parted(values: Samples) -> list[Samples]:
    return np.array_split(values, min(POINTS, len(values)))


def _shown(value: float) -> float:
    return round(float(np.clip(value, -1, 1)), 3)
