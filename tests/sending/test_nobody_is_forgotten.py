"""Ways in which somebody could be forgotten, or everybody be held up by one."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from outreach.channels.sandbox import SandboxChannel
from outreach.domain.deliveries import UNCONFIRMED, DeliveryState
from outreach.domain.gates import Lines, Rate
from outreach.domain.messages import Answered, MayStart, Medium, Message, RawReceipt, Receipt, ReceiptState
from outreach.domain.notices import NoticeState, request_id
from outreach.storage.opening import Store
from tests.channels.casting import CALLBACK_SECRET, HASTY_S
from tests.sending.office import (
    MORNING,
    PACE,
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
    worker,
)
from tests.standins.standin import standing_in

WAITING = DeliveryState.WAITING


@pytest.fixture
def store(database_url: str, data_folder: Path) -> Iterator[Store]:
    with closing(opened(database_url, data_folder)) as found:
        yield found


def test_a_quota_that_nobody_can_read_is_over_the_next_day(store: Store) -> None:
    with standing_in("twilio") as twilio:
        clock = HandClock()
        notice = approve(store, content(), people(40))
        twilio.fail("refuse", code="63038", status=429)
        working = worker(store, clock, lines("twilio", twilio.base))
        for _ in range(3):
            go_on(working)
            clock.forward(minutes=10)
        assert counts(store, notice) == {WAITING: 40}
        twilio.behave_well()
        clock.forward(days=1)
        for _ in range(4):
            go_on(working)
            clock.forward(minutes=1)
        assert WAITING not in counts(store, notice)


def test_whoever_waits_for_a_zalo_that_is_shut_gets_an_sms_while_there_is_time(store: Store) -> None:
    with standing_in("zalo") as zalo, standing_in("esms") as esms:
        clock = HandClock()
        late = content((Medium.ZALO, Medium.SMS), expires_at=MORNING + timedelta(hours=4))
        notice = approve(store, late, people(60))
        zalo.behave(quota=0)
        working = worker(store, clock, both(lines("zalo", zalo.base), lines("esms", esms.base)))
        for _ in range(24):
            go_on(working)
            clock.forward(minutes=10)
        assert WAITING not in counts(store, notice)
        assert DeliveryState.EXPIRED not in counts(store, notice)
        assert {number for number, *_ in esms.accepted()} == {number_of(place) for place in range(60)}


def test_one_row_that_the_gateway_refuses_holds_nobody_else_up(store: Store) -> None:
    with standing_in("esms") as esms:
        clock = HandClock()
        notice = approve(store, content(), people(30))
        esms.fail("refuse", code="146", numbers=[number_of(0), number_of(12)])
        working = worker(store, clock, lines("esms", esms.base, rate=Rate(1, 1)))
        for _ in range(40):
            go_on(working)
            clock.forward(seconds=5)
        found = counts(store, notice)
        assert WAITING not in found
        assert found[DeliveryState.REFUSED] == 2


@pytest.mark.parametrize(
    "told", [{"TotalPrice": "1e30"}, {"TotalPrice": "9999999999"}, {"SMSID": "\0"}, {"error_info": "\ud800"}]
)
def test_a_receipt_that_no_database_takes_stops_no_other(store: Store, told: dict[str, str]) -> None:
    with standing_in("esms") as esms:
        clock = HandClock()
        notice = approve(store, content(), people(2))
        working = worker(store, clock, lines("esms", esms.base))
        go_on(working)
        for place, more in ((1, told), (2, {})):
            news = {"SMSID": "s1", "SendStatus": "5", "SendSuccess": "1", "RequestId": request_id(notice.ref, place, 1)}
            query = urlencode({**news, **more}, errors="surrogatepass")
            raw = RawReceipt("GET", f"/callbacks/esms/{CALLBACK_SECRET}?{query}", {}, b"")
            working.receiving.take("esms", raw)
        go_on(working)
        with store.transactions.reading() as uow:
            assert uow.receipts.unread(9) == ()
            second = uow.deliveries.find(2)
        assert second is not None
        assert second.state is DeliveryState.DELIVERED


def test_a_receipt_of_a_channel_that_is_no_longer_ours_is_shown_and_not_swallowed(store: Store) -> None:
    with standing_in("esms") as esms:
        clock = HandClock()
        raw = RawReceipt("GET", f"/callbacks/esms/{CALLBACK_SECRET}?SMSID=s1&SendStatus=5&SendSuccess=1", {}, b"")
        worker(store, clock, lines("esms", esms.base)).receiving.take("esms", raw)
    worker(store, clock, Lines(())).receiving.read()
    with store.transactions.reading() as uow:
        assert [(one.channel, one.note) for one in uow.receipts.troubled(9)] == [("esms", "channel-gone")]


class Broken(SandboxChannel):
    def send(self, messages: Sequence[Message], may_start: MayStart) -> Iterator[Answered]:
        raise ZeroDivisionError


def test_an_adapter_that_breaks_loses_no_answer_of_another(store: Store) -> None:
    clock = HandClock()
    by_zalo = approve(store, content((Medium.ZALO,)), people(10), "c.zalo")
    by_sms = approve(store, content(), people(10), "c.sms")
    given = Lines(
        (
            (Broken("broken", Medium.ZALO, clock.now), RATE),
            (SandboxChannel("sandbox-sms", Medium.SMS, clock.now), RATE),
        )
    )
    go_on(worker(store, clock, given))
    assert counts(store, by_zalo) == {DeliveryState.UNKNOWN: 10}
    assert DeliveryState.SENDING not in counts(store, by_sms)


def test_what_comes_back_to_wait_in_a_cancelled_notice_is_cancelled(store: Store) -> None:
    with standing_in("twilio") as twilio:
        clock = HandClock()
        notice = approve(store, content(), people(5))
        given = lines("twilio", twilio.base)
        working = worker(store, clock, given)
        lot = working.sending.claiming.claim(*given.channels[0])
        assert lot is not None
        with store.transactions.writing() as uow:
            uow.notices.set_state(notice, NoticeState.CANCELLED)
            uow.deliveries.cancel(notice.id, clock.now())
            uow.commit()
        clock.forward(seconds=PACE.lease_s + 1)
        for _ in range(3):
            go_on(working)
            clock.forward(minutes=3)
        assert counts(store, notice) == {DeliveryState.CANCELLED: 5}
        assert twilio.accepted() == []


def test_a_lease_written_by_a_clock_that_was_years_ahead_is_over(store: Store) -> None:
    with standing_in("twilio") as twilio:
        clock = HandClock(MORNING + timedelta(days=1_000))
        notice = approve(store, content(expires_at=MORNING + timedelta(days=2_000)), people(5))
        given = lines("twilio", twilio.base)
        working = worker(store, clock, given)
        assert working.sending.claiming.claim(*given.channels[0]) is not None
        clock.set(MORNING)
        later = worker(store, clock, given)
        go_on(later)
        clock.forward(minutes=5)
        go_on(later)
        assert DeliveryState.SENDING not in counts(store, notice)


def test_a_paused_notice_in_doubt_does_not_keep_a_worker_busy(store: Store) -> None:
    with standing_in("esms") as esms:
        clock = HandClock()
        notice = approve(store, content(), people(5))
        working = worker(store, clock, lines("esms", esms.base, timeout_s=HASTY_S))
        esms.fail("hang", when="after")
        go_on(working)
        with store.transactions.writing() as uow:
            uow.notices.set_state(notice, NoticeState.PAUSED)
            uow.commit()
        clock.forward(minutes=1)
        go_on(working)
        assert go_on(working) == 0


def test_a_zalo_of_which_no_phone_ever_tells_is_for_a_person_to_see_after_a_day(store: Store) -> None:
    with standing_in("zalo") as zalo:
        clock = HandClock()
        notice = approve(store, content((Medium.ZALO,)), people(12))
        zalo.behave(receipts={"undelivered": [number_of(place) for place in (3, 4)]})
        working = worker(store, clock, lines("zalo", zalo.base))
        for _ in range(23):
            go_on(working)
            clock.forward(hours=1)
        assert counts(store, notice) == {DeliveryState.DELIVERED: 10, DeliveryState.ACCEPTED: 2}
        for _ in range(8):
            go_on(working)
            clock.forward(hours=1)
        with store.transactions.reading() as uow:
            seen = uow.deliveries.listed(notice.id, [DeliveryState.IN_DOUBT], None, 9)
        assert [(one.number, one.reason) for one in seen] == [(number_of(3), UNCONFIRMED), (number_of(4), UNCONFIRMED)]
        late = Receipt(ReceiptState.DELIVERED, request_id(notice.ref, seen[0].id, 1))
        with store.transactions.writing() as uow:
            working.receiving.apply(uow, late)
            uow.commit()
        assert counts(store, notice) == {DeliveryState.DELIVERED: 11, DeliveryState.IN_DOUBT: 1}


def test_what_only_an_early_receipt_told_of_before_its_worker_died_is_for_a_person_to_see(store: Store) -> None:
    clock = HandClock()
    notice = approve(store, content(), people(1))
    given = Lines(((SandboxChannel("sandbox-sms", Medium.SMS, clock.now), RATE),))
    lot = worker(store, clock, given).sending.claiming.claim(*given.channels[0])
    assert lot is not None
    other = worker(store, clock, given)
    with store.transactions.writing() as uow:
        other.receiving.apply(uow, Receipt(ReceiptState.ON_WAY, lot.claimed[0].message.request_id))
        uow.commit()
    assert counts(store, notice) == {DeliveryState.ACCEPTED: 1}
    for _ in range(14):
        clock.forward(hours=6)
        go_on(other)
    assert counts(store, notice) == {DeliveryState.IN_DOUBT: 1}


def test_messages_of_a_channel_that_is_no_longer_ours_end_on_the_list_and_hold_no_others_up(store: Store) -> None:
    clock = HandClock()
    notice = approve(store, content(), people(4))
    old, new = (SandboxChannel(name, Medium.SMS, clock.now, timedelta(minutes=1)) for name in ("old", "new"))
    first = worker(store, clock, Lines(((old, Rate(2, 2)),)))
    assert first.sending.claiming.claim(old, Rate(2, 2)) is not None
    with store.transactions.writing() as uow:
        for delivery in (1, 2):
            first.receiving.apply(uow, Receipt(ReceiptState.ON_WAY, request_id(notice.ref, delivery, 1)))
        uow.commit()
    later = worker(store, clock, Lines(((new, RATE),)))
    later = replace(later, receiving=replace(later.receiving, lot=2))  # the old ones alone fill a question
    for _ in range(14):
        go_on(later)
        clock.forward(hours=6)
    assert counts(store, notice) == {DeliveryState.IN_DOUBT: 2, DeliveryState.DELIVERED: 2}
