"""Samples on their way through the studio: blocks of one channel at the working rate, never a whole recording at once.

The working rate is 24 kHz: four times what a horn carries. They are floats, so that peaks above full scale, which
compressed files have, survive until a gain is chosen.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

Samples = NDArray[np.float32]
RATE = 24_000
BLOCK = RATE
"""A second at a time: large enough that Python costs nothing, small enough for any machine."""
_BYTES = 4


def written(blocks: Iterable[Samples], path: Path) -> int:
    """Write blocks one after the other; how many samples there were."""
    count = 0
    with path.open("wb") as file:
        for block in blocks:
            file.write(np.ascontiguousarray(block, dtype="<f4").data)
            count += len(block)
    return count


def read(path: Path, start: int = 0, end: int | None = None, block: int = BLOCK) -> Iterator[Samples]:
    """The samples from ``start`` to before ``end`` (or the last), in blocks of this many."""
    left = length_of(path) if end is None else end
    left -= start
    with path.open("rb") as file:
        file.seek(start * _BYTES)
        while left > 0 and (content := file.read(min(block, left) * _BYTES)):
            left -= len(content) // _BYTES
            yield np.frombuffer(content, dtype="<f4")


def gathered(blocks: Iterable[Samples]) -> Iterator[Samples]:
    """The same samples in blocks of a second or more: frames of codecs are small, and each costs as much."""
    waiting: list[Samples] = []
    count = 0
    for block in blocks:
        waiting.append(block)
        count += len(block)
        if count >= BLOCK:
            yield np.concatenate(waiting)
            waiting, count = [], 0
    if count:
        yield np.concatenate(waiting)


def samples_in(frame: AudioFrame) -> Samples:
    """A frame of one channel of floats."""
    samples: Samples = np.asarray(frame.to_ndarray(), np.float32).reshape(-1)
    return samples


def channels_in(frame: AudioFrame) -> Samples:
    """A packed frame of floats: a column for each channel. Of planar frames with eight channels PyAV reads a ninth."""
    return samples_in(frame).reshape(frame.samples, -1)


def length_of(path: Path) -> int:
    return path.stat().st_size // _BYTES


def silence(count: int) -> Iterator[Samples]:
    for start in range(0, count, BLOCK):
        yield np.zeros(min(BLOCK, count - start), np.float32)
