"""Where a replay stands: its own clock, and which phase of the present step comes next.

A replay walks through simulated instants one step at a time, and each step through its phases. The phase in which
something was last written is kept, so that a process killed anywhere is followed by one that goes on from there.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

PREPARING = -1
"""The phase in which the register, the stations and the plan are written; the first step begins with phase 0."""


@dataclass(frozen=True, slots=True)
class ReplayState:
    """``scenario`` names what is replayed; ``speed`` is simulated seconds for each real one."""

    scenario: str
    seed: int
    starts_at: datetime
    ends_at: datetime
    now: datetime
    phase: int = PREPARING
    speed: int = 28_800
    paused: bool = False

    @property
    def ended(self) -> bool:
        return self.now >= self.ends_at

    def moved(self, now: datetime, phase: int) -> "ReplayState":
        return replace(self, now=now, phase=phase)


class PhaseTaken(Exception):
    """The replay is no longer where this pacemaker thinks it is: another one has moved it on."""


class ReplayMemory(Protocol):
    def get(self) -> ReplayState | None: ...
    def begin(self, state: ReplayState) -> ReplayState:
        """Remember a replay unless there is one already; returns the one that is remembered."""
        ...

    def advance(self, reached: ReplayState, new: ReplayState) -> bool:
        """Move on to the instant and phase of ``new``; False when another pacemaker has gone further than ``reached``
        within its step, or is in another step.
        """
        ...

    def pause(self, paused: bool) -> None: ...
    def set_speed(self, speed: int) -> None: ...
