"""Beginning a replay, and steering it from the screen."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import time

from outreach.domain.calendar import DAY, instant
from outreach.domain.campaigns import Plan
from outreach.domain.errors import RuleBroken
from outreach.domain.ports import Progress
from outreach.domain.replays import PREPARING, PhaseTaken, ReplayMemory, ReplayState
from outreach.domain.stations import Station
from outreach.domain.units import Place
from outreach.replay.clock import StepClock
from outreach.replay.customers import customers
from outreach.replay.pacemaker import Pacemaker
from outreach.replay.people import Cast, cast_of
from outreach.replay.scenario import Scenario
from outreach.replay.world import world_of
from outreach.services.desk import Desk

STARTS = time(6)
FASTEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Stage:
    """What a replay is played on: a desk whose clock is ``clock`` and whose units of work hold the replay still while
    they write (so that an overtaken process writes nothing), and the sweeps of that desk.
    """

    memory: ReplayMemory
    clock: StepClock
    desk: Desk
    sweeps: Sequence[Callable[[], int]]


@dataclass(frozen=True, slots=True)
class Drama:
    """What is replayed: a plan on its places, under a scenario."""

    plan: Plan
    places: tuple[Place, ...]
    scenario: Scenario

    @property
    def cast(self) -> Cast:
        return cast_of(self.plan, self.places)

    @property
    def first_state(self) -> ReplayState:
        scenario, plan = self.scenario, self.plan
        starts_at = instant(plan.first - scenario.days_before * DAY, STARTS)
        ends_at = instant(plan.last + (scenario.settle_days + 1) * DAY)
        return ReplayState(scenario.name, scenario.seed, starts_at, ends_at, starts_at)


def prepare_replay(stage: Stage, drama: Drama, password: str, progress: Progress | None = None) -> Pacemaker:
    """Begin a replay, or take up the one that the database remembers, wherever it was broken off.

    All that is written before the first step may be written again. A plan that was changed since is a new version.
    """
    wanted = drama.first_state
    state = stage.memory.begin(wanted)
    if (state.scenario, state.seed, state.starts_at) != (wanted.scenario, wanted.seed, wanted.starts_at):
        raise RuleBroken(
            "Dữ liệu ở đây là của một bản diễn lại khác ({scenario}, số gieo {seed}): chọn thư mục dữ liệu khác.",
            scenario=state.scenario,
            seed=state.seed,
        )
    cast = drama.cast
    stage.clock.hold(state)
    with suppress(PhaseTaken):  # another process was first, and did the same
        if state.phase == PREPARING:
            _furnish(stage, drama, cast, password)
        stage.desk.loading.load(drama.plan, cast.district.username, progress)
        if state.phase == PREPARING:
            stage.memory.advance(state, state.moved(state.now, 0))
    world = world_of(stage.desk, drama.scenario, drama.plan, cast, state.starts_at)
    return Pacemaker(stage.memory, stage.clock, world, stage.sweeps)


def _furnish(stage: Stage, drama: Drama, cast: Cast, password: str) -> None:
    """Places, people, stations and customers."""
    scenario = drama.scenario
    made_up = customers(scenario.seed, drama.plan.communes, scenario.customers_per_commune)
    stage.desk.enlisting.enlist(made_up, "diễn lại")
    stage.desk.loading.register(drama.places)
    stage.desk.signing_in.enrol_many(cast.all, password)
    equipment = [drama.scenario.equipment(commune) for commune in drama.plan.communes]
    windows, relays = drama.plan.stations.windows, drama.plan.stations.relays
    stage.desk.equipping.equip(
        [Station(e.commune, windows, relays, e.clusters) for e in equipment],
        [machine for e in equipment for machine in e.machines],
    )


@dataclass(frozen=True, slots=True)
class Replaying:
    """The controls of a replay, for the screen."""

    memory: ReplayMemory

    def state(self) -> ReplayState:
        state = self.memory.get()
        if state is None:
            raise LookupError("no replay has been prepared in this database")
        return state

    def pause(self, paused: bool) -> None:
        self.memory.pause(paused)

    def set_speed(self, speed: int) -> None:
        """Simulated seconds for each real one."""
        if not 1 <= speed <= FASTEST:
            raise RuleBroken("Tốc độ phải từ 1 đến {fastest}.", fastest=FASTEST)
        self.memory.set_speed(speed)
