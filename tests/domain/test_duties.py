"""The ledger's states: what a Thursday morning must know of each commune's week."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from outreach.domain.broadcasts import Broadcast, BroadcastState, Purpose
from outreach.domain.calendar import QuietHours, instant, weeks_between
from outreach.domain.campaigns import DEFAULT_WINDOWS
from outreach.domain.duties import CellKey, CellState, Reason, WeekFacts, distinct_plays, judge_week
from outreach.domain.planning import StationWeek, open_slots

WEEK = weeks_between(date(2023, 11, 6), date(2023, 11, 12))[0]
KEY = CellKey("c.loa", "06190", WEEK.monday)
LENGTH = timedelta(seconds=75)
SLOTS = open_slots(StationWeek(WEEK, DEFAULT_WINDOWS, (), QuietHours(), LENGTH))
MONDAY, THURSDAY, SATURDAY = date(2023, 11, 6), date(2023, 11, 9), date(2023, 11, 11)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return instant(day, time(hour, minute))


def broadcast(starts: datetime, state: BroadcastState = BroadcastState.PLANNED, number: int = 1) -> Broadcast:
    played = starts if state is BroadcastState.PLAYED else None
    return Broadcast(
        id=f"c.loa.06190.2023-W45.{number}",
        campaign="c",
        duty="c.loa",
        commune="06190",
        week=WEEK.monday,
        starts_at=starts,
        latest_start=starts,
        length=LENGTH,
        recording_sha256="a" * 64,
        purpose=Purpose.WEEKLY,
        planned_at=WEEK.span.start,
        planned_by="system",
        state=state,
        played_at=played,
        counts=played is not None,
    )


def facts(*planned: Broadcast, node: bool = False, needed: int = 1, excused: bool = False) -> WeekFacts:
    plays = tuple(b for b in planned if b.counts)
    return WeekFacts(WEEK, needed, plays, planned, SLOTS, node, excused)


def judged(week: WeekFacts, now: datetime) -> tuple[CellState, Reason]:
    cell = judge_week(KEY, week, now)
    return cell.state, cell.reason


def test_a_week_with_a_play_is_kept_for_good() -> None:
    cell = judge_week(KEY, facts(broadcast(at(MONDAY, 17, 10), BroadcastState.PLAYED)), at(MONDAY, 18))
    assert (cell.state, cell.kept, cell.review_at) == (CellState.KEPT, 1, None)
    assert cell.evidence == ("c.loa.06190.2023-W45.1",)


def test_a_week_planned_early_enough_is_planned() -> None:
    assert judged(facts(broadcast(at(MONDAY, 17, 10))), at(MONDAY, 7)) == (CellState.PLANNED, Reason.ON_SCHEDULE)


def test_a_week_with_nothing_planned_is_at_risk() -> None:
    assert judged(facts(), at(MONDAY, 7)) == (CellState.AT_RISK, Reason.NOTHING_PLANNED)


def test_a_play_that_nobody_has_confirmed_yet_is_pending() -> None:
    week = facts(broadcast(at(MONDAY, 17, 10)))
    assert judged(week, at(MONDAY, 18)) == (CellState.PENDING, Reason.AWAITING_STATEMENT)


def test_a_node_that_is_away_is_pending_even_when_the_week_is_over() -> None:
    week = facts(broadcast(at(MONDAY, 17, 10), BroadcastState.DELIVERED), node=True)
    assert judged(week, WEEK.span.end + timedelta(days=3)) == (CellState.PENDING, Reason.AWAITING_LOG)


def test_a_failed_broadcast_with_a_makeup_planned_says_so() -> None:
    week = facts(
        broadcast(at(MONDAY, 17, 10), BroadcastState.MISSED), broadcast(at(date(2023, 11, 8), 5, 40), number=2)
    )
    assert judged(week, at(date(2023, 11, 7), 18)) == (CellState.PLANNED, Reason.MAKEUP_PLANNED)


def test_past_the_middle_of_the_week_less_than_two_days_of_slack_is_a_risk() -> None:
    week = facts(broadcast(at(SATURDAY, 5, 40)))
    assert judged(week, at(date(2023, 11, 8), 23)) == (CellState.PLANNED, Reason.ON_SCHEDULE)
    assert judged(week, at(THURSDAY, 0)) == (CellState.AT_RISK, Reason.LAST_SLOT)


def test_silence_after_a_failure_is_a_risk_from_thursday_on() -> None:
    week = facts(
        broadcast(at(MONDAY, 17, 10), BroadcastState.MISSED), broadcast(at(date(2023, 11, 8), 17, 10), number=2)
    )
    assert judged(week, at(date(2023, 11, 8), 20)) == (CellState.PENDING, Reason.AWAITING_STATEMENT)
    assert judged(week, at(THURSDAY, 0)) == (CellState.AT_RISK, Reason.AWAITING_STATEMENT)


def test_a_schedule_that_the_node_has_not_fetched_a_day_ahead_is_a_risk() -> None:
    week = facts(broadcast(at(date(2023, 11, 7), 17, 10)), node=True)
    assert judged(week, at(MONDAY, 17)) == (CellState.PLANNED, Reason.ON_SCHEDULE)
    assert judged(week, at(MONDAY, 17, 10)) == (CellState.AT_RISK, Reason.NOT_DELIVERED)


def test_a_broadcast_that_no_node_acknowledged_is_made_up_for_but_not_called_missed() -> None:
    never = broadcast(at(MONDAY, 17, 10))
    assert judged(facts(never, node=True), at(MONDAY, 18)) == (CellState.AT_RISK, Reason.NOTHING_PLANNED)
    assert judged(facts(never, node=True), WEEK.span.end) == (CellState.PENDING, Reason.AWAITING_LOG)


def test_a_broadcast_on_the_air_when_the_week_ends_is_waited_for() -> None:
    late = broadcast(WEEK.span.end - timedelta(seconds=30))
    assert judged(facts(late), WEEK.span.end)[0] is CellState.PENDING


def test_the_same_minutes_told_twice_are_one_play() -> None:
    twice = [broadcast(at(MONDAY, 5, 40), BroadcastState.PLAYED, number) for number in (1, 2)]
    assert len(distinct_plays(twice)) == 1


def test_when_no_slot_is_left_the_reason_says_so() -> None:
    assert judged(facts(), at(date(2023, 11, 12), 17)) == (CellState.AT_RISK, Reason.NO_SLOT_LEFT)


def test_a_week_that_ended_without_a_play_is_missed() -> None:
    week = facts(broadcast(at(MONDAY, 17, 10), BroadcastState.MISSED))
    assert judged(week, WEEK.span.end - timedelta(seconds=1))[0] is CellState.AT_RISK
    assert judged(week, WEEK.span.end) == (CellState.MISSED, Reason.NOT_PLAYED)


def test_an_excuse_covers_a_week_but_a_play_is_worth_more() -> None:
    assert judged(facts(excused=True), at(MONDAY, 7))[0] is CellState.EXCUSED
    kept = facts(broadcast(at(MONDAY, 17, 10), BroadcastState.PLAYED), excused=True)
    assert judged(kept, at(THURSDAY, 7))[0] is CellState.KEPT


def test_ten_plays_are_needed_when_the_plan_asks_for_ten() -> None:
    plays = [broadcast(at(MONDAY, 5, 40), BroadcastState.PLAYED, number) for number in range(1, 10)]
    assert judged(facts(*plays, needed=10), WEEK.span.end)[0] is CellState.MISSED


@pytest.mark.parametrize("node", [False, True])
def test_a_judgement_holds_until_its_next_look(node: bool) -> None:
    """Between now and ``review_at`` nothing changes by itself: that is what the sweep relies on."""
    for planned in ([], [broadcast(at(MONDAY, 17, 10))], [broadcast(at(SATURDAY, 5, 40), BroadcastState.DELIVERED)]):
        now = WEEK.span.start - timedelta(days=2)
        while now is not None:
            cell = judge_week(KEY, facts(*planned, node=node), now)
            if cell.review_at is None:
                break
            just_before = judge_week(KEY, facts(*planned, node=node), cell.review_at - timedelta(microseconds=1))
            assert replace(just_before, as_of=cell.as_of, review_at=cell.review_at) == cell
            now = cell.review_at
