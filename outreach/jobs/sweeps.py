"""The sweeps, in the order in which they run. Each returns how much it did."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from outreach.services.desk import Desk
from outreach.services.working import Working

SLICE_S = 10
"""Seconds for which notices are sent in one go."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """``every_s`` is how often it runs on the real clock, in seconds. Sweeps of one ``line`` wait for each other."""

    name: str
    every_s: float
    run: Callable[[], int]
    line: str = "default"

    def __call__(self) -> int:
        return self.run()


def send_notices(working: Working) -> int:
    """One round of a worker, cut short after a while: whoever sends for hours must not keep the others waiting."""
    steady = working.sending.steady
    until = steady() + SLICE_S
    return working.round(lambda: steady() >= until)


def sound_sweeps(desk: Desk) -> tuple[Sweep, ...]:
    """In a line of their own: a long recording must not keep a week from being closed. No part of a replay's steps."""
    mastering = desk.audio.mastering
    return (Sweep("sound", 2, mastering.work, "sound"), Sweep("tidy", 3600, mastering.tidy, "sound"))


def all_sweeps(desk: Desk) -> tuple[Sweep, ...]:
    """Close first (what failed is known), then plan (make-ups), publish, remind, look at the ledger, and send."""
    return (
        Sweep("close", 60, desk.closing.close),
        Sweep("plan", 60, desk.planning.fill),
        Sweep("publish", 60, desk.publishing.publish),
        Sweep("remind", 30, desk.reminding.remind),
        Sweep("watch", 60, desk.watching.watch),
        Sweep("notices", 2, partial(send_notices, desk.working)),
    )
