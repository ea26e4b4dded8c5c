"""A small post office for tests: a database with one approved notice, a stand-in for the provider, workers at work."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from outreach.domain.customers import AudienceFilter
from outreach.domain.deliveries import DeliveryState, Pace
from outreach.domain.gates import Lines, Rate
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.notices import Notice, NoticeContent, Recipient
from outreach.services.working import Working
from outreach.storage.opening import Store, open_store
from outreach.wiring import build_worker
from tests.channels.casting import PATIENT_S, build
from tests.standins.standin import Standin

ROOT = Path(__file__).resolve().parents[2]
MORNING = datetime(2023, 12, 1, 3, tzinfo=UTC)  # 10:00 in Vietnam
PACE = Pace(call_s=1.0, lease_s=3.0, settle_s=0.3, doubt_s=1.0)
RATE = Rate(1_000_000, 1_000_000)
TEXT = "Dien luc Cao Loc: tu 31/12/2023 chi so cong to cua KH {code} duoc ghi vao ngay cuoi thang. LH 19006769"


class DayClock:
    """Runs as the wall clock does, from a morning on: a test at night must not be held back by quiet hours."""

    def __init__(self, began: float | None = None) -> None:
        self.began = time.time() if began is None else began

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=time.time() - self.began)


class HandClock:
    """Stands still until it is moved; beside it a clock that nobody can set."""

    def __init__(self, at: datetime = MORNING) -> None:
        self.at, self._steady = at, 0.0

    def now(self) -> datetime:
        return self.at

    def steady(self) -> float:
        return self._steady

    def forward(self, **how: float) -> None:
        gone = timedelta(**how)
        self.at += gone
        self._steady += gone.total_seconds()

    def set(self, at: datetime) -> None:
        """As somebody who sets the wall clock."""
        self.at = at


def content(route: tuple[Medium, ...] = (Medium.SMS,), **more: object) -> NoticeContent:
    values = {
        "title": "Đổi ngày ghi chỉ số",
        "text": TEXT.replace("{code}", "{{ code }}"),
        "message_class": MessageClass.CARE,
        "route": route,
        "audience": AudienceFilter(),
        "starts_at": MORNING - timedelta(hours=1),
        "expires_at": MORNING + timedelta(days=5),
        "zalo_template": "205644",
        **more,
    }
    return NoticeContent(**values)  # type: ignore[arg-type]  # what the test names replaces what stands above


def number_of(place: int) -> str:
    return f"8490{place:07d}"


def people(count: int) -> Iterator[Recipient]:
    for place in range(count):
        code = f"PA11CL{place:07d}"
        fields = (("customer_code", code), ("customer_name", "Khách hàng"), ("reading_date", "31/12/2023"))
        yield Recipient(code, number_of(place), "06184", TEXT.format(code=code), 1, fields)


def approve(store: Store, told: NoticeContent, listed: Iterator[Recipient], slug: str = "c.n") -> Notice:
    """Write a notice and its deliveries as an approval does."""
    with store.transactions.writing() as uow:
        notice = uow.notices.add(slug, "c", f"r{len(uow.notices.all())}x7f3a", told, "soan", MORNING)
        assert notice is not None
        uow.deliveries.write(notice, listed, MORNING)
        uow.notices.approve(notice, "duyet", MORNING)
        uow.commit()
    return notice


def counts(store: Store, notice: Notice) -> dict[DeliveryState, int]:
    with store.transactions.reading() as uow:
        return uow.deliveries.counts(notice.id)


def lines(provider: str, base: str, connections: int = 50, rate: Rate = RATE, timeout_s: float = PATIENT_S) -> Lines:
    return Lines(((build(provider, base, connections, timeout_s), rate),))


def both(first: Lines, second: Lines) -> Lines:
    return Lines(first.channels + second.channels)


def worker(store: Store, clock: DayClock | HandClock, given: Lines, pace: Pace = PACE) -> Working:
    steady = clock.steady if isinstance(clock, HandClock) else time.monotonic
    return build_worker(store, clock, given, pace, time.sleep, steady)


def go_on(working: Working) -> int:
    """One round of a worker that nobody stops."""
    return working.round(lambda: False)


@dataclass(slots=True)
class Child:
    """A worker in a process of its own."""

    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def finish(self, seconds: float = 300) -> None:
        try:
            assert self.process.wait(timeout=seconds) == 0
        finally:
            self.process.kill()


def start_worker(database: str, folder: Path, provider: str, base: str, began: float) -> Child:
    command = [sys.executable, "-m", "tests.sending.worker_child", database, str(folder), provider, base, str(began)]
    return Child(subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}))


def taken_twice(accepted: list[tuple[str, str, str, str]]) -> list[str]:
    """Numbers that the provider has more than one message for."""
    return [number for number, count in Counter(number for number, *_ in accepted).items() if count > 1]


def opened(database: str, folder: Path) -> Store:
    return open_store(database, folder)


def told_once(standin: Standin, total: int) -> None:
    accepted = standin.accepted()
    assert taken_twice(accepted) == []
    assert {number for number, *_ in accepted} == {number_of(place) for place in range(total)}


def taken(store: Store, notice: Notice) -> int:
    """How many a provider has, heard of since or not; everybody else would show beside them."""
    found = counts(store, notice)
    assert set(found) <= {DeliveryState.ACCEPTED, DeliveryState.DELIVERED}, found
    return sum(found.values())
