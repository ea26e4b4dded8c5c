"""Slows down whoever guesses passwords: after a few failures the same name from the same address has to wait."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

FAILURES = 5
WINDOW = 300.0
KEPT = 10_000
"""So many names and addresses are remembered; guessing with more forgets the oldest."""

Key = tuple[str, str]


@dataclass(slots=True)
class Throttle:
    """Kept in memory: a restart forgives, which a guesser cannot bring about."""

    elapsed: Callable[[], float] = time.monotonic
    _failures: dict[Key, list[float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def attempt(self, key: Key) -> int:
        """0 when an attempt may be made at once, else minutes to wait.

        It counts as failed from its beginning: many at the same time are no more than one after the other.
        """
        with self._lock:
            recent = self._recent(key)
            if len(recent) >= FAILURES:
                return max(1, -int(-(recent[0] + WINDOW - self.elapsed()) // 60))
            self._failures[key] = [*recent, self.elapsed()]
            while len(self._failures) > KEPT:
                self._failures.pop(next(iter(self._failures)))
        return 0

    def succeeded(self, key: Key) -> None:
        """It had not failed after all, and what went before is forgiven."""
        with self._lock:
            self._failures.pop(key, None)

    def _recent(self, key: Key) -> list[float]:
        return [at for at in self._failures.get(key, []) if at > self.elapsed() - WINDOW]
