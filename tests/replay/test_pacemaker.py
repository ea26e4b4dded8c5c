"""The pacemaker keeps the speed it is asked for, rests when paused, and never goes past the end."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.domain.errors import RuleBroken
from outreach.domain.replays import PhaseTaken, ReplayState
from outreach.replay.clock import ReplayClock, StepClock
from outreach.replay.replaying import Replaying
from outreach.storage.replays import SqlReplayMemory
from tests.replay.theatre import COARSE, Theatre, drama, open_theatre, sqlite_url
from tests.setting import Setting

HOUR_S = 3600


@pytest.fixture
def theatre(data_folder: Path) -> Iterator[Theatre]:
    with open_theatre(sqlite_url(data_folder), data_folder, drama()) as opened:
        opened.stage.memory.set_speed(HOUR_S)
        yield opened


def state(theatre: Theatre) -> ReplayState:
    return Replaying(theatre.stage.memory).state()


def steps(theatre: Theatre) -> int:
    return (state(theatre).now - state(theatre).starts_at) // COARSE


def test_it_begins_before_the_first_day_and_ends_after_the_last(theatre: Theatre) -> None:
    first, last = drama().plan.first, drama().plan.last
    assert state(theatre).starts_at.date() < first
    assert state(theatre).ends_at.date() > last
    assert not state(theatre).ended


def test_a_tick_makes_the_steps_that_the_speed_asks_for(theatre: Theatre) -> None:
    assert theatre.pacemaker.tick(3.0) == 3
    assert steps(theatre) == 3


def test_parts_of_a_step_add_up(theatre: Theatre) -> None:
    assert [theatre.pacemaker.tick(0.25) for _ in range(8)] == [0, 0, 0, 1, 0, 0, 0, 1]


def test_a_paused_replay_stands_still_and_owes_nothing_afterwards(theatre: Theatre) -> None:
    controls = Replaying(theatre.stage.memory)
    controls.pause(True)
    assert theatre.pacemaker.tick(100.0) == 0
    controls.pause(False)
    assert theatre.pacemaker.tick(1.0) == 1


def test_what_it_cannot_keep_up_with_is_dropped_not_owed(theatre: Theatre) -> None:
    theatre.stage.memory.set_speed(1_000_000)
    assert theatre.pacemaker.tick(1_000.0) > 0
    assert theatre.pacemaker.tick(0.0) <= 1


def test_it_runs_to_an_instant_and_tells_how_far_it_is(theatre: Theatre) -> None:
    told: list[tuple[int, int]] = []
    goal = state(theatre).starts_at + 5 * COARSE
    theatre.pacemaker.run_to(goal, lambda done, of: told.append((done, of)))
    assert state(theatre).now == goal
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_at_the_end_it_stops(theatre: Theatre) -> None:
    memory, now = theatre.stage.memory, state(theatre)
    assert memory.advance(now, now.moved(now.ends_at, 0))
    assert state(theatre).ended
    assert not theatre.pacemaker.step()
    assert theatre.pacemaker.tick(10.0) == 0


def test_two_pacemakers_share_the_steps(theatre: Theatre, data_folder: Path) -> None:
    with open_theatre(sqlite_url(data_folder), data_folder, drama()) as other:
        for pacemaker in (theatre.pacemaker, other.pacemaker, other.pacemaker, theatre.pacemaker):
            assert pacemaker.step()
    assert steps(theatre) == 4


def test_one_that_was_overtaken_can_write_nothing(theatre: Theatre, data_folder: Path) -> None:
    theatre.stage.clock.hold(state(theatre))
    with open_theatre(sqlite_url(data_folder), data_folder, drama()) as other:
        other.pacemaker.step()
    with pytest.raises(PhaseTaken):
        theatre.stage.desk.gathering.report("cao-lau-1", [], theatre.stage.clock.now())


def test_a_speed_out_of_range_is_refused(theatre: Theatre) -> None:
    for speed in (0, -1, 10_000_000):
        with pytest.raises(RuleBroken, match="Tốc độ"):
            Replaying(theatre.stage.memory).set_speed(speed)


def test_what_people_see_is_the_clock_of_the_replay(theatre: Theatre) -> None:
    clock = ReplayClock(theatre.stage.memory)
    before = clock.now()
    theatre.pacemaker.step()
    assert clock.now() - before == COARSE == timedelta(hours=1)


def test_without_a_replay_there_is_no_clock(sqlite_setting: Setting) -> None:
    memory = SqlReplayMemory(sqlite_setting.store.engine)
    for clock in (ReplayClock(memory), StepClock()):
        with pytest.raises(LookupError):
            clock.now()
    with pytest.raises(LookupError):
        Replaying(memory).state()
