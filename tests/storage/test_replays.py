"""The replay's memory: one replay, moved on by one pacemaker at a time."""

from datetime import timedelta

import pytest

from outreach.domain.replays import PhaseTaken, ReplayState
from outreach.storage.replays import SqlReplayMemory, SqlStepTransactions
from tests.setting import BY_NODE, Setting, at
from tests.setting import FIRST as DAY

START = at(DAY, 6)
STATE = ReplayState("thu", 7, START, START + timedelta(days=3), START)
STEP = timedelta(minutes=15)


@pytest.fixture
def memory(setting: Setting) -> SqlReplayMemory:
    memory = SqlReplayMemory(setting.store.engine)
    memory.begin(STATE)
    return memory


def test_a_replay_begins_once(memory: SqlReplayMemory) -> None:
    assert memory.get() == STATE
    assert memory.begin(STATE.moved(START + STEP, 3)) == STATE


def test_it_moves_on_only_from_where_it_was_thought_to_be(memory: SqlReplayMemory) -> None:
    begun = STATE.moved(START, 0)
    assert memory.advance(STATE, begun)
    assert not memory.advance(STATE, begun)
    assert not memory.advance(begun.moved(START + STEP, 0), begun.moved(START + 2 * STEP, 0))
    assert memory.get() == begun


def test_an_earlier_phase_of_the_same_step_does_not_hinder(memory: SqlReplayMemory) -> None:
    """Phases that wrote nothing were never written down."""
    assert memory.advance(STATE.moved(START, 4), STATE.moved(START + STEP, 0))


def test_speed_and_pause_are_remembered(memory: SqlReplayMemory) -> None:
    memory.pause(True)
    memory.set_speed(60)
    state = memory.get()
    assert state is not None
    assert (state.paused, state.speed, state.now) == (True, 60, START)


def test_whoever_writes_in_a_phase_writes_the_phase_down_with_it(setting: Setting, memory: SqlReplayMemory) -> None:
    setting.equip_node()
    with SqlStepTransactions(setting.store.engine, lambda: STATE.moved(START, 2)).writing() as uow:
        uow.stations.put_node(uow.stations.nodes([BY_NODE])[0])
        uow.commit()
    assert memory.get() == STATE.moved(START, 2)


def test_what_is_not_committed_leaves_the_phase_as_it_was(setting: Setting, memory: SqlReplayMemory) -> None:
    with SqlStepTransactions(setting.store.engine, lambda: STATE.moved(START, 2)).writing():
        pass
    assert memory.get() == STATE


@pytest.mark.parametrize("held", [STATE, STATE.moved(START + STEP, 5)])
def test_whoever_was_overtaken_writes_nothing(setting: Setting, memory: SqlReplayMemory, held: ReplayState) -> None:
    memory.advance(STATE, STATE.moved(START, 1))
    with pytest.raises(PhaseTaken), SqlStepTransactions(setting.store.engine, lambda: held).writing():
        pass
