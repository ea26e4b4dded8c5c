"""What nobody knows at first is settled, by asking or by a person: never by a second message sent blindly."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from outreach.domain.deliveries import DeliveryState
from outreach.domain.gates import Rate
from outreach.domain.messages import Answered, Medium, Outcome, Receipt, ReceiptState, Verdict
from outreach.domain.notices import request_id
from outreach.storage.opening import Store
from tests.channels.casting import HASTY_S
from tests.sending.office import (
    MORNING,
    HandClock,
    approve,
    content,
    counts,
    go_on,
    lines,
    number_of,
    opened,
    people,
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


@pytest.mark.parametrize("provider", ["twilio", "esms"])
def test_silence_after_acceptance_is_settled_and_never_answered_by_a_second_message(
    provider: str, store: Store
) -> None:
    with standing_in(provider) as standin:
        clock = HandClock()
        notice = approve(store, content(), people(300))
        working = worker(store, clock, lines(provider, standin.base, timeout_s=HASTY_S))
        standin.fail("hang", when="after", share=0.05, times=1)
        for _ in range(8):
            go_on(working)
            clock.forward(minutes=3)
        assert taken(store, notice) == 300
        told_once(standin, 300)


def test_repeating_keeps_the_rate_and_waits_while_the_channel_is_held(store: Store) -> None:
    with standing_in("esms") as standin:
        clock = HandClock()
        notice = approve(store, content(), people(20))
        working = worker(store, clock, lines("esms", standin.base, rate=Rate(0.01, 20)))
        standin.fail("reset", when="after", times=1)
        go_on(working)
        assert counts(store, notice) == {DeliveryState.UNKNOWN: 20}
        clock.forward(minutes=1)
        go_on(working)
        assert counts(store, notice) == {DeliveryState.UNKNOWN: 20}
        clock.forward(minutes=6)
        _hold(store, "no-balance")
        go_on(working)
        assert counts(store, notice) == {DeliveryState.UNKNOWN: 20}
        _hold(store, "")
        for _ in range(10):
            clock.forward(minutes=10)
            go_on(working)
        assert taken(store, notice) == 20
        told_once(standin, 20)


def _hold(store: Store, reason: str) -> None:
    with store.transactions.writing() as uow:
        gate = uow.gates.lock("esms", MORNING)
        uow.gates.put(gate.held_for(reason, MORNING) if reason else gate.released())
        uow.commit()


def test_where_nobody_can_tell_a_person_is_asked_and_nobody_is_told_twice(store: Store) -> None:
    with standing_in("zalo") as standin:
        clock = HandClock()
        notice = approve(store, content((Medium.ZALO, Medium.SMS)), people(100))
        working = worker(store, clock, lines("zalo", standin.base))
        standin.fail("reset", when="after", numbers=[number_of(3), number_of(60)])
        for _ in range(6):
            go_on(working)
            clock.forward(minutes=20)
        found = counts(store, notice)
        assert found.pop(IN_DOUBT) == 2
        assert sum(found.values()) == 98
        told_once(standin, 100)


def test_a_receipt_settles_what_nobody_could_tell(store: Store) -> None:
    with standing_in("zalo") as standin:
        clock = HandClock()
        notice = approve(store, content((Medium.ZALO,)), people(5))
        working = worker(store, clock, lines("zalo", standin.base))
        standin.fail("reset", when="after", numbers=[number_of(3)])
        for _ in range(3):
            go_on(working)
            clock.forward(minutes=20)
        assert counts(store, notice)[IN_DOUBT] == 1
        with store.transactions.reading() as uow:
            doubted = uow.deliveries.listed(notice.id, [IN_DOUBT], None, 9)[0]
        with store.transactions.writing() as uow:
            working.receiving.apply(uow, Receipt(ReceiptState.DELIVERED, request_id(notice.ref, doubted.id, 1)))
            uow.commit()
        assert IN_DOUBT not in counts(store, notice)


def test_an_answer_that_is_written_down_late_leaves_nothing_for_a_person_to_decide(store: Store) -> None:
    with standing_in("zalo") as standin:
        clock = HandClock()
        notice = approve(store, content((Medium.ZALO,)), people(4))
        given = lines("zalo", standin.base)
        stopped, other = worker(store, clock, given), worker(store, clock, given)
        lot = stopped.sending.claiming.claim(*given.channels[0])
        assert lot is not None
        answers = [*lot.channel.send([one.message for one in lot.claimed], lambda: True)]
        for _ in range(3):
            clock.forward(minutes=20)
            other.settling.settle()
        assert counts(store, notice) == {IN_DOUBT: 4}
        stopped.sending.recording.record(lot.channel, lot.claimed, answers)
        assert counts(store, notice) == {ACCEPTED: 4}


@pytest.mark.parametrize("by_receipt", [True, False])
def test_what_was_looked_for_in_vain_is_not_sent_again_once_it_is_known_to_be_taken(
    by_receipt: bool, store: Store
) -> None:
    with standing_in("twilio") as standin:
        clock = HandClock()
        notice = approve(store, content(), people(1))
        given = lines("twilio", standin.base)
        slow, other = worker(store, clock, given), worker(store, clock, given)
        lot = slow.sending.claiming.claim(*given.channels[0])
        assert lot is not None
        clock.forward(minutes=5)
        assert other.settling.settle() == 1
        assert counts(store, notice) == {WAITING: 1}
        if by_receipt:
            with store.transactions.writing() as uow:
                slow.receiving.apply(uow, Receipt(ReceiptState.ON_WAY, lot.claimed[0].message.request_id, "SM1"))
                uow.commit()
        else:
            taken_at_last = Answered(lot.claimed[0].message.request_id, Outcome(Verdict.ACCEPTED, "SM1"))
            slow.sending.recording.record(lot.channel, lot.claimed, [taken_at_last])
        other.sending.send_due()
        assert counts(store, notice) == {ACCEPTED: 1}
        assert standin.accepted() == []


def test_two_workers_that_find_one_message_do_not_both_take_it_for_theirs(store: Store) -> None:
    with standing_in("twilio") as standin:
        clock, twin = HandClock(), next(people(1))
        notice = approve(store, content(one_per_person=False), iter([twin, replace(twin, code="PA11CL0000009")]))
        given = lines("twilio", standin.base)
        first, second = worker(store, clock, given), worker(store, clock, given)
        lot = first.sending.claiming.claim(*given.channels[0])
        assert lot is not None
        list(lot.channel.send([lot.claimed[0].message], lambda: True))  # and both die before they write it down
        clock.forward(minutes=5)
        for working, one in zip((first, second), lot.claimed, strict=True):
            answers = lot.channel.look_up([one.message])  # at the same time: neither knows of the other
            working.settling.recording.record_found(lot.channel, [one], answers)
        assert counts(store, notice) == {ACCEPTED: 1, DeliveryState.UNKNOWN: 1}
        for _ in range(4):
            clock.forward(minutes=5)
            go_on(second)
        assert taken(store, notice) == 2
        assert len(standin.accepted()) == 2
