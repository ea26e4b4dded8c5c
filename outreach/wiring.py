"""The one place where all rooms meet: builds the desk; the only reader of the wall clock."""

import os
import secrets
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from flask import Flask

from outreach.config import Settings, content_root
from outreach.documents.exports import write_table
from outreach.documents.message_templates import JinjaTemplates
from outreach.documents.places import read_places
from outreach.documents.plans import read_plan
from outreach.documents.problem_books import write_problem_book
from outreach.documents.sheets import open_sheet
from outreach.documents.table_books import write_book
from outreach.domain.campaigns import Plan
from outreach.domain.deliveries import Pace
from outreach.domain.errors import RuleBroken
from outreach.domain.gates import Lines
from outreach.domain.ports import Attachments, Clock, Passwords, Progress
from outreach.domain.tariffs import USUAL, Tariff, by_contract
from outreach.jobs.scheduler import start_scheduler
from outreach.jobs.sweeps import Sweep, all_sweeps, sound_sweeps
from outreach.lines import gauge_of, keepers_of, lines_of, sandboxes
from outreach.services.appraising import Appraising
from outreach.services.arranging import Arranging
from outreach.services.claiming import Claiming, Steady
from outreach.services.closing import Closing
from outreach.services.composing import Composing
from outreach.services.confirming import Confirming
from outreach.services.desk import Desk
from outreach.services.drafting import Drafting
from outreach.services.enlisting import Enlisting
from outreach.services.equipping import Equipping
from outreach.services.excusing import Excusing
from outreach.services.expiring import Expiring
from outreach.services.exporting import Exporting
from outreach.services.finding import CustomerFinding
from outreach.services.following import Following
from outreach.services.gathering import NodeGathering
from outreach.services.handing_out import HandingOut
from outreach.services.importing import Importing
from outreach.services.loading import Loaded, PlanLoading
from outreach.services.notifying import Notifying
from outreach.services.planning import WeekPlanning
from outreach.services.publishing import Publishing
from outreach.services.quotas import QuotaReading
from outreach.services.receiving import Receiving
from outreach.services.recording import Recording
from outreach.services.refusing import RefusalLists
from outreach.services.reminding import Reminding
from outreach.services.renewing_tokens import RenewingTokens
from outreach.services.reporting import Reporting
from outreach.services.rerouting import Rerouting
from outreach.services.sending import Sending
from outreach.services.settling import ClockWatch, UnknownSettling
from outreach.services.signing_in import SigningIn
from outreach.services.standing import Standing
from outreach.services.taking_in import Origin
from outreach.services.tending import Tending
from outreach.services.viewing import Viewing
from outreach.services.visiting import Visiting
from outreach.services.watching import Watching
from outreach.services.working import Working
from outreach.soundroom import Soundroom, audio_desk, inbox_of, soundroom_of
from outreach.storage.attachments import FileAttachments
from outreach.storage.opening import Store, open_store
from outreach.storage.passwords import Argon2Passwords
from outreach.studio.room import measure_apart
from outreach.web.app import make_app
from outreach.web.replay_desk import ReplayDesk


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


OF_A_PLAN = "ke-hoach"
"""Who brought a plan's sounds, in the library's books: nobody signs in to load a plan."""


@dataclass(frozen=True, slots=True)
class House:
    """A desk with what lies beneath it."""

    settings: Settings
    store: Store
    desk: Desk


def open_house(settings: Settings, clock_of: Callable[[Store], Clock] | None = None) -> House:
    """Open the data folder and the database, bring its tables up to date, and build the desk."""
    settings.data.mkdir(parents=True, exist_ok=True)
    store = open_store(settings.database, settings.data)
    clock = clock_of(store) if clock_of else WallClock()
    attachments = FileAttachments(settings.data / "attachments")
    lines, pace = lines_of(settings, clock.now, store.tokens), pace_of(settings.providers.call_timeout_s)
    tariff = by_contract(settings.providers.prices)
    room = soundroom_of(settings)
    return House(settings, store, build_desk(store, clock, Argon2Passwords(), attachments, lines, pace, tariff, room))


