"""The sweeps on APScheduler: real threads, real child processes, real SIGKILL."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from outreach.domain.customers import AudienceFilter
from outreach.domain.deliveries import DeliveryState
from outreach.domain.ledger import SweepRun
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.notices import NoticeContent, Recipient
from outreach.jobs.scheduler import Guard, Job, start_scheduler
from outreach.jobs.sweeps import Sweep, all_sweeps, sound_sweeps
from outreach.storage.opening import Store, open_store
from outreach.wiring import WallClock
from tests.setting import Setting

WAIT_S = 30  # how long a test waits for an event that always comes; reached only when something is broken


def the_only_run(store: Store) -> SweepRun:
    (run,) = store.sweep_runs.all()
    return run


def test_a_sweep_runs_at_once_and_its_end_is_a_row(sqlite_setting: Setting) -> None:
    store, ran = sqlite_setting.store, threading.Event()

    def count() -> int:
        ran.set()
        return 7

    scheduler = start_scheduler([Sweep("plan", 3600, count)], store.ownership, store.sweep_runs, WallClock())
    assert ran.wait(WAIT_S)
    scheduler.shutdown(wait=True)
    run = the_only_run(store)
    assert (run.name, run.result, run.failed) == ("plan", "7", False)


def test_a_failure_is_a_row_that_somebody_sees_and_the_next_run_comes(sqlite_setting: Setting) -> None:
    store = sqlite_setting.store

    def fail() -> int:
        raise ZeroDivisionError("lỗi thử")

    job = Job(Sweep("plan", 60, fail), Guard(store.ownership), store.sweep_runs, WallClock())
    job.run()
    assert (the_only_run(store).failed, "lỗi thử" in the_only_run(store).result) == (True, True)
    Job(Sweep("plan", 60, lambda: 0), Guard(store.ownership), store.sweep_runs, WallClock()).run()
    assert not the_only_run(store).failed


def test_a_long_recording_keeps_no_other_sweep_waiting(sqlite_setting: Setting) -> None:
    store, mastering, closed = sqlite_setting.store, threading.Event(), threading.Event()

    def master() -> int:
        mastering.set()
        assert closed.wait(WAIT_S)
        return 1

    def close() -> int:
        assert mastering.wait(WAIT_S)
        closed.set()
        return 1

    sweeps = [Sweep("sound", 3600, master, "sound"), Sweep("close", 3600, close)]
    scheduler = start_scheduler(sweeps, store.ownership, store.sweep_runs, WallClock())
    assert closed.wait(WAIT_S)
    scheduler.shutdown(wait=True)
    assert [(run.name, run.failed) for run in store.sweep_runs.all()] == [("close", False), ("sound", False)]


def test_the_sweeps_of_sound_wait_for_each_other_and_for_nobody_else(sqlite_setting: Setting) -> None:
    assert {sweep.line for sweep in sound_sweeps(sqlite_setting.desk)} == {"sound"}
    assert {sweep.line for sweep in all_sweeps(sqlite_setting.desk)} == {"default"}


def test_no_job_is_ever_skipped_for_being_late(sqlite_setting: Setting) -> None:
    store = sqlite_setting.store
    scheduler = start_scheduler(all_sweeps(sqlite_setting.desk), store.ownership, store.sweep_runs, WallClock())
    jobs = scheduler.get_jobs()
    scheduler.shutdown(wait=True)
    assert {job.id for job in jobs} == {"close", "plan", "publish", "remind", "watch", "notices"}
    assert {(job.misfire_grace_time, job.coalesce, job.max_instances) for job in jobs} == {(None, True, 1)}


OWNER = """
import sys
from pathlib import Path
from outreach.storage.opening import open_store
store = open_store(sys.argv[1], Path(sys.argv[2]))
print(store.ownership.held(), flush=True)
sys.stdin.read()
"""


def start_owner(url: str, folder: Path) -> tuple[subprocess.Popen[str], str]:
    child = subprocess.Popen(
        [sys.executable, "-c", OWNER, url, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    return child, child.stdout.readline().strip()


def test_a_second_process_stays_idle_and_follows_one_that_was_killed(database_url: str, data_folder: Path) -> None:
    first, first_holds = start_owner(database_url, data_folder)
    second, second_holds = start_owner(database_url, data_folder)
    try:
        assert (first_holds, second_holds) == ("True", "False")
        store = open_store(database_url, data_folder)
        assert not store.ownership.held()
        os.kill(first.pid, signal.SIGKILL)
        first.wait(WAIT_S)
        assert _taken(store)
        store.close()
    finally:
        for child in (first, second):
            child.kill()
            child.communicate()


def _taken(store: Store) -> bool:
    """PostgreSQL notices a broken connection a moment later than the operating system a dead process."""
    until = datetime.now(UTC).timestamp() + WAIT_S
    while not store.ownership.held():
        if datetime.now(UTC).timestamp() > until:
            return False
        threading.Event().wait(0.05)
    return True


def test_two_schedulers_on_one_database_do_each_thing_once(setting: Setting, data_folder: Path) -> None:
    """Even with the lock away: what the sweeps write is unique by key, so running them side by side adds nothing."""
    setting.clock.at = setting.broadcast().span.end
    url = setting.store.engine.url.render_as_string(hide_password=False)
    sweeps = all_sweeps(setting.desk)
    threads = [threading.Thread(target=lambda: [sweep() for sweep in sweeps]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_S)
    other = open_store(url, data_folder)
    with other.transactions.reading() as uow:
        reminders = uow.matters.reminders("06190", setting.clock.at.replace(year=2020))
        versions = [cell.version for cell in setting.history()]
    other.close()
    assert len({(r.broadcast, r.kind) for r in reminders}) == len(reminders)
    assert versions == list(range(1, len(versions) + 1))


def test_the_sweep_of_notices_sends_what_is_approved_and_says_how_many(sqlite_setting: Setting) -> None:
    """The clock of this setting stands at eight in the morning, when messages may leave."""
    content = NoticeContent(
        title="Thử",
        text="Dien luc: thu",
        message_class=MessageClass.CARE,
        route=(Medium.SMS,),
        audience=AudienceFilter(),
        starts_at=sqlite_setting.clock.at,
        expires_at=sqlite_setting.clock.at + timedelta(days=1),
    )
    with sqlite_setting.store.transactions.writing() as uow:
        notice = uow.notices.add("c.n", "doi-ngay-ghi", "r1", content, "soan", sqlite_setting.clock.at)
        assert notice is not None
        people = (
            Recipient(f"PA11CL{place:07d}", f"8490{place:07d}", "06190", "Dien luc: thu", 1) for place in range(30)
        )
        uow.deliveries.write(notice, people, sqlite_setting.clock.at)
        uow.notices.approve(notice, "duyet", sqlite_setting.clock.at)
        uow.commit()
    sweep = next(one for one in all_sweeps(sqlite_setting.desk) if one.name == "notices")
    assert sweep() == 30
    assert sqlite_setting.desk.standing.of("c.n").counts[DeliveryState.ACCEPTED] == 30
    assert sweep() == 0
