"""Joins a replay: the same rooms as `wiring`, on a simulated clock, with a simulated world instead of the real one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import monotonic

from outreach.config import Settings
from outreach.domain.errors import RuleBroken
from outreach.domain.ports import Progress
from outreach.jobs.scheduler import start_scheduler
from outreach.jobs.sweeps import Sweep, all_sweeps
from outreach.replay.clock import ReplayClock, StepClock
from outreach.replay.pacemaker import Pacemaker
from outreach.replay.people import Cast
from outreach.replay.replaying import Drama, Replaying, Stage, prepare_replay
from outreach.replay.scenario_file import read_scenario
from outreach.storage.attachments import FileAttachments
from outreach.storage.passwords import Argon2Passwords
from outreach.storage.replays import SqlReplayMemory, SqlStepTransactions
from outreach.wiring import House, WallClock, build_desk, keep_sounds, kept_secret, open_house, read_plan_file
from outreach.wiring import register_places as register

TICK_S = 0.25
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
    store = replace(house.store, transactions=SqlStepTransactions(house.store.engine, clock.held))
    desk = build_desk(store, clock, Argon2Passwords(), FileAttachments(settings.data / "attachments"))
    stage = Stage(memory, clock, desk, all_sweeps(desk))
    return Playhouse(house, prepare_replay(stage, drama, password, progress), Replaying(memory), drama.cast, password)


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

    scheduler = start_scheduler([Sweep("replay", TICK_S, tick)], store.ownership, store.sweep_runs, WallClock())
    return partial(scheduler.shutdown, wait=True)
