"""APScheduler, with a fixed job for each sweep. It keeps no plan: its memory may be lost at any instant."""

from collections.abc import Sequence
from datetime import UTC, datetime
from threading import Lock

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from outreach.domain.ledger import SweepRun
from outreach.domain.ports import Clock, Ownership, SweepRuns
from outreach.jobs.sweeps import Sweep

log = structlog.get_logger(__name__)


def start_scheduler(
    sweeps: Sequence[Sweep], ownership: Ownership, runs: SweepRuns, clock: Clock
) -> BackgroundScheduler:
    """Start the sweeps, those of a line one after another in one thread, the first time at once.

    A late run is never skipped (``misfire_grace_time=None``: APScheduler's default of 1 s silently drops it) and many
    late runs are one (``coalesce``). ``clock`` is the real one, also in a replay.
    """
    scheduler = BackgroundScheduler(
        executors={line: ThreadPoolExecutor(1) for line in {"default", *(sweep.line for sweep in sweeps)}},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        timezone=UTC,
    )
    guard = Guard(ownership)
    for sweep in sweeps:
        job = Job(sweep, guard, runs, clock)
        when = {"seconds": sweep.every_s, "next_run_time": clock.now()}
        scheduler.add_job(job.run, "interval", id=sweep.name, executor=sweep.line, **when)
    scheduler.start()
    return scheduler


class Guard:
    """Whether this process may run sweeps; says so in the log when that changes. Asked by one line at a time."""

    def __init__(self, ownership: Ownership) -> None:
        self._ownership = ownership
        self._held: bool | None = None
        self._turn = Lock()

    def held(self) -> bool:
        with self._turn:
            held = self._ownership.held()
            if held != self._held:
                log.info("scheduler", owner=held, meaning="running the sweeps" if held else "another process runs them")
                self._held = held
            return held


class Job:
    """One sweep on the scheduler: runs it if this process may, records a failure where somebody sees it."""

    def __init__(self, sweep: Sweep, guard: Guard, runs: SweepRuns, clock: Clock) -> None:
        self._sweep, self._guard, self._runs, self._clock = sweep, guard, runs, clock

    def run(self) -> None:
        began = self._clock.now()
        try:
            if self._guard.held():
                done = self._sweep()
                self._record(began, str(done), failed=False)
        except Exception as failure:  # whatever it is, the next run must come and somebody must know
            log.exception("sweep failed", sweep=self._sweep.name)
            self._record(began, repr(failure)[:500], failed=True)

    def _record(self, began: datetime, result: str, failed: bool) -> None:
        try:
            self._runs.record(SweepRun(self._sweep.name, began, self._clock.now(), result, failed))
        except Exception as failure:  # noqa: BLE001 - the database itself is away: the log is all there is
            log.error("sweep not recorded", sweep=self._sweep.name, error=repr(failure))
