"""Local weeks, windows, quiet hours. Instants are aware UTC datetimes; days and clock times are local to Vietnam.

Vietnam keeps UTC+7 all year with no daylight saving; the zone is still named, so that a date is never guessed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from outreach.domain.errors import RuleBroken

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = timedelta(days=1)
EVERY_DAY = frozenset(range(7))


def instant(day: date, clock: time = time(0)) -> datetime:
    """The UTC instant of a local day and clock time."""
    return datetime.combine(day, clock, ZONE).astimezone(UTC)


def local(at: datetime) -> datetime:
    """An instant on the local clock; naive datetimes are refused."""
    if at.tzinfo is None:
        raise ValueError("a naive datetime is no instant: give it a time zone")
    return at.astimezone(ZONE)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_of(at: datetime) -> date:
    """The Monday of the local week in which an instant falls."""
    return monday_of(local(at).date())


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open stretch of instants ``[start, end)``."""

    start: datetime
    end: datetime

    def __contains__(self, at: object) -> bool:
        return isinstance(at, datetime) and self.start <= at < self.end

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def days(self) -> Iterator[date]:
        """The local days that the span touches."""
        day = local(self.start).date()
        while instant(day) < self.end:
            yield day
            day += DAY


@dataclass(frozen=True, slots=True)
class Window:
    """A daily stretch of local clock time, never across midnight, on some weekdays (0 = Monday)."""

    opens: time
    closes: time
    weekdays: frozenset[int] = EVERY_DAY
    name: str = ""

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise RuleBroken(
                "Khung giờ {opens}–{closes} qua nửa đêm hoặc rỗng: giờ kết thúc phải sau giờ bắt đầu trong cùng ngày.",
                opens=f"{self.opens:%H:%M}",
                closes=f"{self.closes:%H:%M}",
            )

    def on(self, day: date) -> Span | None:
        if day.weekday() not in self.weekdays:
            return None
        return Span(instant(day, self.opens), instant(day, self.closes))


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local clock time in which no loudspeaker may sound; may cross midnight (21:00–05:00 by default).

    21:00–06:00 is the night of QCVN 26:2010/BTNMT; 05:00 leaves room for the 05:30 session of Nghị định 49/2024.
    """

    starts: time = time(21)
    ends: time = time(5)

    def forbids(self, span: Span) -> bool:
        """Whether any moment of a span is quiet."""
        return any(night.overlaps(span) for day in span.days() for night in self._nights(day))

    def _nights(self, day: date) -> tuple[Span, ...]:
        """The quiet stretches that touch a local day."""
        if self.starts <= self.ends:
            return (Span(instant(day, self.starts), instant(day, self.ends)),)
        return (
            Span(instant(day - DAY, self.starts), instant(day, self.ends)),
            Span(instant(day, self.starts), instant(day + DAY, self.ends)),
        )


@dataclass(frozen=True, slots=True)
class DutyWeek:
    """A local week Monday–Sunday cut to the period of a duty; ``first`` and ``last`` are inclusive local days."""

    monday: date
    first: date
    last: date

    @property
    def span(self) -> Span:
        return Span(instant(self.first), instant(self.last + DAY))

    @property
    def partial(self) -> bool:
        return (self.last - self.first).days < 6

    @property
    def middle(self) -> datetime:
        """From here on a week that is not kept is urgent: Thursday 00:00 of a whole week."""
        span = self.span
        return span.start + (span.end - span.start) * 3 / 7


def weeks_between(first: date, last: date) -> tuple[DutyWeek, ...]:
    """The duty weeks of a period given by two inclusive local days; the edge weeks may be partial and count."""
    weeks, monday = [], monday_of(first)
    while monday <= last:
        weeks.append(DutyWeek(monday, max(monday, first), min(monday + 6 * DAY, last)))
        monday += 7 * DAY
    return tuple(weeks)


def free_start(span: Span, busy: Iterable[Span], length: timedelta, step: timedelta) -> datetime | None:
    """The first moment of ``span``, on a grid of ``step``, at which ``length`` fits without touching ``busy``."""
    taken, at = tuple(busy), span.start
    while at + length <= span.end:
        wanted = Span(at, at + length)
        if not any(wanted.overlaps(other) for other in taken):
            return at
        at += step
    return None
