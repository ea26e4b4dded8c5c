"""Where a recording was louder than what recorded it could take: waves with their tops cut off flat."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

FULL = 0.985
"""−0.13 dB under full scale: what converters and editors cut at. Codecs ripple the flat top a little."""
IN_A_ROW = 3
"""One sample at the top happens in any loud recording; this many next to each other do not."""
WINDOW_S = 0.05


@dataclass(slots=True)
class ClipWatch:
    """Looks at the samples of a file as they pass, a column for each channel."""

    seconds: float = 0.0
    clipped: int = 0
    samples: int = 0
    places: list[float] = field(default_factory=list)  # beginnings of the windows in which tops are cut off

    def look(self, channels: NDArray[np.float32], rate: int) -> None:
        count = len(channels)
        flat: NDArray[np.bool_] = np.abs(channels).max(axis=1) >= FULL
        if flat.any():
            self._note(_in_a_row(flat), rate)
        self.samples += count
        self.seconds += count / rate

    def _note(self, cut: NDArray[np.bool_], rate: int) -> None:
        where = np.flatnonzero(cut)
        self.clipped += len(where)
        windows = np.unique((self.seconds + where / rate) // WINDOW_S)
        self.places += [float(window) * WINDOW_S for window in windows]


def _in_a_row(flat: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Only those that stand with others: a run of at least IN_A_ROW."""
    starts = flat.copy()
    for step in range(1, IN_A_ROW):
        starts[:-step] &= flat[step:]
        starts[-step:] = False
    cut = starts.copy()
    for step in range(1, IN_A_ROW):
        cut[step:] |= starts[:-step]
    return cut
