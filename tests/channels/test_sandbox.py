"""The sandbox: no network, the same end each time, news after a while on the clock it is given."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from outreach.channels.sandbox import SandboxChannel
from outreach.domain.messages import Channel, Fault, Forged, Medium, RawReceipt, ReceiptState, Unreadable, Verdict
from tests.channels.casting import message, messages

BEGAN = datetime(2023, 12, 1, 3, tzinfo=UTC)


class SetClock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def _sandbox(medium: Medium = Medium.SMS, clock: SetClock | None = None) -> Channel:
    return SandboxChannel(f"sandbox-{medium}", medium, (clock or SetClock(BEGAN)).now)


def _always() -> bool:
    return True


def test_every_message_is_answered_once_and_nearly_all_are_taken() -> None:
    wanted = messages(100)
    answered = list(_sandbox().send(wanted, _always))
    assert [one.request_id for one in answered] == [one.request_id for one in wanted]
    assert sum(one.outcome.verdict is Verdict.ACCEPTED for one in answered) == 99


def test_the_same_message_always_ends_the_same() -> None:
    wanted = [replace(one, started_at=BEGAN) for one in messages(50)]
    assert list(_sandbox().send(wanted, _always)) == list(_sandbox().send(wanted, _always))


def test_some_numbers_have_no_zalo_and_fewer_have_no_line() -> None:
    (no_zalo,) = _sandbox(Medium.ZALO).send([message(7)], _always)
    (line,) = _sandbox(Medium.SMS).send([message(7)], _always)
    (nothing,) = _sandbox(Medium.SMS).send([message(97)], _always)
    assert (no_zalo.outcome.fault, no_zalo.outcome.permanent) == (Fault.NUMBER, True)
    assert line.outcome.verdict is Verdict.ACCEPTED
    assert nothing.outcome.verdict is Verdict.REFUSED


def test_what_may_not_start_is_held_back() -> None:
    leave = iter([True, False])
    verdicts = [one.outcome.code for one in _sandbox().send(messages(5), lambda: next(leave))]
    assert verdicts == ["", "not-started", "not-started", "not-started", "not-started"]


def test_news_comes_after_a_while_on_the_clock_it_was_given() -> None:
    clock = SetClock(BEGAN)
    sandbox = _sandbox(clock=clock)
    wanted = [replace(message(no), started_at=BEGAN) for no in (1, 98)]
    own = {one.request_id: one.outcome.provider_id for one in sandbox.send(wanted, _always)}
    asked = [(one.request_id, own[one.request_id], one.number) for one in wanted]
    assert list(sandbox.poll(asked)) == []
    clock.at += timedelta(seconds=60)
    assert [receipt.state for receipt in sandbox.poll(asked)] == [ReceiptState.DELIVERED, ReceiptState.UNDELIVERED]


def test_there_is_nobody_to_call_back() -> None:
    with pytest.raises(Forged):
        _sandbox().verify(RawReceipt("POST", "/callbacks/sandbox-sms", {}, b""))
    with pytest.raises(Unreadable):
        _sandbox().read(RawReceipt("POST", "/callbacks/sandbox-sms", {}, b""))


def test_ids_that_are_not_its_own_are_no_news() -> None:
    assert list(_sandbox().poll([("a", own, "84900000001") for own in ("", "x", "a:b", "a:1e999")])) == []
    assert list(_sandbox().look_up(messages(2))) == []
    assert _sandbox().quota() is None
