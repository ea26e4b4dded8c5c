"""What the rules of notices ask of storage: set-wise, since there are hundreds of thousands of deliveries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from outreach.domain.deliveries import AttemptState, DeliveryState, Step
from outreach.domain.gates import Gate
from outreach.domain.law import Scope, Source, Suppression
from outreach.domain.messages import Medium, RawReceipt
from outreach.domain.notices import Notice, NoticeContent, NoticeState, NoticeVersion, Recipient, Snapshot


class Ready(NamedTuple):
    """A delivery that may be claimed. ``no`` is the number of its last attempt, ``tries`` how many really counted."""

    delivery: int
    number: str
    text: str
    parts: int
    no: int
    tries: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class InHand:
    """A delivery whose lease has run out: its worker is gone, or its outcome is unknown. ``no`` is its open attempt."""

    ready: Ready
    notice: int
    medium: Medium
    channel: str
    started_at: datetime
    unknown: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an attempt came to, and what that makes of its delivery."""

    delivery: int
    no: int
    attempt: AttemptState
    step: Step
    code: str = ""
    reason: str = ""
    provider_id: str = ""
    cost: int | None = None


class Accepted(NamedTuple):
    """What acceptances that are written together have in common."""

    no: int
    tries: int
    code: str
    cost: int | None


@dataclass(frozen=True, slots=True)
class News:
    """What a receipt tells of an attempt beside its state."""

    delivery: int
    no: int
    provider_id: str = ""
    network: str = ""
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call to a provider for one delivery, as it is kept."""

    delivery: int
    no: int
    channel: str
    medium: Medium
    started_at: datetime
    ended_at: datetime | None
    state: AttemptState
    code: str
    reason: str
    provider_id: str
    parts: int
    cost: int | None
    network: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery as lists and the customer's page show it."""

    id: int
    notice: int
    code: str
    number: str
    commune: str
    state: DeliveryState
    reason: str
    medium: Medium
    due_at: datetime
    tries: int
    channel: str
    changed_at: datetime
    text: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """An accepted attempt with no receipt yet."""

    delivery: int
    no: int
    number: str
    channel: str
    provider_id: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person noted on a delivery: told by phone, not told, send again."""

    delivery: int
    by: str
    at: datetime
    what: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    id: int
    channel: str
    received_at: datetime
    raw: RawReceipt
    state: str
    note: str
    delivery: int | None
    no: int | None


class Notices(Protocol):
    def add(self, slug: str, campaign: str, ref: str, content: NoticeContent, by: str, at: datetime) -> Notice | None:
        """A new draft, version 1; None when the slug is taken."""

    def get(self, slug: str) -> Notice | None: ...
    def named(self, ids: Sequence[int]) -> dict[int, Notice]: ...
    def all(self, campaign: str | None = None) -> tuple[Notice, ...]: ...
    def in_state(self, *states: NoticeState) -> tuple[Notice, ...]: ...
    def lock(self, slug: str) -> Notice | None:
        """Read it and keep other writers from it until the unit of work ends."""

    def revise(self, notice: Notice, content: NoticeContent, by: str, at: datetime) -> None:
        """A new version; what was submitted is void."""

    def submit(self, notice: Notice, snapshot: Snapshot) -> None: ...
    def approve(self, notice: Notice, by: str, at: datetime) -> None: ...
    def set_state(self, notice: Notice, state: NoticeState) -> None: ...
    def hold(self, notice: int, reason: str) -> None:
        """Hold it for a person (or, with an empty reason, let it go on)."""

    def versions(self, notice: int) -> tuple[NoticeVersion, ...]: ...


class Deliveries(Protocol):
    def write(self, notice: Notice, recipients: Iterable[Recipient], now: datetime) -> int:
        """Write one delivery for each (once a notice: each customer code at most once). Returns how many."""

    def ready(self, notice: int, medium: Medium, now: datetime, limit: int) -> list[Ready]:
        """Those waiting whose time has come, oldest first, locked against other workers."""

    def any_ready(self, notice: int, medium: Medium, now: datetime) -> bool: ...
    def take(
        self, lot: Sequence[Ready], medium: Medium, channel: str, worker: str, now: datetime, lease_until: datetime
    ) -> None:
        """Write an attempt row for each and put it under the lease."""

    def set_aside(self, steps: Iterable[tuple[int, Step]], now: datetime) -> None:
        """Move waiting deliveries that are not to be sent now."""

    def accept(self, alike: Accepted, taken: Mapping[int, str], now: datetime) -> None:
        """Write down that these were accepted, each under the provider's id; as :meth:`record`, for most of a lot."""

    def record(self, recorded: Sequence[Recorded], now: datetime) -> None:
        """Write outcomes; a state that is further on already (an early receipt) stays."""

    def overdue(self, now: datetime, limit: int, lease_until: datetime, worker: str) -> list[InHand]:
        """Deliveries whose lease or settling time has run out; they are ours now until ``lease_until``."""

    def next_unsettled(self, now: datetime) -> datetime | None:
        """When the next lease or settling time runs out."""

    def told(self, news: News, state: AttemptState, step: Step | None, now: datetime) -> bool:
        """News of an attempt; True if it moved the attempt on. The delivery follows if this was its last attempt."""

    def expire(self, notice: int, now: datetime) -> int:
        """Waiting deliveries of a notice become expired. Returns how many."""

    def cancel(self, notice: int, now: datetime) -> int: ...
    def reroute(self, notice: int, medium: Medium, onward: Medium, now: datetime) -> int:
        """Those who wait for one medium wait for the next from now on. Returns how many."""

    def find(self, delivery: int) -> Delivery | None: ...
    def of_customer(self, code: str) -> tuple[Delivery, ...]:
        """Those written for a customer code, or that spoke for it under another one; the newest first."""

    def attempts(self, deliveries: Sequence[int]) -> tuple[Attempt, ...]: ...
    def marks(self, deliveries: Sequence[int]) -> tuple[Mark, ...]: ...
    def mark(self, mark: Mark, expected: Sequence[DeliveryState], step: Step) -> bool:
        """A person's word; False if the delivery has moved on from the expected states meanwhile."""

    def counts(self, notice: int) -> dict[DeliveryState, int]: ...
    def counts_by_commune(self, notice: int) -> dict[str, dict[DeliveryState, int]]: ...
    def reasons(self, notice: int) -> tuple[tuple[DeliveryState, str, int], ...]: ...
    def listed(
        self, notice: int, states: Sequence[DeliveryState], communes: Sequence[str] | None, limit: int, after: int = 0
    ) -> tuple[Delivery, ...]:
        """In the order of id, those beyond ``after``."""

    def moved_since(self, notice: int, since: datetime) -> int:
        """How many were taken by a provider since then: the rate of a running send."""

    def spent(self, notice: int) -> tuple[int, int]:
        """(parts, VND told by providers) of accepted attempts."""

    def without_receipt(
        self, notice: int, now: datetime, least: timedelta, most: timedelta, limit: int
    ) -> list[Silent]:
        """Accepted, not heard of since, and not asked about for ``least``, nor for as long as they are on their way
        unless for ``most``."""

    def asked(self, silent: Sequence[Silent], now: datetime) -> None:
        """Note that these were asked about."""

    def doubt(self, deliveries: Sequence[int], before: datetime, now: datetime) -> None:
        """Those accepted before then, of which nothing has come since, are for a person to see."""

    def owners(self, numbers: Sequence[str]) -> dict[str, tuple[int, int]]:
        """The attempts (delivery, no) to these numbers that have a provider's id, by that id."""

    def sent_to(self, numbers: Sequence[str], notices: Sequence[int], since: datetime) -> dict[str, list[datetime]]:
        """When messages of these notices were begun to these numbers, but for those refused."""

    def waiting(self, notice: int, medium: Medium) -> tuple[int, int]:
        """(parts, messages) that a notice has still to send by a medium."""

    def any_open(self, notice: int) -> bool:
        """Whether any of its deliveries may still move without a person."""

    def next_waiting(self, notices: Sequence[int]) -> datetime | None:
        """When the next waiting delivery of these notices is due."""


