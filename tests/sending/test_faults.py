"""What goes wrong between us and a provider, and between us and our own database: each customer is still told once."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, text

from outreach.domain.deliveries import AttemptState, DeliveryState
from outreach.domain.errors import RuleBroken, StoreAway
from outreach.lines import sandboxes
from outreach.storage.opening import Store
from tests.sending.office import (
    MORNING,
    PACE,
    DayClock,
    HandClock,
    approve,
    content,
    counts,
    go_on,
    lines,
    number_of,
    opened,
    people,
    start_worker,
    taken,
    told_once,
    worker,
)
from tests.standins.standin import standing_in

ACCEPTED, WAITING, IN_DOUBT = DeliveryState.ACCEPTED, DeliveryState.WAITING, DeliveryState.IN_DOUBT


@pytest.fixture
def store(database_url: str, data_folder: Path) -> Iterator[Store]:
    with closing(opened(database_url, data_folder)) as found:
        yield found


@pytest.fixture
def sqlite_store(data_folder: Path) -> Iterator[Store]:
    with closing(opened(f"sqlite:///{data_folder / 'o.db'}", data_folder)) as found:
        yield found


@pytest.mark.parametrize("provider", ["twilio", "esms"])
def test_two_workers_at_once_tell_each_customer_once(provider: str, database_url: str, data_folder: Path) -> None:
    with standing_in(provider) as standin, closing(opened(database_url, data_folder)) as store:
        notice = approve(store, content(), people(2_000))
        began = time.time()
        children = [start_worker(database_url, data_folder, provider, standin.base, began) for _ in range(2)]
        for child in children:
            child.finish()
        told_once(standin, 2_000)
        assert taken(store, notice) == 2_000


def test_a_provider_dead_for_an_hour_gets_few_calls_and_everybody_is_told_after_it(store: Store) -> None:
    with standing_in("twilio") as standin:
        clock = HandClock()
        notice = approve(store, content(), people(500))
        working = worker(store, clock, lines("twilio", standin.base))
        standin.die()
        for _ in range(60):
            go_on(working)
            clock.forward(minutes=1)
        assert counts(store, notice) == {WAITING: 500}
        with store.transactions.reading() as uow:
            gate = uow.gates.all()[0]
            tried = uow.deliveries.attempts(list(range(1, 501)))
        assert gate.probing
        assert len(tried) < 120  # a first lot, then five at a time, ever more rarely
        standin.revive()
        for _ in range(30):
            go_on(working)
            clock.forward(minutes=1)
        assert taken(store, notice) == 500
        told_once(standin, 500)


def test_a_clock_set_forward_does_not_make_living_workers_look_dead(sqlite_store: Store) -> None:
    with standing_in("twilio") as standin:
        clock = HandClock()
        notice = approve(sqlite_store, content(), people(10))
        given = lines("twilio", standin.base)
        living, other = worker(sqlite_store, clock, given), worker(sqlite_store, clock, given)
        assert other.settling.settle() == 0
        lot = living.sending.claiming.claim(*given.channels[0])
        assert lot is not None
        clock.set(MORNING + timedelta(hours=2))
        assert other.settling.settle() == 0
        assert not lot.may_start(clock, clock.steady, PACE.last_start_s)()
        answers = [*lot.channel.send([one.message for one in lot.claimed], lambda: True)]
        living.sending.recording.record(lot.channel, lot.claimed, answers)
        clock.forward(seconds=PACE.lease_s + 1)
        assert other.settling.settle() == 0
        assert counts(sqlite_store, notice) == {ACCEPTED: 10}
        told_once(standin, 10)


def test_a_clock_set_back_sends_nothing_twice_and_nothing_early(sqlite_store: Store) -> None:
    with standing_in("twilio") as standin:
        clock = HandClock()
        notice = approve(sqlite_store, content(), people(50))
        working = worker(sqlite_store, clock, lines("twilio", standin.base))
        go_on(working)
        clock.set(MORNING - timedelta(hours=6))  # four in the morning
        approve(sqlite_store, content(title="second"), people(5), "c.second")
        go_on(working)
        assert counts(sqlite_store, notice) == {ACCEPTED: 50}
        told_once(standin, 50)


def test_a_database_that_is_locked_for_a_while_loses_no_outcome(data_folder: Path) -> None:
    url = f"sqlite:///{data_folder / 'o.db'}"
    with standing_in("twilio") as standin, closing(opened(url, data_folder)) as store:
        event.listen(store.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 50"))
        store.engine.dispose()
        notice = approve(store, content(), people(400))
        standin.behave(delay_ms=5)
        locking = threading.Thread(target=_lock_now_and_then, args=(url, 12))
        locking.start()
        worker(store, DayClock(), lines("twilio", standin.base)).work(lambda: False, until_idle=True)
        locking.join()
        assert taken(store, notice) == 400
        told_once(standin, 400)


def _lock_now_and_then(url: str, times: int) -> None:
    engine = create_engine(url, connect_args={"timeout": 30})
    for _ in range(times):
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            time.sleep(0.2)  # this is the fault itself: longer than anybody waits for the lock
            connection.rollback()
        time.sleep(0.02)
    engine.dispose()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_database_server_that_breaks_every_connection_loses_no_outcome(database_url: str, data_folder: Path) -> None:
    with standing_in("esms") as standin, closing(opened(database_url, data_folder)) as store:
        notice = approve(store, content(), people(600))
        standin.behave(delay_ms=5)
        stop = threading.Event()
        breaking = threading.Thread(target=_break_connections, args=(database_url, stop))
        breaking.start()
        worker(store, DayClock(), lines("esms", standin.base)).work(lambda: False, until_idle=True)
        stop.set()
        breaking.join()
        worker(store, DayClock(), lines("esms", standin.base)).work(lambda: False, until_idle=True)
        assert taken(store, notice) == 600
        told_once(standin, 600)


def _break_connections(url: str, stop: threading.Event) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    kill = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for _ in range(15):
        with engine.connect() as connection:
            connection.execute(kill)
        if stop.wait(0.08):
            break
    engine.dispose()


def test_on_a_full_disk_nothing_is_sent_that_could_not_be_written_down(data_folder: Path) -> None:
    url = f"sqlite:///{data_folder / 'o.db'}"
    with standing_in("twilio") as standin, closing(opened(url, data_folder)) as store:
        notice = approve(store, content(), people(3_000))
        with store.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        room = [pages + 12]
        event.listen(
            store.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA max_page_count = {room[0]}")
        )
        store.engine.dispose()
        working = worker(store, DayClock(), lines("twilio", standin.base))
        with pytest.raises(StoreAway, match="full"):
            working.sending.send_due()
        sent = {number for number, *_ in standin.accepted()}
        with store.transactions.reading() as uow:
            tried = {one.delivery for one in uow.deliveries.attempts(list(range(1, 3_001)))}
        assert sent <= {number_of(delivery - 1) for delivery in tried}
        room[0] = pages * 100
        store.engine.dispose()
        working.work(lambda: False, until_idle=True)
        assert taken(store, notice) == 3_000
        told_once(standin, 3_000)


def test_a_worker_whose_setting_was_forgotten_sends_nothing_into_a_sandbox(store: Store) -> None:
    with standing_in("twilio") as standin:
        clock = HandClock()
        approve(store, content(), people(2), "c.mot")
        go_on(worker(store, clock, lines("twilio", standin.base)))
        waiting = approve(store, content(), people(2), "c.hai")
        forgetful = worker(store, clock, sandboxes(clock.now))
        with pytest.raises(RuleBroken, match="twilio"):
            forgetful.work(lambda: False, until_idle=True)
        assert counts(store, waiting) == {WAITING: 2}


def test_an_attempt_is_written_before_the_provider_is_called(store: Store) -> None:
    clock = HandClock()
    approve(store, content(), people(3))
    given = lines("sandbox", "")
    lot = worker(store, clock, given).sending.claiming.claim(*given.channels[0])
    assert lot is not None
    with store.transactions.reading() as uow:
        rows = uow.deliveries.attempts([one.delivery for one in lot.claimed])
    assert {row.state for row in rows} == {AttemptState.STARTED}
