"""The two clocks of a replay: what everybody sees, and what holds within the phase that a pacemaker is in."""

from datetime import datetime

from outreach.domain.replays import ReplayMemory, ReplayState


class ReplayClock:
    """The replay's present, for screens and the people who use them."""

    def __init__(self, memory: ReplayMemory) -> None:
        self._memory = memory

    def now(self) -> datetime:
        state = self._memory.get()
        if state is None:
            raise LookupError("no replay has begun in this database")
        return state.now


class StepClock:
    """Stands still while a phase is run, whatever other pacemakers do meanwhile; for the pacemaker's own desk."""

    def __init__(self) -> None:
        self._state: ReplayState | None = None

    def hold(self, state: ReplayState) -> None:
        self._state = state

    def held(self) -> ReplayState:
        if self._state is None:
            raise LookupError("no phase of a replay is being run")
        return self._state

    def now(self) -> datetime:
        return self.held().now
