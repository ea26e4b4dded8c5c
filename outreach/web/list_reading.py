"""Work on whole lists for a page: a province's list takes long to read, so it is read in the background, and kept."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Generic, TypeVar

from outreach.domain.errors import RuleBroken
from outreach.domain.ports import Progress
from outreach.services.drafting import DraftPreview
from outreach.web.translating import told

AT_ONCE = 20_000
"""Contracts that are read while the page is waited for: about a second."""
KEPT_S = 600
"""A list as it was so long ago still gives a price to talk about; approving reads it again, whatever the page shows."""
T = TypeVar("T")
Start = Callable[[Callable[[], None]], None]


@dataclass(slots=True)
class Run(Generic[T]):
    """How far a piece of work is, and what came of it: an outcome, or why there is none."""

    at: datetime
    done: int = 0
    of: int = 0
    outcome: T | None = None
    problem: RuleBroken | None = None
    failed: bool = False
    begun: float = field(default_factory=time.monotonic)

    @property
    def busy(self) -> bool:
        return not (self.outcome or self.problem or self.failed)

    def is_good(self, now: float) -> bool:
        return not self.failed and now - self.begun < KEPT_S

    @property
    def trouble(self) -> str:
        return told(self.problem) if self.problem else ""

    @property
    def share(self) -> int:
        """In per cent; of work that waits for its turn, 0."""
        return 100 * self.done // self.of if self.of else 0

    def work(self, work: Callable[[Progress], T]) -> None:
        try:
            self.outcome = work(self._tell)
        except RuleBroken as broken:
            self.problem = broken
        finally:
            self.failed = self.busy

    def _tell(self, done: int, of: int) -> None:
        self.done, self.of = done, of


Reading = Run[DraftPreview]
Read = Callable[[Progress], DraftPreview]


class ListReadings:
    """The readings of this process, by what was read: one of a kind at a time."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self.longest = at_once
        self._lock = Lock()
        self._kept: dict[object, Reading] = {}

    def at_once(self, now: datetime, work: Read) -> Reading:
        fresh = Reading(now)
        fresh.work(work)
        return fresh

    def kept(self, key: object) -> Reading | None:
        return self._kept.get(key)

    def in_time(self, key: object, now: datetime, work: Read, start: Start, afresh: bool) -> Reading:
        """The reading that is kept, or one that ``start`` has just been given to do."""
        fresh = Reading(now)
        with self._lock:
            self._kept = {old: one for old, one in self._kept.items() if one.busy or one.is_good(fresh.begun)}
            kept = self._kept.get(key)
            if kept and (kept.busy or not afresh):
                return kept
            self._kept[key] = fresh
        start(lambda: fresh.work(work))
        return fresh
