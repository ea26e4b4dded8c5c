"""The sweeps, in the order in which they run. Each returns how much it did."""

from collections.abc import Callable
from dataclasses import dataclass

from outreach.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Sweep:
    """``every_s`` is how often it runs on the real clock, in seconds."""

    name: str
    every_s: float
    run: Callable[[], int]

    def __call__(self) -> int:
        return self.run()


def all_sweeps(desk: Desk) -> tuple[Sweep, ...]:
    """Close first (what failed is known), then plan (make-ups), publish, remind, and look at the ledger."""
    return (
        Sweep("close", 60, desk.closing.close),
        Sweep("plan", 60, desk.planning.fill),
        Sweep("publish", 60, desk.publishing.publish),
        Sweep("remind", 30, desk.reminding.remind),
        Sweep("watch", 60, desk.watching.watch),
    )
