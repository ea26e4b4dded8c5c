"""What may leave, when, to whom and by which way; each rule met by a real worker, most of them over the sandbox."""

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from outreach.channels.sandbox import SandboxChannel
from outreach.domain.deliveries import DeliveryState
from outreach.domain.gates import Lines, Rate
from outreach.domain.law import Scope, Source, Suppression
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.notices import NoticeState
from outreach.storage.opening import Store
from tests.sending.office import (
    MORNING,
    RATE,
    HandClock,
    approve,
    both,
    content,
    counts,
    go_on,
    lines,
    number_of,
    opened,
    people,
    taken_twice,
    worker,
)
from tests.standins.standin import standing_in

EVENING = datetime(2023, 12, 1, 13, 59, 58, tzinfo=UTC)  # 20:59:58 in Vietnam
WAITING, ACCEPTED, DELIVERED = DeliveryState.WAITING, DeliveryState.ACCEPTED, DeliveryState.DELIVERED


@pytest.fixture
def store(database_url: str, data_folder: Path) -> Iterator[Store]:
    with closing(opened(database_url, data_folder)) as found:
        yield found


def sandbox(clock: HandClock, medium: Medium = Medium.SMS, rate: Rate = RATE) -> Lines:
    return Lines(((SandboxChannel(f"sandbox-{medium}", medium, clock.now), rate),))


def test_night_holds_what_waits_and_morning_sends_it(store: Store) -> None:
    clock = HandClock(EVENING)
    notice = approve(store, content(), people(200))
    working = worker(store, clock, sandbox(clock, rate=Rate(1, 10)))
    go_on(working)
    held = counts(store, notice)[WAITING]
    assert held < 200
    for hours in (0.01, 4, 5.98):
        clock.forward(hours=hours)
        go_on(working)
        assert counts(store, notice)[WAITING] == held
    clock.forward(minutes=1)
    go_on(working)
    assert counts(store, notice)[WAITING] < held


def test_an_emergency_by_sms_does_not_wait_for_the_morning(store: Store) -> None:
    clock = HandClock(EVENING + timedelta(hours=3))
    at_any_hour = content(message_class=MessageClass.EMERGENCY, opens=time.min, closes=time.max)
    notice = approve(store, at_any_hour, people(50))
    go_on(worker(store, clock, sandbox(clock)))
    assert WAITING not in counts(store, notice)


def test_nothing_leaves_past_its_expiry_and_who_was_not_told_is_listed(store: Store) -> None:
    with standing_in("twilio") as standin:
        clock = HandClock()
        notice = approve(store, content(expires_at=MORNING + timedelta(minutes=30)), people(60))
        working = worker(store, clock, lines("twilio", standin.base, rate=Rate(0.01, 20)))
        go_on(working)
        clock.forward(minutes=30)
        go_on(working)
        found = counts(store, notice)
        assert found[DeliveryState.EXPIRED] == 60 - len(standin.accepted()) > 0
        with store.transactions.reading() as uow:
            state = uow.notices.named([notice.id])[notice.id].state
        assert state is NoticeState.FINISHED


def test_who_refused_after_approval_is_not_told(store: Store) -> None:
    clock = HandClock()
    notice = approve(store, content(), people(30))
    refusing = Suppression(number_of(7), Scope.ALL, Source.COUNTER, MORNING, "giao dịch viên")
    lifted = Suppression(number_of(8), Scope.ALL, Source.COUNTER, MORNING, "giao dịch viên")
    adverts = Suppression(number_of(9), Scope.ADVERTISING, Source.DO_NOT_CALL, MORNING, "danh sách")
    with store.transactions.writing() as uow:
        uow.suppressions.add([refusing, lifted, adverts])
        uow.suppressions.add([Suppression(number_of(8), Scope.ALL, Source.COUNTER, MORNING, "", "", lifted=True)])
        uow.commit()
    go_on(worker(store, clock, sandbox(clock)))
    with store.transactions.reading() as uow:
        set_aside = uow.deliveries.listed(notice.id, [DeliveryState.SUPPRESSED], None, 9)
    assert [one.number for one in set_aside] == [number_of(7)]


def test_a_fourth_advertisement_within_a_day_is_held_not_dropped(store: Store) -> None:
    clock = HandClock()
    working = worker(store, clock, sandbox(clock))
    adverts = [
        approve(store, content(message_class=MessageClass.ADVERTISING), people(5), f"c.q{place}") for place in range(4)
    ]
    go_on(working)
    held = [counts(store, advert).get(WAITING, 0) for advert in adverts]
    assert held[:3] == [0, 0, 0]
    assert held[3] > 0
    clock.forward(days=1, minutes=1)
    go_on(working)
    assert WAITING not in counts(store, adverts[3])


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite's writers wait in line as it is
def test_two_channels_that_claim_at_one_moment_keep_one_cap(store: Store) -> None:
    clock, adverts = HandClock(), partial(content, message_class=MessageClass.ADVERTISING)
    for no in range(2):
        approve(store, adverts(title=f"{no}"), people(5), f"c.q{no}")
        go_on(worker(store, clock, sandbox(clock)))
    last = [approve(store, adverts((medium,)), people(5), f"c.{medium}") for medium in Medium]
    workers = [worker(store, clock, sandbox(clock, medium)) for medium in Medium]
    threads = [threading.Thread(target=go_on, args=(working,)) for working in workers]
    with store.transactions.writing() as uow:
        uow.gates.lock_advertising()
        for thread in threads:
            thread.start()
        while _waiting_for_a_lock(store) < 2:
            assert all(thread.is_alive() for thread in threads)
    for thread in threads:
        thread.join()
    assert sum(counts(store, notice).get(WAITING, 0) for notice in last) == 5


