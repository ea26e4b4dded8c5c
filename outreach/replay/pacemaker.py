"""Moves a replay on, one phase of one step at a time.

Phase 0 is the world, then each sweep is a phase. Whatever a phase writes is written together with its number, and a
phase may be repeated, finished or not: so a process killed anywhere is followed by one that goes on from the last
phase that wrote anything. A pacemaker overtaken by another can write nothing more.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic

from outreach.domain.ports import Progress
from outreach.domain.replays import PREPARING, PhaseTaken, ReplayMemory, ReplayState
from outreach.replay.clock import StepClock
from outreach.replay.world import World

BUSY_S = 1.0
"""A tick ends after about so much work. What is left undone is dropped: the replay then runs as fast as it can."""


class Pacemaker:
    """``clock`` is the one that the world's desk and the sweeps look at."""

    def __init__(
        self, memory: ReplayMemory, clock: StepClock, world: World, sweeps: Sequence[Callable[[], int]]
    ) -> None:
        self._memory = memory
        self._clock = clock
        self._step = world.scenario.step
        self._phases: tuple[Callable[[], object], ...] = (lambda: world.act(clock.now()), *sweeps)
        self._owed = timedelta(0)

    def step(self) -> bool:
        """Bring the step at hand to its end; False when the replay has ended."""
        return self._make(self._standing())

    def tick(self, elapsed_s: float) -> int:
        """Make as many steps as the replay's speed asks for after so many real seconds; returns how many."""
        state = self._standing()
        if state.paused or state.ended:
            self._owed = timedelta(0)
            return 0
        self._owed += timedelta(seconds=elapsed_s * state.speed)
        return self._catch_up(monotonic() + BUSY_S)

    def run_to(self, instant: datetime, progress: Progress | None = None) -> None:
        """Go on without a rest until the replay's clock shows this instant, or to the end."""
        state = self._standing()
        began, goal = state.now, min(instant, state.ends_at)
        while state.now < goal:
            self._make(state)
            state = self._standing()
            if progress:
                progress((min(state.now, goal) - began) // self._step, (goal - began) // self._step)

    def _catch_up(self, until: float) -> int:
        made = 0
        while self._owed >= self._step and monotonic() < until:
            state = self._standing()
            if state.paused or not self._make(state):
                break
            self._owed -= self._step
            made += 1
        self._owed = min(self._owed, self._step)
        return made

    def _make(self, state: ReplayState) -> bool:
        if state.ended:
            return False
        with suppress(PhaseTaken):  # another pacemaker is on it; the next step is taken from wherever it then stands
            self._run(state)
        return True

    def _run(self, state: ReplayState) -> None:
        """The phases that are left of a step."""
        reached = state
        for number in range(state.phase, len(self._phases)):
            reached = state.moved(state.now, number)
            self._clock.hold(reached)
            self._phases[number]()
        self._memory.advance(reached, state.moved(state.now + self._step, 0))

    def _standing(self) -> ReplayState:
        state = self._memory.get()
        if state is None or state.phase == PREPARING:
            raise LookupError("no replay has been prepared in this database")
        return state
