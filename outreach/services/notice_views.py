"""What screens show of notices: whole values, put together in one reading, without what the reader may not see.

Numbers stand here as the reader may see them: whole or masked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from outreach.domain.customers import Customer
from outreach.domain.deliveries import OPEN, UNREACHED, DeliveryState
from outreach.domain.gates import Gate
from outreach.domain.law import Suppression
from outreach.domain.notice_ports import Attempt, Delivery, Mark, StoredReceipt
from outreach.domain.notices import Notice, NoticeVersion
from outreach.domain.units import Place

Counts = Mapping[DeliveryState, int]


def open_of(counts: Counts) -> int:
    """How many may still move without a person."""
    return sum(counts.get(state, 0) for state in OPEN)


def unreached_of(counts: Counts) -> int:
    """How many are reached by nothing so far."""
    return sum(counts.get(state, 0) for state in UNREACHED)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in a list. ``trial``: sent to one's own phone only."""

    notice: Notice
    campaign_title: str
    counts: Counts
    trial: bool


@dataclass(frozen=True, slots=True)
class CommuneCounts:
    place: Place
    counts: Counts

    @property
    def unreached(self) -> int:
        return unreached_of(self.counts)


@dataclass(frozen=True, slots=True)
class Progress:
    """How a notice stands, in the communes that the reader may see; ``whole`` when these are all.

    ``per_minute`` is measured over the last minutes; ``done_at`` what that rate, inside the hours, makes of those who
    wait (None: nobody knows, or not in time: see ``too_slow``). ``waits_until`` is when the next may leave, if not now.
    ``spent_vnd`` is what providers told; not all do.
    """

    notice: Notice
    campaign_title: str
    now: datetime
    whole: bool
    counts: Counts
    communes: tuple[CommuneCounts, ...]
    reasons: tuple[tuple[DeliveryState, str, int], ...]
    per_minute: float
    done_at: datetime | None
    too_slow: bool
    waits_until: datetime | None
    parts: int
    spent_vnd: int
    held_channels: tuple[Gate, ...]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def unreached(self) -> int:
        return unreached_of(self.counts)


@dataclass(frozen=True, slots=True)
class Row:
    """One delivery with the person it is for. ``phones`` as the reader may see them, the one written to first."""

    delivery: Delivery
    name: str
    hamlet: str
    place: Place
    phones: tuple[str, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Failures:
    """A page of those whom a notice has not reached, in the order of the list; ``after`` asks for the next page."""

    notice: Notice
    whole: bool
    places: tuple[Place, ...]
    rows: tuple[Row, ...]
    after: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """One notice to one person, with all that is kept of it, oldest first."""

    delivery: Delivery
    notice: Notice
    attempts: tuple[Attempt, ...]
    receipts: tuple[StoredReceipt, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Everything between us and one customer. ``refusals`` are all rows about any number of theirs, oldest first."""

    customer: Customer
    place: Place
    above: tuple[str, ...]
    phones: tuple[str, ...]
    told: tuple[Told, ...]
    refusals: tuple[Suppression, ...]
    refused: tuple[Suppression, ...]


@dataclass(frozen=True, slots=True)
class VisitPlace:
    """People of one commune whom one notice has not reached."""

    notice: Notice
    place: Place
    waiting: int
    told: int


@dataclass(frozen=True, slots=True)
class VisitList:
    """Whom to phone or visit in one commune about one notice, and what to ``say``; ``told`` are those seen to."""

    notice: Notice
    place: Place
    now: datetime
    say: str
    hamlets: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]
    told: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Troubles:
    """What an administrator sees of the channels: their gates, and receipts that nobody could read or match."""

    now: datetime
    gates: tuple[Gate, ...]
    receipts: tuple[StoredReceipt, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A notice with its versions, for whoever writes or approves it."""

    notice: Notice
    campaign_title: str
    versions: tuple[NoticeVersion, ...]
