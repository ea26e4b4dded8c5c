"""Joins a replay: the same rooms as `wiring`, on a simulated clock, with a simulated world instead of the real one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import monotonic

from outreach.config import Settings
from outreach.domain.deliveries import Pace
from outreach.domain.errors import RuleBroken
from outreach.domain.gates import Lines
from outreach.domain.ports import Passwords, Progress
from outreach.jobs.scheduler import start_scheduler
from outreach.jobs.sweeps import Sweep, all_sweeps, sound_sweeps
from outreach.lines import sandboxes
from outreach.replay.clock import ReplayClock, StepClock
from outreach.replay.pacemaker import Pacemaker
from outreach.replay.people import Cast
from outreach.replay.replaying import Drama, Replaying, Stage, prepare_replay
from outreach.replay.scenario_file import read_scenario
from outreach.services.desk import Desk
from outreach.services.working import Working
from outreach.storage.attachments import FileAttachments
from outreach.storage.opening import Store
from outreach.storage.passwords import Argon2Passwords
from outreach.storage.replays import SqlReplayMemory, SqlStepTransactions
from outreach.wiring import (
    House,
    WallClock,
    bring_sounds,
    build_desk,
    build_worker,
    keep_sounds,
    kept_secret,
    open_house,
    read_plan_file,
)
from outreach.wiring import register_places as register

TICK_S = 0.25
POLLED = 1_000_000
"""Deliveries asked about in one step: all, so that it does not matter how often a step was begun."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Playhouse:
    """A house whose clock is the replay's, with what moves it on and the people who may sign in."""

    house: House
    pacemaker: Pacemaker
    controls: Replaying
    cast: Cast
    password: str


def replay_settings(settings: Settings) -> Settings:
    """A replay has a data folder of its own, and its demo people are let in from this machine only."""
    if settings.host not in LOOPBACK:
        raise RuleBroken(
            "Bản diễn lại có tài khoản mẫu nên chỉ chạy trên máy này (127.0.0.1), không trên {host}.",
            host=settings.host,
        )
    folder = settings.data / "replay"
    ours = settings.database == f"sqlite:///{settings.data / 'outreach.db'}"
    return replace(settings, data=folder, database=f"sqlite:///{folder / 'outreach.db'}" if ours else settings.database)


def open_playhouse(settings: Settings, plan_file: Path, scenario_file: Path, progress: Progress | None) -> Playhouse:
    """Begin a replay of a plan in its own data folder, or take up the one that stands there."""
    house = open_house(settings, lambda store: ReplayClock(SqlReplayMemory(store.engine)))
    _refuse_real(house)
    register(house)
    plan = read_plan_file(house, plan_file)
    keep_sounds(house, plan)
    drama = Drama(plan, house.desk.loading.places(), read_scenario(scenario_file, plan))
    password = kept_secret(settings.data / "demo-password", 6)
    memory, clock = SqlReplayMemory(house.store.engine), StepClock()
    desk = replay_desk(house.store, clock, Argon2Passwords(), settings.data, drama.scenario.seed)
    stage = Stage(memory, clock, desk, all_sweeps(desk))
    pacemaker = prepare_replay(stage, drama, password, progress)
    bring_sounds(house, plan)  # only now does the clock of the replay show a time
    return Playhouse(house, pacemaker, Replaying(memory), drama.cast, password)


def replay_desk(store: Store, clock: StepClock, passwords: Passwords, folder: Path, seed: int) -> Desk:
    """The desk of a pacemaker: it writes only as long as it leads, sends into sandboxes, and draws no lots."""
    stepping = replace(store, transactions=SqlStepTransactions(store.engine, clock.held))
    desk = build_desk(stepping, clock, passwords, FileAttachments(folder / "attachments"))
    return replace(
        desk,
        notifying=replace(desk.notifying, ref_of=partial(replay_ref, seed)),
        working=_replay_worker(stepping, clock),
    )


def replay_ref(seed: int, slug: str) -> str:
    return sha256(f"{seed} {slug}".encode()).hexdigest()[:12]


def _replay_worker(store: Store, clock: StepClock) -> Working:
    """Never waits: what is not due is done in a later step. All its clocks are the replay's, and nobody is asked for
    quotas, which sandboxes do not have: each answer would be a row written."""

    def steady() -> float:
        return clock.now().timestamp()

    lines = sandboxes(clock.now)
    working = build_worker(store, clock, lines, Pace(), lambda _seconds: None, steady, "replay")
    return replace(
        working,
        receiving=replace(working.receiving, lot=POLLED),
        quotas=replace(working.quotas, lines=Lines(())),
    )


def _refuse_real(house: House) -> None:
    """What people work with is never made a replay: before it begins there is nobody and no campaign."""
    if house.store.replaying():
        return
    with house.store.transactions.reading() as uow:
        in_use = bool(uow.people.all() or uow.campaigns.all())
    if in_use:
        raise RuleBroken(
            "Cơ sở dữ liệu này đang có tài khoản hoặc chiến dịch thật nên không diễn lại ở đây; "
            "chọn OUTREACH_DATA hoặc OUTREACH_DATABASE khác."
        )


def open_replayed(settings: Settings) -> House:
    """The house of a replay that stands already, for looking at; its clock is the replay's."""
    house = open_house(replay_settings(settings), lambda store: ReplayClock(SqlReplayMemory(store.engine)))
    if not house.store.replaying():
        raise RuleBroken("Chưa có bản diễn lại nào ở {folder}.", folder=house.settings.data)
    return house


def start_pacemaker(playhouse: Playhouse) -> Callable[[], None]:
    """Let APScheduler move the replay on; returns what stops it."""
    store, last = playhouse.house.store, [monotonic()]

    def tick() -> int:
        before, last[0] = last[0], monotonic()
        return playhouse.pacemaker.tick(last[0] - before)

    sweeps = (Sweep("replay", TICK_S, tick), *sound_sweeps(playhouse.house.desk))
    scheduler = start_scheduler(sweeps, store.ownership, store.sweep_runs, WallClock())
    return partial(scheduler.shutdown, wait=True)
