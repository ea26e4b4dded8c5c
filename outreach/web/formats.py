"""Days and clock times as people here write them, always on the local clock."""

from datetime import date, datetime, time, timedelta

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _

from outreach.domain.calendar import DutyWeek, local

WEEKDAYS = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ Nhật"))
SHORT_WEEKDAYS = (_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN"))

MOMENT = timedelta(seconds=1)
PACES = (
    (86_400, _("%(count)s ngày mỗi giây")),
    (3600, _("%(count)s giờ mỗi giây")),
    (60, _("%(count)s phút mỗi giây")),
)


def day(at: date | datetime) -> str:
    """02/11/2023"""
    return f"{_day(at):%d/%m/%Y}"


def short_day(at: date | datetime) -> str:
    """02/11"""
    return f"{_day(at):%d/%m}"


def clock(at: datetime) -> str:
    """05:45"""
    return f"{local(at):%H:%M}"


def weekday(at: date | datetime) -> str:
    return str(WEEKDAYS[_day(at).weekday()])


def short_weekday(at: date | datetime) -> str:
    return str(SHORT_WEEKDAYS[_day(at).weekday()])


def when(at: datetime) -> str:
    """Thứ Năm 02/11/2023 05:45"""
    return f"{weekday(at)} {day(at)} {clock(at)}"


def until(at: datetime) -> str:
    """A moment up to which something holds: when a day ends with it, that day is named, as nobody says 00:00."""
    if local(at).time() == time(0):
        return str(_("hết %(day)s", day=f"{weekday(at - MOMENT)} {day(at - MOMENT)}"))
    return when(at)


def brief(at: datetime) -> str:
    """T5 02/11 05:45"""
    return f"{short_weekday(at)} {short_day(at)} {clock(at)}"


def week(shown: DutyWeek) -> str:
    """06–12/11, or 30/10–05/11 over the end of a month."""
    first = f"{shown.first:%d}" if shown.first.month == shown.last.month else f"{shown.first:%d/%m}"
    return f"{first}–{shown.last:%d/%m}" if shown.first != shown.last else f"{shown.last:%d/%m}"


def minutes(span: timedelta) -> str:
    """1:27 — minutes and seconds."""
    whole, seconds = divmod(round(span.total_seconds()), 60)
    return f"{whole}:{seconds:02d}"


def pace(speed: int) -> str:
    """10 phút mỗi giây — how much of the replay's time goes by in a real second."""
    for seconds, told in PACES:
        if speed >= seconds and speed % seconds == 0:
            return str(told) % {"count": speed // seconds}
    return f"× {speed}"


def figure(count: int) -> str:
    """467.636 — as the reader's language groups digits."""
    return str(format_decimal(count))


def percent(share: float) -> str:
    return f"{round(share * 100)} %"


def letter_day(issued: str) -> str:
    """A letter's date: "2023-10-04" → 04/10/2023; "2023-10" → 10/2023, since the day was left blank."""
    return "/".join(reversed(issued.split("-")))


def phone(number: str) -> str:
    """0912 345 678, 0205 387 0123 — as people read numbers out; a masked one stays as it is."""
    return f"{number[:4]} {number[4:7]} {number[7:]}" if len(number) in (10, 11) and number.isdecimal() else number


FILTERS = {
    "day": day,
    "short_day": short_day,
    "clock": clock,
    "weekday": weekday,
    "short_weekday": short_weekday,
    "when": when,
    "until": until,
    "brief": brief,
    "week": week,
    "minutes": minutes,
    "pace": pace,
    "percent": percent,
    "figure": figure,
    "letter_day": letter_day,
    "phone": phone,
}


def _day(at: date | datetime) -> date:
    return local(at).date() if isinstance(at, datetime) else at