def pace_of(call_s: float) -> Pace:
    """Leases long enough for calls that last as long as they may; what is unknown is asked about two minutes later, by
    when a provider's own list has it."""
    return Pace(call_s=call_s, lease_s=6 * call_s, settle_s=6 * call_s, doubt_s=45 * call_s)


def open_in_earnest(settings: Settings) -> House:
    """A house on the real clock, with our register of places; never on the database of a replay."""
    house = open_house(settings)
    if house.store.replaying():
        raise RuleBroken("Cơ sở dữ liệu này thuộc một bản diễn lại; chọn OUTREACH_DATA hoặc OUTREACH_DATABASE khác.")
    register_places(house)
    return house


def build_worker(
    store: Store,
    clock: Clock,
    lines: Lines,
    pace: Pace,
    wait: Callable[[float], None],
    steady: Steady = time.monotonic,
    name: str = "",
) -> Working:
    """A worker with a name of its own, unless it is given one: two in one process are two."""
    transactions = store.transactions
    name = name or f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(2)}"
    recording = Recording(transactions, clock, pace, time.sleep)
    watch = ClockWatch(clock, steady, pace)
    claiming = Claiming(transactions, clock, pace, name)
    return Working(
        transactions=transactions,
        clock=clock,
        receiving=Receiving(transactions, clock, lines),
        settling=UnknownSettling(transactions, clock, steady, pace, lines, recording, watch, name),
        expiring=Expiring(transactions, clock),
        rerouting=Rerouting(transactions, clock, lines),
        quotas=QuotaReading(transactions, clock, lines),
        sending=Sending(lines, claiming, recording, clock, steady, pace),
        wait=wait,
    )


def build_desk(
    store: Store,
    clock: Clock,
    passwords: Passwords,
    attachments: Attachments,
    lines: Lines | None = None,
    pace: Pace | None = None,
    tariff: Tariff = USUAL,
    soundroom: Soundroom | None = None,
) -> Desk:
    """A desk over a store; with no lines named, messages go nowhere but into sandboxes."""
    transactions, lines, pace = store.transactions, lines or sandboxes(clock.now), pace or Pace()
    appraising = Appraising(transactions, clock, lines, JinjaTemplates(), gauge_of, tariff)
    composing = Composing(appraising.templates, gauge_of, tariff)
    following = Following(transactions, clock, lines)
    return Desk(
        clock=clock,
        loading=PlanLoading(transactions, clock),
        planning=WeekPlanning(transactions, clock),
        arranging=Arranging(transactions, clock),
        confirming=Confirming(transactions, clock),
        gathering=NodeGathering(transactions, clock),
        publishing=Publishing(transactions, clock),
        reminding=Reminding(transactions, clock),
        watching=Watching(transactions, clock),
        closing=Closing(transactions, clock),
        excusing=Excusing(transactions, clock),
        equipping=Equipping(transactions, clock),
        signing_in=SigningIn(transactions, passwords),
        reporting=Reporting(transactions, clock),
        viewing=Viewing(transactions, clock),
        exporting=Exporting(transactions),
        importing=Importing(transactions, clock, store.spools, open_sheet, write_problem_book),
        enlisting=Enlisting(transactions, clock),
        finding=CustomerFinding(transactions, clock),
        refusals=RefusalLists(transactions, clock, open_sheet),
        notifying=Notifying(transactions, clock, appraising),
        drafting=Drafting(transactions, clock, appraising, composing),
        following=following,
        handing_out=HandingOut(following, {"csv": write_table, "xlsx": write_book}),
        tending=Tending(transactions, clock),
        visiting=Visiting(transactions, clock, appraising.templates),
        standing=Standing(transactions, clock),
        working=build_worker(store, clock, lines, pace, time.sleep),
        audio=audio_desk(store, clock, WallClock(), attachments, soundroom or Soundroom()),
        attachments=attachments,
        sweep_runs=store.sweep_runs,
    )