class Gates(Protocol):
    def lock(self, channel: str, now: datetime) -> Gate:
        """The gate, made if it is new, kept from other workers until the unit of work ends."""

    def lock_advertising(self) -> None:
        """Until the unit of work ends no other one counts advertising: two channels, whose gates are two rows, could
        else both find the same number below its cap."""

    def put(self, gate: Gate) -> None: ...
    def all(self) -> tuple[Gate, ...]: ...


class Suppressions(Protocol):
    def add(self, suppressions: Iterable[Suppression]) -> int: ...
    def among(self, numbers: Sequence[str], scopes: Iterable[Scope], source: Source | None = None) -> frozenset[str]:
        """Those of the numbers that are not to be told (by what this source alone says)."""

    def of(self, number: str) -> tuple[Suppression, ...]: ...


class Receipts(Protocol):
    def keep(self, channel: str, raw: RawReceipt, now: datetime) -> bool:
        """Store a callback as it came; False when the very same one is there already."""

    def unread(self, limit: int) -> tuple[StoredReceipt, ...]: ...
    def mark(self, receipt: int, state: str, note: str = "", about: tuple[int, int] | None = None) -> None: ...
    def of(self, delivery: int) -> tuple[StoredReceipt, ...]: ...
    def troubled(self, limit: int) -> tuple[StoredReceipt, ...]:
        """Those that nobody could read or match."""
