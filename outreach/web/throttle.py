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

    def wait(self, key: Key) -> int:
        """Minutes to wait before the next attempt; 0 when it may be made at once."""
        with self._lock:
            recent = self._recent(key)
        if len(recent) < FAILURES:
            return 0
        return max(1, -int(-(recent[0] + WINDOW - self.elapsed()) // 60))

    def failed(self, key: Key) -> None:
        with self._lock:
            self._failures[key] = [*self._recent(key), self.elapsed()]
            while len(self._failures) > KEPT:
                self._failures.pop(next(iter(self._failures)))

    def succeeded(self, key: Key) -> None:
        with self._lock:
            self._failures.pop(key, None)

    def _recent(self, key: Key) -> list[float]:
        return [at for at in self._failures.get(key, []) if at > self.elapsed() - WINDOW]
