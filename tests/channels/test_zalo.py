"""Zalo: tokens renewed once, refusals told apart, callbacks believed by their mac over the bytes as they came."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from outreach.channels.posting import Poster
from outreach.channels.zalo import ZaloChannel
from outreach.channels.zalo_codes import CODES
from outreach.domain.messages import (
    Answered,
    Fault,
    Forged,
    Quota,
    RawReceipt,
    Receipt,
    ReceiptState,
    Refusal,
    Unreadable,
    Verdict,
)
from outreach.domain.tokens import BEING_RENEWED, NEEDS_CONSENT, NoToken
from tests.channels.casting import build_zalo, message, messages, zalo_settings
from tests.standins.calling_back import Callback
from tests.standins.stage import Accepted
from tests.standins.standin import Standin, standing_in
from tests.standins.zalo import APP_ID, ZaloStandIn, signed

SENT_AT = datetime(2023, 12, 15, 0, 33, 23, 555000, UTC)


@pytest.fixture(scope="module")
def running() -> Iterator[Standin]:
    with standing_in("zalo") as standin:
        yield standin


@pytest.fixture
def provider(running: Standin) -> Standin:
    running.behave_well()
    running.forget()
    return running


@pytest.fixture
def zalo(provider: Standin) -> ZaloChannel:
    return build_zalo(provider.base, Poster(provider.base, 8))


class NoTokens:
    """A keeper with nothing to hand out."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def token(self) -> str:
        raise NoToken(self._reason)

    def renew(self, rejected: str) -> str:
        raise NoToken(self._reason)


class StaleTokens:
    """A keeper whose every token is rejected."""

    def token(self) -> str:
        return "stale"

    def renew(self, rejected: str) -> str:
        return "stale too"


def _always() -> bool:
    return True


def _one(answered: Iterator[Answered]) -> Answered:
    (only,) = answered
    return only


def test_a_token_that_ran_out_is_renewed_once_and_all_goes_out_once(provider: Standin, zalo: ZaloChannel) -> None:
    provider.expire_tokens()
    answered = list(zalo.send(messages(30), _always))
    assert {one.outcome.verdict for one in answered} == {Verdict.ACCEPTED}
    assert len({one.request_id for one in answered}) == len(answered) == 30
    assert sorted(attempt for _, attempt, *_ in provider.accepted()) == sorted(one.request_id for one in messages(30))
    assert (provider.tokens()["pairs"], provider.tokens()["burnt"]) == (2, 0)


def test_a_token_that_is_rejected_again_is_not_renewed_without_end(provider: Standin) -> None:
    stale = ZaloChannel(zalo_settings(provider.base), Poster(provider.base, 4), StaleTokens())
    outcomes = {(one.outcome.fault, one.outcome.code) for one in stale.send(messages(5), _always)}
    assert outcomes == {(Fault.TOKEN, "-124")}
    assert provider.counts()["accepted"] == 0
    assert stale.quota() is None


@pytest.mark.parametrize(
    ("reason", "fault", "code"),
    [(NEEDS_CONSENT, Fault.TOKEN, "no-token"), (BEING_RENEWED, Fault.BUSY, "not-started")],
)
def test_without_a_token_nothing_is_sent(provider: Standin, reason: str, fault: Fault, code: str) -> None:
    none = ZaloChannel(zalo_settings(provider.base), Poster(provider.base, 4), NoTokens(reason))
    for one in none.send(messages(3), _always):
        assert (one.outcome.verdict, one.outcome.fault, one.outcome.code) == (Verdict.REFUSED, fault, code)
    assert none.quota() is None
    assert list(none.poll([("a", "b", "84900000001")])) == []


@pytest.mark.parametrize("code", sorted(CODES))
def test_each_code_says_what_has_to_stop(provider: Standin, zalo: ZaloChannel, code: int) -> None:
    provider.fail("refuse", code=str(code))
    outcome = _one(zalo.send([message(1)], _always)).outcome
    assert (outcome.verdict, outcome.code) == (Verdict.REFUSED, str(code))
    assert (outcome.reason, outcome.fault, outcome.permanent) == CODES[code]


@pytest.mark.parametrize(
    ("code", "fault"),
    [(-118, Fault.NUMBER), (-133, Fault.HOURS), (-141, Fault.REFUSES), (-144, Fault.QUOTA), (-115, Fault.CHANNEL)],
)
def test_the_codes_on_which_most_hangs_are_as_the_field_has_them(code: int, fault: Fault) -> None:
    assert CODES[code][1] is fault


def test_an_error_that_zalo_itself_does_not_know_is_unknown(provider: Standin, zalo: ZaloChannel) -> None:
    provider.fail("refuse", code="-100", when="after")
    assert _one(zalo.send([message(1)], _always)).outcome.verdict is Verdict.UNKNOWN
    assert provider.counts()["accepted"] == 1


