"""Local weeks, windows and quiet hours of Vietnam."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.calendar import (
    QuietHours,
    Span,
    Window,
    free_start,
    instant,
    local,
    monday_of,
    week_of,
    weeks_between,
)
from outreach.domain.errors import RuleBroken

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_the_cao_loc_campaign_has_eleven_weeks_and_the_last_is_three_days_long() -> None:
    weeks = weeks_between(date(2023, 10, 9), date(2023, 12, 20))
    assert len(weeks) == 11
    assert (weeks[-1].monday, weeks[-1].last, weeks[-1].partial) == (date(2023, 12, 18), date(2023, 12, 20), True)
    assert not weeks[0].partial


def test_a_week_begins_on_monday_at_midnight_of_the_local_clock() -> None:
    last_moment = datetime(2023, 10, 15, 16, 59, 59, tzinfo=UTC)  # Sunday 23:59:59 in Vietnam
    assert week_of(last_moment) == date(2023, 10, 9)
    assert week_of(last_moment + timedelta(seconds=1)) == date(2023, 10, 16)


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        local(datetime(2023, 10, 9))  # noqa: DTZ001 - that it is naive is the point


def test_a_window_across_midnight_is_refused_with_what_was_read() -> None:
    with pytest.raises(RuleBroken, match="22:00–05:00"):
        Window(time(22), time(5))


@pytest.mark.parametrize(
    ("begins", "minutes", "quiet"),
    [
        (time(20, 59), 1, False),
        (time(20, 59), 2, True),
        (time(21), 1, True),
        (time(23, 59), 2, True),
        (time(4, 59), 1, True),
        (time(5), 1, False),
        (time(12), 30, False),
        (time(20), 10 * 60, True),
        (time(5), 16 * 60, False),
    ],
)
def test_quiet_hours_forbid_any_span_that_touches_them(begins: time, minutes: int, quiet: bool) -> None:
    start = instant(date(2023, 11, 6), begins)
    assert QuietHours().forbids(Span(start, start + timedelta(minutes=minutes))) is quiet


def test_a_quiet_stretch_in_the_middle_of_a_long_span_is_seen() -> None:
    siesta, start = QuietHours(time(12), time(13)), instant(date(2023, 11, 6), time(9))
    assert siesta.forbids(Span(start, start + timedelta(hours=8)))
    assert not siesta.forbids(Span(start, start + timedelta(hours=3)))


def test_the_middle_of_a_whole_week_is_thursday_midnight() -> None:
    week = weeks_between(date(2023, 11, 6), date(2023, 11, 12))[0]
    assert local(week.middle) == local(instant(date(2023, 11, 9)))


@given(first=DAYS, length=st.integers(0, 200))
def test_weeks_cover_a_period_exactly_once(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    weeks = weeks_between(first, last)
    days = [day for week in weeks for day in week.span.days()]
    assert days == [first + timedelta(days=number) for number in range(length + 1)]
    assert all(week.monday == monday_of(week.first) for week in weeks)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6), st.integers(1, 20))
def test_a_free_start_never_touches_what_is_taken(taken: list[tuple[int, int]], length: int) -> None:
    opens = instant(date(2023, 11, 6), time(5, 30))
    window = Span(opens, opens + timedelta(hours=1))
    busy = [Span(opens + timedelta(minutes=at), opens + timedelta(minutes=at + minutes)) for at, minutes in taken]
    start = free_start(window, busy, timedelta(minutes=length), timedelta(minutes=5))
    if start is not None:
        wanted = Span(start, start + timedelta(minutes=length))
        assert wanted.end <= window.end
        assert not any(wanted.overlaps(span) for span in busy)
