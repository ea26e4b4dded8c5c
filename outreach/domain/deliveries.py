"""One notice to one person: its states, its attempts, and what follows an outcome.

An attempt's state only climbs (:data:`RANK`), so that news may come in any order, late or twice. A delivery follows its
last attempt; *unknown* is settled by the channel's own way and never by a second message sent blindly.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from outreach.domain.calendar import Window
from outreach.domain.law import next_open
from outreach.domain.messages import Fault, Medium, Message, Outcome, ReceiptState, Verdict


class DeliveryState(StrEnum):
    WAITING = "waiting"  # its time has not come, or it is held
    SENDING = "sending"  # in the hands of a worker, under a lease
    UNKNOWN = "unknown"  # the provider may or may not have it: being settled
    IN_DOUBT = "in_doubt"  # could not be settled: a person decides
    ACCEPTED = "accepted"  # the provider has it; nothing is known of the phone
    DELIVERED = "delivered"  # a receipt says that the phone has it
    UNDELIVERED = "undelivered"  # a receipt says that the phone will not get it
    REFUSED = "refused"  # no provider will take it
    EXPIRED = "expired"  # too late to be of use
    CANCELLED = "cancelled"
    SUPPRESSED = "suppressed"  # the person wants none
    UNREACHABLE = "unreachable"  # no number that could take it
    TOLD = "told"  # somebody told the person by phone or at the door


OPEN = frozenset({DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.UNKNOWN})
UNREACHED = frozenset(
    {
        DeliveryState.IN_DOUBT,
        DeliveryState.UNDELIVERED,
        DeliveryState.REFUSED,
        DeliveryState.EXPIRED,
        DeliveryState.SUPPRESSED,
        DeliveryState.UNREACHABLE,
    }
)
"""Reached by nothing so far: to phone or to visit."""


class AttemptState(StrEnum):
    STARTED = "started"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    UNDELIVERED = "undelivered"
    DELIVERED = "delivered"


RANK = {state: rank for rank, state in enumerate(AttemptState)}
"""An attempt moves only to a state of higher rank: the join of a chain, so the order of news does not matter."""

_OF_VERDICT = {
    Verdict.ACCEPTED: AttemptState.ACCEPTED,
    Verdict.REFUSED: AttemptState.REFUSED,
    Verdict.UNKNOWN: AttemptState.UNKNOWN,
}
_OF_RECEIPT = {
    ReceiptState.ON_WAY: AttemptState.ACCEPTED,
    ReceiptState.UNDELIVERED: AttemptState.UNDELIVERED,
    ReceiptState.DELIVERED: AttemptState.DELIVERED,
}


UNCONFIRMED = "no-receipt"
"""Reason of one that was accepted, asked about again and again, and of which no phone has said that it has it."""
CONFIRMED_WITHIN = {Medium.ZALO: timedelta(hours=24), Medium.SMS: timedelta(hours=72)}
"""How long a phone may be off before somebody should look; an SMS is kept for about three days by the networks."""


def attempt_after(outcome: Outcome) -> AttemptState:
    return _OF_VERDICT[outcome.verdict]


def attempt_told(receipt: ReceiptState) -> AttemptState:
    return _OF_RECEIPT[receipt]


def further(first: AttemptState, second: AttemptState) -> AttemptState:
    """The one of two states that is further on."""
    return max(first, second, key=RANK.__getitem__)


class Claimed(NamedTuple):
    """A delivery in our hands for attempt number ``no``. ``tries`` counts those before it that were really tried.

    ``fallback`` is the medium that is left once this one has failed; ``hours`` are those of ``medium``.
    """

    delivery: int
    no: int
    tries: int
    notice: int
    medium: Medium
    message: Message
    hours: Window
    expires_at: datetime
    fallback: Medium | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of a delivery: its state, and for one that waits, since when, by which medium, after how many tries.

    ``due_at`` of one that is unknown is when it is to be settled.
    """

    state: DeliveryState
    reason: str = ""
    due_at: datetime | None = None
    medium: Medium | None = None
    tries: int = 0


BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))
MOST_TRIES = 8
TRIES_BEFORE_FALLBACK = 3
"""A medium that is merely busy is left for the next one after so many tries."""
NOT_STARTED = "not-started"
"""Code of a call that was never begun: it is certain that the provider has not seen the message."""
HELD_BACK = "held-back"
"""Its reason when we did not want to begin; any other means that no connection was made."""
NOT_FOUND = "not-found"
"""Code of an unknown one that the provider, asked for it, has never seen."""
_NEVER_TAKEN = frozenset({NOT_STARTED, NOT_FOUND})
_NOT_A_TRY = frozenset({Fault.HOURS, Fault.QUOTA, Fault.CHANNEL, Fault.MESSAGE, Fault.TOKEN})