def _waiting_for_a_lock(store: Store) -> int:
    query = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    with store.engine.connect() as connection:
        return int(connection.scalar(query) or 0)


def test_whom_zalo_cannot_reach_gets_one_sms(store: Store) -> None:
    with standing_in("zalo") as zalo, standing_in("esms") as esms:
        clock = HandClock()
        notice = approve(store, content((Medium.ZALO, Medium.SMS)), people(80))
        zalo.fail("refuse", code="-118", ends="5")
        working = worker(store, clock, both(lines("zalo", zalo.base), lines("esms", esms.base)))
        for _ in range(4):
            go_on(working)
            clock.forward(minutes=2)
        by_zalo = {number for number, *_ in zalo.accepted()}
        by_sms = [number for number, *_ in esms.accepted()]
        assert set(by_sms) == {number_of(place) for place in range(80) if str(place).endswith("5")}
        assert len(by_sms) == len(set(by_sms))
        assert not by_zalo & set(by_sms)
        assert sum(counts(store, notice).values()) == 80


def test_a_daily_quota_stops_a_channel_until_the_next_day(store: Store) -> None:
    with standing_in("zalo") as zalo:
        clock = HandClock()
        notice = approve(store, content((Medium.ZALO,)), people(100))
        zalo.behave(quota=40)
        working = worker(store, clock, lines("zalo", zalo.base))
        for _ in range(5):
            go_on(working)
            clock.forward(minutes=10)
        assert len(zalo.accepted()) == 40
        assert counts(store, notice)[WAITING] == 60
        zalo.behave(quota=1_000)
        clock.forward(days=1)
        for _ in range(3):
            go_on(working)
            clock.forward(minutes=10)
        assert len(zalo.accepted()) == 100
        assert taken_twice(zalo.accepted()) == []


def test_a_failing_provider_hands_over_to_the_next_and_gets_probed(store: Store) -> None:
    with standing_in("esms") as esms, standing_in("twilio") as twilio:
        clock = HandClock()
        notice = approve(store, content(), people(400))
        esms.die()
        working = worker(store, clock, both(lines("esms", esms.base), lines("twilio", twilio.base)))
        for _ in range(8):
            go_on(working)
            clock.forward(seconds=20)
        assert WAITING not in counts(store, notice)
        assert {number for number, *_ in twilio.accepted()} == {number_of(place) for place in range(400)}
        esms.revive()
        later = approve(store, content(title="later"), people(400), "c.later")
        for _ in range(20):
            clock.forward(minutes=1)
            go_on(working)
        assert WAITING not in counts(store, later)
        assert esms.accepted()


def test_a_text_that_the_gateway_does_not_know_holds_the_notice_after_a_few_messages(store: Store) -> None:
    with standing_in("esms") as esms:
        clock = HandClock()
        notice = approve(store, content(), people(1_000))
        esms.fail("refuse", code="146")
        working = worker(store, clock, lines("esms", esms.base))
        go_on(working)
        assert counts(store, notice) == {WAITING: 1_000}
        with store.transactions.reading() as uow:
            assert uow.notices.named([notice.id])[notice.id].hold == "not-the-registered-template"
            assert len(uow.deliveries.attempts(list(range(1, 1_001)))) <= 60
        esms.behave_well()
        with store.transactions.writing() as uow:
            uow.notices.hold(notice.id, "")
            uow.commit()
        go_on(working)
        assert len(esms.accepted()) == 1_000


def test_a_refused_key_holds_the_channel_and_the_other_takes_over(store: Store) -> None:
    with standing_in("esms") as esms, standing_in("twilio") as twilio:
        clock = HandClock()
        notice = approve(store, content(), people(50))
        esms.fail("refuse", code="101")
        working = worker(store, clock, both(lines("esms", esms.base), lines("twilio", twilio.base)))
        go_on(working)
        go_on(working)
        assert WAITING not in counts(store, notice)
        with store.transactions.reading() as uow:
            gates = {gate.channel: gate.hold for gate in uow.gates.all()}
        assert gates == {"esms": "key-refused", "twilio": ""}


def test_a_rate_is_kept_by_all_workers_together(store: Store) -> None:
    clock = HandClock()
    notice = approve(store, content(), people(500))
    given = sandbox(clock, rate=Rate(10, 30))
    workers = [worker(store, clock, given) for _ in range(2)]
    for _ in range(10):
        for working in workers:
            go_on(working)
        clock.forward(seconds=1)
    sent = 500 - counts(store, notice)[WAITING]
    assert 100 <= sent <= 30 + 10 * 10


def test_what_is_paused_waits_and_what_is_cancelled_is_not_sent(store: Store) -> None:
    clock = HandClock()
    paused, cancelled = approve(store, content(), people(5), "c.a"), approve(store, content(), people(5), "c.b")
    with store.transactions.writing() as uow:
        uow.notices.set_state(paused, NoticeState.PAUSED)
        uow.notices.set_state(cancelled, NoticeState.CANCELLED)
        uow.deliveries.cancel(cancelled.id, MORNING)
        uow.commit()
    working = worker(store, clock, sandbox(clock))
    go_on(working)
    assert counts(store, paused) == {WAITING: 5}
    assert counts(store, cancelled) == {DeliveryState.CANCELLED: 5}
    with store.transactions.writing() as uow:
        uow.notices.set_state(paused, NoticeState.APPROVED)
        uow.commit()
    go_on(working)
    assert WAITING not in counts(store, paused)
