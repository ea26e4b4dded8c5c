"""Placing broadcasts in the station's week."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.calendar import DutyWeek, QuietHours, Span, Window, instant, local, weeks_between
from outreach.domain.campaigns import DEFAULT_WINDOWS
from outreach.domain.planning import LEAD, StationWeek, choose, choose_makeup, habit_of, open_slots

WEEK = weeks_between(date(2023, 11, 6), date(2023, 11, 12))[0]
LAST_WEEK = weeks_between(date(2023, 12, 18), date(2023, 12, 20))[0]
LENGTH = timedelta(seconds=75)
BEFORE = instant(date(2023, 11, 5))


def station(week: DutyWeek = WEEK, relays: tuple[Window, ...] = (), quiet: QuietHours | None = None) -> StationWeek:
    return StationWeek(week, DEFAULT_WINDOWS, relays, quiet or QuietHours(), LENGTH)


def clock(at: datetime) -> str:
    return f"{local(at):%a %H:%M}"


def test_a_whole_week_of_two_sessions_has_fourteen_slots_after_the_opening_of_each() -> None:
    slots = open_slots(station())
    assert len(slots) == 14
    assert [clock(slot.starts_at) for slot in slots[:2]] == ["Mon 05:40", "Mon 17:10"]


def test_a_relayed_programme_pushes_the_slot_behind_it() -> None:
    relay = Window(time(17), time(17, 30), name="Tiếp sóng huyện")
    assert clock(open_slots(station(relays=(relay,)))[1].starts_at) == "Mon 17:30"


def test_a_window_that_is_all_relay_gives_no_slot() -> None:
    assert len(open_slots(station(relays=(Window(time(17), time(18)),)))) == 7


def test_nothing_is_placed_in_quiet_hours() -> None:
    late_riser = QuietHours(time(20), time(7))
    assert all(clock(slot.starts_at).endswith("17:10") for slot in open_slots(station(quiet=late_riser)))


def test_the_last_moment_to_start_still_ends_inside_the_window() -> None:
    slot = open_slots(station())[0]
    assert local(slot.latest_start + LENGTH).time() == time(6, 30)


def test_a_commune_keeps_its_weekday_and_hour_from_week_to_week() -> None:
    weeks = weeks_between(date(2023, 10, 9), date(2023, 12, 17))
    chosen = [choose(open_slots(station(week)), 1, BEFORE - timedelta(days=60), habit_of("06184"))[0] for week in weeks]
    assert len({clock(slot.starts_at) for slot in chosen}) == 1


@given(st.integers(0, 1 << 32))
def test_a_makeup_slot_on_a_later_day_always_remains(habit: int) -> None:
    for week in (WEEK, LAST_WEEK):
        slots = open_slots(station(week))
        chosen = choose(slots, 1, BEFORE, habit)[0]
        assert local(slots[-1].starts_at).date() > local(chosen.starts_at).date()


@given(st.integers(0, 1 << 32), st.integers(1, 7))
def test_several_broadcasts_a_week_fall_on_different_days(habit: int, needed: int) -> None:
    chosen = choose(open_slots(station()), needed, BEFORE, habit)
    assert len({local(slot.starts_at).date() for slot in chosen}) == needed


@given(st.integers(0, 7 * 24 * 60))
def test_nothing_is_placed_closer_than_the_lead(minutes: int) -> None:
    now = WEEK.span.start + timedelta(minutes=minutes)
    slots = open_slots(station())
    makeup = choose_makeup(slots, now)
    for slot in (*choose(slots, 1, now, 3), *((makeup,) if makeup else ())):
        assert slot.starts_at >= now + LEAD


def test_when_the_week_is_over_there_is_nothing_to_choose() -> None:
    slots = open_slots(station())
    assert choose(slots, 1, WEEK.span.end, 0) == ()
    assert choose_makeup(slots, WEEK.span.end) is None


@given(st.lists(st.tuples(st.integers(0, 7 * 1440), st.integers(1, 120)), max_size=8))
def test_slots_never_touch_what_the_station_is_taken_by(taken: list[tuple[int, int]]) -> None:
    start = WEEK.span.start
    busy = [Span(start + timedelta(minutes=at), start + timedelta(minutes=at + length)) for at, length in taken]
    for slot in open_slots(station(), busy):
        assert not any(Span(slot.starts_at, slot.starts_at + LENGTH).overlaps(span) for span in busy)
