"""Chance without a generator: the same seed and words always give the same number, whoever asks and how often."""

from collections.abc import Sequence
from hashlib import blake2b


def chance(seed: int, *words: str) -> float:
    """A number in [0, 1)."""
    digest = blake2b("\n".join((str(seed), *words)).encode(), digest_size=8).digest()
    return (int.from_bytes(digest) >> 11) / 2**53


def between(seed: int, lowest: int, highest: int, *words: str) -> int:
    """A whole number from ``lowest`` to ``highest``, both included."""
    return lowest + int(chance(seed, *words) * (highest - lowest + 1))


def chosen(seed: int, shares: Sequence[tuple[str, float]], *words: str) -> str:
    """One of several names, each with its share of all cases; empty in the cases that remain."""
    point = chance(seed, *words)
    for name, share in shares:
        if point < share:
            return name
        point -= share
    return ""
