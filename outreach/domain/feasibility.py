"""Whether a notice can be told in time: rate × daily quota × open hours, from its start to its last useful minute."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from outreach.domain.calendar import Window, local
from outreach.domain.law import closes_at, next_open

MARGIN = 0.9
"""Part of the nominal rate that is counted on: answers are waited for, and some messages are tried again."""


class Verdict(StrEnum):
    FITS = "fits"
    TIGHT = "tight"  # only if few must fall back on the second medium
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Load:
    """What one medium has to carry. ``parts`` by the bucket, ``messages`` by the quota (None: no quota).

    ``left`` is what remains of the quota on one day, of which a part is spent already.
    """

    parts: int
    messages: int
    parts_per_s: float
    daily: int | None
    hours: Window
    left: tuple[date, int] | None = None

    def most_on(self, day: date) -> int:
        """How many messages may go on a day, however many hours it has."""
        quota = self.left[1] if self.left and self.left[0] == day else self.daily
        return self.messages if quota is None else quota


def finishes_at(load: Load, starts_at: datetime, expires_at: datetime) -> datetime | None:
    """When the last message is out; None if not before ``expires_at``. At most a year is looked ahead."""
    if load.parts == 0:
        return starts_at
    parts, messages, at = float(load.parts), load.messages, starts_at
    for _ in range(366):
        opens = next_open(load.hours, at)
        closes = min(closes_at(load.hours, opens), expires_at)
        if opens >= closes:
            return None
        today = min(messages, load.most_on(local(opens).date()))
        needed = (
            timedelta(seconds=parts * (today / messages) / (load.parts_per_s * MARGIN)) if messages else timedelta(0)
        )
        if needed <= closes - opens and today == messages:
            return opens + needed
        share = min((closes - opens) / needed, 1.0) if needed else 1.0
        done = max(int(today * share), min(today, 1))
        parts, messages = parts * (1 - done / messages), messages - done
        at = closes
    return None


@dataclass(frozen=True, slots=True)
class Feasibility:
    """``finish`` if nobody falls back, ``at_worst`` if everybody does; None: not in time."""

    verdict: Verdict
    finish: datetime | None
    at_worst: datetime | None


def judge(loads: tuple[Load, ...], starts_at: datetime, expires_at: datetime) -> Feasibility:
    """Loads in the order of the route: the first carries everybody, the others whoever is left."""
    finish = finishes_at(loads[0], starts_at, expires_at)
    worst: datetime | None = finish
    for load in loads[1:]:
        worst = finishes_at(load, worst, expires_at) if worst else None
    verdict = Verdict.TOO_LATE if finish is None else Verdict.TIGHT if worst is None else Verdict.FITS
    return Feasibility(verdict, finish, worst)
