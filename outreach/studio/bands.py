"""How the energy of a sound is shared out between what a horn carries and what it does not."""

import numpy as np
from numpy.typing import NDArray

from outreach.domain.sound import HIGHEST_HZ, LOWEST_HZ, Bands
from outreach.studio.samples import Samples

WINDOW = 4096


class BandWatch:
    """Hears blocks of one channel and adds up the energy below, inside and above 300–6,000 Hz."""

    def __init__(self, rate: int) -> None:
        frequencies = np.fft.rfftfreq(WINDOW, 1 / rate)
        self._edges = np.searchsorted(frequencies, [LOWEST_HZ, HIGHEST_HZ])
        self._window = np.hanning(WINDOW).astype(np.float32)
        self._left = np.zeros(0, np.float32)
        self._energy: NDArray[np.float64] = np.zeros(3)

    def hear(self, block: Samples) -> None:
        samples = np.concatenate([self._left, block])
        count = len(samples) // WINDOW
        self._left = samples[count * WINDOW :]
        if count:
            self._add(samples[: count * WINDOW].reshape(count, WINDOW))

    def bands(self) -> Bands:
        self._add(np.pad(self._left, (0, WINDOW - len(self._left))).reshape(1, WINDOW))
        total = float(self._energy.sum()) or 1.0
        low, speech, high = (round(float(part) / total, 6) for part in self._energy)
        return Bands(low, speech, high)

    def _add(self, windows: NDArray[np.float32]) -> None:
        power = (np.abs(np.fft.rfft(windows * self._window, axis=1)) ** 2).sum(axis=0, dtype=np.float64)
        self._energy += [part.sum() for part in np.split(power, self._edges)]
