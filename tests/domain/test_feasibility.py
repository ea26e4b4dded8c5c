"""Whether all can be told in time: by the rate, the open hours, and what is left of each day's quota."""

from dataclasses import replace
from datetime import date, time, timedelta

from outreach.domain.calendar import Window, instant
from outreach.domain.feasibility import MARGIN, Load, Verdict, finishes_at, judge

DAY = date(2023, 11, 6)
HOURS = Window(time(8), time(20))
START, END = instant(DAY, time(8)), instant(DAY + timedelta(days=9), time(20))
ONE_HOUR = Load(parts=3_600, messages=3_600, parts_per_s=1 / MARGIN, daily=None, hours=HOURS)


def day_of_finish(load: Load) -> int | None:
    at = finishes_at(load, START, END)
    return None if at is None else (at - START).days


def test_without_a_quota_the_rate_alone_decides() -> None:
    assert finishes_at(ONE_HOUR, START, END) == START + timedelta(hours=1)


def test_a_daily_quota_spreads_it_over_days() -> None:
    assert day_of_finish(replace(ONE_HOUR, daily=1_200)) == 2


def test_what_is_left_today_bounds_today_and_no_other_day() -> None:
    assert day_of_finish(replace(ONE_HOUR, daily=3_600, left=(DAY, 3_600))) == 0
    assert day_of_finish(replace(ONE_HOUR, daily=3_600, left=(DAY, 100))) == 1
    assert day_of_finish(replace(ONE_HOUR, daily=3_600, left=(DAY, 0))) == 1
    assert day_of_finish(replace(ONE_HOUR, daily=3_600, left=(DAY - timedelta(days=1), 0))) == 0
    assert day_of_finish(replace(ONE_HOUR, left=(DAY, 0))) == 1


def test_with_a_quota_of_nothing_it_never_ends() -> None:
    assert finishes_at(replace(ONE_HOUR, messages=3, parts=3, daily=0), START, END) is None
    nothing = replace(ONE_HOUR, daily=0)
    assert judge((nothing, ONE_HOUR), START, END).verdict is Verdict.TOO_LATE
    assert judge((ONE_HOUR, nothing), START, END).verdict is Verdict.TIGHT