def read_plan_file(house: House, path: Path, audio: Path | None = None) -> Plan:
    """A plan file checked against the register of places; sounds are looked for in ``audio`` or what we ship."""
    return read_plan(path, house.desk.loading.places(), measure_apart, audio or content_root() / "audio")


def load_plan_file(
    house: House, path: Path, by: str, audio: Path | None = None, progress: Progress | None = None
) -> Loaded:
    """Read a plan, keep its sounds in the data folder by their hash, and bring it into force."""
    plan = read_plan_file(house, path, audio)
    keep_sounds(house, plan, audio)
    loaded = house.desk.loading.load(plan, by, progress)
    bring_sounds(house, plan)
    return loaded


def keep_sounds(house: House, plan: Plan, audio: Path | None = None) -> None:
    """Copy a plan's recordings into the data folder, named by their hash: what is played is what was read."""
    for recording in plan.recordings:
        content = ((audio or content_root() / "audio") / recording.file).read_bytes()
        if house.desk.attachments.keep(content) != recording.sha256:
            raise RuleBroken("Tệp «{file}» đã đổi trong lúc đọc; hãy nạp lại.", file=recording.file)


def bring_sounds(house: House, plan: Plan) -> None:
    """Have the sounds of a plan in the library too: examined like any other, and mastered if somebody wants to."""
    for recording in plan.recordings:
        if path := house.desk.attachments.path(recording.sha256):
            house.desk.audio.taking_in.bring_file(Origin(OF_A_PLAN, recording.file), path)


def register_places(house: House, path: Path | None = None) -> int:
    """Put a table of places (ours, unless another is named) into the register; returns how many."""
    places = read_places(path or content_root() / "schedules" / "places.csv")
    house.desk.loading.register(places)
    return len(places)


def start_sweeps(house: House) -> Callable[[], None]:
    """Start the sweeps on the real clock; returns what stops them."""
    sweeps = (*all_sweeps(house.desk), *sound_sweeps(house.desk), *_inbox_sweeps(house), *_token_sweeps(house))
    scheduler = start_scheduler(sweeps, house.store.ownership, house.store.sweep_runs, WallClock())
    return partial(scheduler.shutdown, wait=True)


def _inbox_sweeps(house: House) -> tuple[Sweep, ...]:
    folder = house.settings.audio_inbox
    return (Sweep("inbox", 10, inbox_of(house.desk.audio, folder).look, "sound"),) if folder else ()


def _token_sweeps(house: House) -> tuple[Sweep, ...]:
    """Renews in time what would run out while nothing is sent, and shows where a person must act."""
    keepers = token_keepers(house)
    return (Sweep("tokens", 300, lambda: sum(keeper.keep() for keeper in keepers)),) if keepers else ()


def token_keepers(house: House) -> tuple[RenewingTokens, ...]:
    """Who keep tokens that run out, if messages go out; a sandbox must not use up real ones."""
    if not house.settings.providers.live:
        return ()
    return tuple(keepers_of(house.settings, house.desk.clock.now, house.store.tokens).values())


def open_web(house: House, replay: ReplayDesk | None = None) -> Flask:
    return make_app(house.desk, house.settings, session_key(house.settings), replay)


def session_key(settings: Settings) -> str:
    """The key that signs sessions: from the settings, or made once and kept in the data folder, readable by us only."""
    if settings.secret:
        return settings.secret
    return kept_secret(settings.data / "session-key")


def kept_secret(path: Path, size: int = 32) -> str:
    """A secret of ``size`` random bytes, made at the first call and read at the next; two processes agree on one."""
    if not path.exists():
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        handle = os.open(aside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(size))
        with suppress(FileExistsError):
            os.link(aside, path)
        aside.unlink()
    return path.read_text().strip()
