"""Consent and law as data: at which hours, how often, under what label, and whom not to tell.

Sources are named beside each rule. Where two rules meet, the stricter one is the default; a notice may narrow its hours
and never widen them.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from outreach.domain.calendar import DAY, Window, instant, local
from outreach.domain.errors import RuleBroken
from outreach.domain.messages import Medium, MessageClass

ALL_DAY = Window(time.min, time.max)

HOURS: dict[tuple[Medium, MessageClass], Window] = {
    # Nghị định 91/2020/NĐ-CP: advertising messages from 07:00 to 22:00; we take the narrower day of all channels.
    (Medium.SMS, MessageClass.ADVERTISING): Window(time(7), time(21)),
    (Medium.SMS, MessageClass.CARE): Window(time(7), time(21)),
    (Medium.SMS, MessageClass.EMERGENCY): ALL_DAY,
    # Zalo takes no notice between 22:00 and 06:00 (error −133), whatever its class.
    (Medium.ZALO, MessageClass.ADVERTISING): Window(time(7), time(21)),
    (Medium.ZALO, MessageClass.CARE): Window(time(7), time(21)),
    (Medium.ZALO, MessageClass.EMERGENCY): Window(time(6), time(22)),
}

ADVERTISING_CAP = 3
"""Advertising messages to one number within :data:`CAP_PERIOD` (Nghị định 91/2020/NĐ-CP)."""
CAP_PERIOD = timedelta(hours=24)
ADVERTISING_LABELS = ("[QC]", "[AD]")
"""One of them stands at the very start of an advertising message (Nghị định 91/2020/NĐ-CP)."""


class Scope(StrEnum):
    """What a person wants no more of."""

    ADVERTISING = "advertising"
    ALL = "all"  # customer care too; only an emergency still goes out


class Source(StrEnum):
    """By which way a refusal reached us."""

    DO_NOT_CALL = "do_not_call"  # the national list (Nghị định 91/2020/NĐ-CP, article 7)
    COUNTER = "counter"
    PHONE = "phone"
    ZALO = "zalo"
    WEB = "web"


@dataclass(frozen=True, slots=True)
class Suppression:
    """A number that is not to be told; ``lifted`` takes it back. Rows are only added: the newest of a source holds."""

    number: str
    scope: Scope
    source: Source
    at: datetime
    by: str
    note: str = ""
    lifted: bool = False


def scopes_against(message_class: MessageClass) -> frozenset[Scope]:
    """The refusals that stop a message of this class."""
    if message_class is MessageClass.EMERGENCY:
        return frozenset()
    return frozenset(Scope) if message_class is MessageClass.ADVERTISING else frozenset({Scope.ALL})


def hours_of(medium: Medium, message_class: MessageClass, own: Window | None = None) -> Window:
    """The daily hours in which a message may leave: the law's and the notice's own, whichever is narrower."""
    allowed = HOURS[medium, message_class]
    if own is None:
        return allowed
    opens, closes = max(allowed.opens, own.opens), min(allowed.closes, own.closes)
    if opens >= closes:
        raise RuleBroken(
            "Khung giờ {opens}–{closes} nằm ngoài giờ được phép gửi ({from_}–{to}).",
            opens=f"{own.opens:%H:%M}",
            closes=f"{own.closes:%H:%M}",
            from_=f"{allowed.opens:%H:%M}",
            to=f"{allowed.closes:%H:%M}",
        )
    return Window(opens, closes, own.weekdays)


def next_open(hours: Window, at: datetime) -> datetime:
    """The first instant from ``at`` on that lies inside the hours."""
    day = local(at).date()
    while True:
        span = hours.on(day)
        if span is not None and at < span.end:
            return max(at, span.start)
        day += DAY


def closes_at(hours: Window, at: datetime) -> datetime:
    """When the hours that are open at ``at`` close; ``at`` itself if they are closed."""
    span = hours.on(local(at).date())
    return span.end if span is not None and at in span else at


def tomorrow(at: datetime) -> datetime:
    """Local midnight: providers' daily quotas start anew."""
    return instant(local(at).date() + DAY)