def test_at_night_and_when_the_day_is_used_up_nothing_more_is_taken(provider: Standin, zalo: ZaloChannel) -> None:
    provider.behave(night=True)
    assert _one(zalo.send([message(1)], _always)).outcome.fault is Fault.HOURS
    provider.behave(night=False, quota=3)
    assert zalo.quota() == Quota(remaining=3, daily=5000)
    faults = [one.outcome.fault for one in zalo.send(messages(5), _always)]
    assert sorted(faults) == [Fault.NONE] * 3 + [Fault.QUOTA] * 2
    assert zalo.quota() == Quota(remaining=0, daily=5000)


def test_the_request_names_template_fields_and_our_id(provider: Standin, zalo: ZaloChannel) -> None:
    list(zalo.send([message(1)], _always))
    assert json.loads(provider.last_send()) == {
        "phone": "84900000001",
        "template_id": "205644",
        "template_data": {"customer_name": "Hoàng Văn Bình", "customer_code": "PA11CL0001234"},
        "tracking_id": "n1-1-1",
    }


def _raw(callback: Callback) -> RawReceipt:
    headers = {name.lower(): value for name, value in callback.headers.items()}
    return RawReceipt(callback.method, "/callbacks/zalo", headers, callback.body)


def _delivered() -> RawReceipt:
    taken = Accepted("84900000007", "n1-7-1", "9f0c2b7d41aa53ee8b10", "{}", SENT_AT)
    return _raw(ZaloStandIn().callbacks(taken, delivered=True)[0])


def test_a_signed_receipt_is_believed_and_names_its_attempt(zalo: ZaloChannel) -> None:
    zalo.verify(_delivered())
    assert zalo.read(_delivered()) == (
        Receipt(ReceiptState.DELIVERED, "n1-7-1", "9f0c2b7d41aa53ee8b10", happened_at=SENT_AT),
    )


def test_the_mac_is_of_the_bytes_not_of_their_meaning(zalo: ZaloChannel) -> None:
    genuine = _delivered()
    spaced = replace(genuine, body=genuine.body.replace(b": ", b":"))
    assert json.loads(spaced.body) == json.loads(genuine.body)
    for forged in (spaced, replace(genuine, headers={}), replace(genuine, body=b"[" * 100_000)):
        with pytest.raises(Forged):
            zalo.verify(forged)


def test_the_same_event_about_a_chat_is_not_ours(zalo: ZaloChannel) -> None:
    told = {
        "event_name": "user_received_message",
        "app_id": APP_ID,
        "sender": {"id": "2866"},
        "recipient": {"id": "7712"},
        "message": {"msg_id": "1"},
        "timestamp": "1702598403601",
    }
    assert zalo.read(RawReceipt("POST", "/callbacks/zalo", {}, json.dumps(told).encode())) == ()


@pytest.mark.parametrize("event", ["user_feedback", "follow", "unfollow", "change_oa_daily_quota", "user_seen_message"])
def test_other_events_are_no_news_of_a_message(zalo: ZaloChannel, event: str) -> None:
    raw = _raw(signed({"event_name": event, "timestamp": "1702598403601"}))
    zalo.verify(raw)
    assert zalo.read(raw) == ()


@pytest.mark.parametrize("number", ["84900000007", "0900000007"])
def test_who_presses_the_button_wants_no_more(number: str, zalo: ZaloChannel) -> None:
    told = {"event_name": "user_send_text", "sender": number, "message": {"text": " #tuchoi "}, "timestamp": "1"}
    assert zalo.read(RawReceipt("POST", "/", {}, json.dumps(told).encode())) == (Refusal("84900000007", "zalo-button"),)
    chatting = {**told, "message": {"text": "Cảm ơn"}}
    assert zalo.read(RawReceipt("POST", "/", {}, json.dumps(chatting).encode())) == ()


@pytest.mark.parametrize("sender", [{"id": "7712"}, "7712845601993127745", None])
def test_a_refusal_by_somebody_whose_number_zalo_hides_is_kept_for_a_person(sender: object, zalo: ZaloChannel) -> None:
    told = {"event_name": "user_send_text", "sender": sender, "message": {"text": "#TUCHOI"}, "timestamp": "1"}
    with pytest.raises(Unreadable, match="wants no more"):
        zalo.read(RawReceipt("POST", "/", {}, json.dumps(told).encode()))


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"\xff", b'{"event_name":"user_received_message","recipient":"84"}']
)
def test_what_makes_no_sense_is_unreadable(zalo: ZaloChannel, body: bytes) -> None:
    with pytest.raises(Unreadable):
        zalo.read(RawReceipt("POST", "/", {}, body))
