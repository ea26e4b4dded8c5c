"""The shipped drama on a stage of its own, and everything that a replay leaves behind, to be compared."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from outreach.config import content_root
from outreach.documents.places import read_places
from outreach.documents.plans import read_plan
from outreach.jobs.sweeps import all_sweeps
from outreach.replay.clock import StepClock
from outreach.replay.pacemaker import Pacemaker
from outreach.replay.replaying import Drama, Stage, prepare_replay
from outreach.replay.scenario_file import read_scenario
from outreach.staging import replay_desk
from outreach.storage.opening import Store, open_store
from outreach.storage.passwords import Argon2Passwords
from outreach.storage.replays import SqlReplayMemory
from outreach.storage.tables import metadata
from outreach.studio.measuring import measure

PLAN, SCENARIO = "cao-loc-2023.toml", "cao-loc-2023.replay.toml"
COARSE = timedelta(hours=1)
PASSWORD = "loa-phuong-1234"
NOT_COMPARED = frozenset({"people.password_hash", "evidence.id", "excuses.id"})
"""Salted, or counted by the database in its own way; evidence and excuses are compared in their order."""
A_STEP_LATER = frozenset(
    {
        *("deliveries.changed_at", "deliveries.due_at", "attempts.started_at", "attempts.ended_at"),
        *("attempts.polled_at", "attempts.provider_id"),
        *("gates.tokens", "gates.refilled_at", "gates.good", "gates.bad", "gates.window_at", "gates.warm"),
    }
)
"""What a pacemaker killed between claiming a lot and recording it leaves in other hands for one lease: the same
messages with the same end, a step later. (The sandbox puts the time into the names it gives.)"""


@cache
def shipped() -> Drama:
    schedules = content_root() / "schedules"
    places = read_places(schedules / "places.csv")
    plan = read_plan(schedules / PLAN, places, measure, content_root() / "audio")
    return Drama(plan, tuple(places), read_scenario(schedules / SCENARIO, plan))


def drama(seed: int | None = None, step: timedelta = COARSE) -> Drama:
    scenario = shipped().scenario
    return replace(shipped(), scenario=replace(scenario, step=step, seed=scenario.seed if seed is None else seed))


@dataclass(frozen=True, slots=True)
class Theatre:
    store: Store
    stage: Stage
    pacemaker: Pacemaker

    def play(self, days: float | None = None) -> "Theatre":
        """Replay so many days from the start, or all."""
        state = self.stage.memory.get()
        assert state is not None
        self.pacemaker.run_to(state.ends_at if days is None else state.starts_at + timedelta(days=days))
        return self


@contextmanager
def open_theatre(url: str, folder: Path, played: Drama) -> Iterator[Theatre]:
    folder.mkdir(parents=True, exist_ok=True)
    store = open_store(url, folder)
    memory, clock = SqlReplayMemory(store.engine), StepClock()
    desk = replay_desk(store, clock, Argon2Passwords(cheap=True), folder, played.scenario.seed)
    stage = Stage(memory, clock, desk, all_sweeps(desk))
    yield Theatre(store, stage, prepare_replay(stage, played, PASSWORD))
    store.close()


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'outreach.db'}"


Dump = dict[str, list[tuple[Any, ...]]]


def dump(engine: Engine, but: frozenset[str] = frozenset()) -> Dump:
    """All that is remembered, table by table, but for some columns."""
    left_out = NOT_COMPARED | but
    with engine.connect() as connection:
        found: Dump = {}
        for table in metadata.sorted_tables:
            columns = [column for column in table.columns if f"{table.name}.{column.name}" not in left_out]
            query = select(*columns).order_by(*table.primary_key.columns)
            found[table.name] = [tuple(row) for row in connection.execute(query)]
    return found


def play_through(folder: Path, played: Drama, days: float | None = None, but: frozenset[str] = frozenset()) -> Dump:
    """Replay undisturbed in a new folder."""
    folder.mkdir(parents=True)
    with open_theatre(sqlite_url(folder), folder, played) as theatre:
        return dump(theatre.play(days).store.engine, but)