def step_after(claimed: Claimed, outcome: Outcome, now: datetime, settle_at: datetime) -> Step:
    """What follows an outcome. ``settle_at`` is when an unknown one is to be asked about."""
    if outcome.verdict is Verdict.ACCEPTED:
        return Step(DeliveryState.ACCEPTED, tries=claimed.tries + 1)
    if outcome.verdict is Verdict.UNKNOWN:
        return Step(DeliveryState.UNKNOWN, outcome.reason, settle_at, claimed.medium, claimed.tries)
    if outcome.fault is Fault.STRANGE:
        return Step(DeliveryState.IN_DOUBT, outcome.reason or outcome.code, tries=claimed.tries + 1)
    if outcome.fault is Fault.REFUSES:
        return Step(DeliveryState.SUPPRESSED, outcome.reason, tries=claimed.tries + 1)
    return _after_refusal(claimed, outcome, now)


def _after_refusal(claimed: Claimed, outcome: Outcome, now: datetime) -> Step:
    held = outcome.fault in _NOT_A_TRY or outcome.code in _NEVER_TAKEN
    tries = claimed.tries if held else claimed.tries + 1
    given_up = not held and (outcome.permanent or tries >= MOST_TRIES)
    if claimed.fallback and (given_up or (not held and tries >= TRIES_BEFORE_FALLBACK)):
        return Step(DeliveryState.WAITING, outcome.reason, now, claimed.fallback)
    if given_up:
        return Step(DeliveryState.REFUSED, outcome.reason or outcome.code, tries=tries)
    due = next_open(claimed.hours, now + _pause(claimed, outcome, tries))
    if due >= claimed.expires_at and claimed.fallback:
        return Step(DeliveryState.WAITING, outcome.reason, now, claimed.fallback)
    if due >= claimed.expires_at:
        return Step(DeliveryState.EXPIRED, outcome.reason, tries=tries)
    return Step(DeliveryState.WAITING, outcome.reason, due, claimed.medium, tries)


def _pause(claimed: Claimed, outcome: Outcome, tries: int) -> timedelta:
    """How long to wait: as the provider asks, or longer after each try; ±10 %, so that not all come at once."""
    if outcome.code == NOT_STARTED and outcome.reason != HELD_BACK:
        return timedelta(seconds=15)
    if outcome.code in _NEVER_TAKEN:
        return timedelta(0)
    if outcome.fault in _NOT_A_TRY - {Fault.HOURS}:
        return timedelta(0)  # what holds the channel or the notice holds it too
    if outcome.fault is Fault.HOURS:
        return timedelta(minutes=30)
    pause = timedelta(seconds=outcome.wait_s) if outcome.wait_s else BACKOFF[min(tries, len(BACKOFF)) - 1]
    return pause * (0.9 + 0.2 * (claimed.delivery * 7919 % 1000) / 1000)


def step_told(state: AttemptState, fallback: Medium | None, now: datetime, open_still: bool) -> Step | None:
    """What a receipt makes of the delivery whose last attempt it is about; None: nothing.

    ``open_still`` says whether the notice may still send: one not delivered by Zalo then goes out by SMS, once.
    """
    if state is AttemptState.DELIVERED:
        return Step(DeliveryState.DELIVERED)
    if state is AttemptState.UNDELIVERED:
        if fallback and open_still:
            return Step(DeliveryState.WAITING, "undelivered", now, fallback)
        return Step(DeliveryState.UNDELIVERED, "undelivered")
    return Step(DeliveryState.ACCEPTED) if state is AttemptState.ACCEPTED else None


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things may take. A call is never begun unless it can end within the lease; none is settled before that.

    ``call_s`` is the longest one call may take; ``lease_s`` how long a worker keeps what it claimed; ``settle_s`` how
    soon an unknown outcome is asked about, ``doubt_s`` when a person is asked instead.
    """

    call_s: float = 20
    lease_s: float = 120
    settle_s: float = 120
    doubt_s: float = 900

    @property
    def last_start_s(self) -> float:
        """Seconds after claiming from which on no call may begin."""
        return self.lease_s - 2 * self.call_s
