"""eSMS: a repeated request id is the first one's answer, callbacks are believed by the secret in their address."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from json import loads
from urllib.parse import urlsplit

import pytest

from outreach.channels.esms import EsmsChannel
from outreach.channels.posting import Poster
from outreach.domain.messages import (
    Answered,
    Fault,
    Forged,
    MessageClass,
    RawReceipt,
    Receipt,
    ReceiptState,
    Unreadable,
    Verdict,
)
from tests.channels.casting import CALLBACK_SECRET, HASTY_S, build_esms, message, messages
from tests.standins.esms import EsmsStandIn
from tests.standins.stage import Accepted
from tests.standins.standin import Standin, standing_in

DOOR = f"/callbacks/esms/{CALLBACK_SECRET}"


@pytest.fixture(scope="module")
def running() -> Iterator[Standin]:
    with standing_in("esms") as standin:
        yield standin


@pytest.fixture
def provider(running: Standin) -> Standin:
    running.behave_well()
    running.forget()
    return running


@pytest.fixture
def esms(provider: Standin) -> EsmsChannel:
    return build_esms(provider.base, Poster(provider.base, 8), "https://cao-loc.example")


def _always() -> bool:
    return True


def _one(answered: Iterator[Answered]) -> Answered:
    (only,) = answered
    return only


def test_what_was_accepted_without_an_answer_is_repeated_and_sent_once(provider: Standin, esms: EsmsChannel) -> None:
    provider.fail("hang", when="after", share=0.5)
    hasty = build_esms(provider.base, Poster(provider.base, 8, HASTY_S))
    wanted = messages(20)
    doubtful = {one.request_id for one in hasty.send(wanted, _always) if one.outcome.verdict is Verdict.UNKNOWN}
    provider.behave_well()
    again = list(esms.send([one for one in wanted if one.request_id in doubtful], _always))
    assert doubtful
    assert {(one.outcome.verdict, one.outcome.code) for one in again} == {(Verdict.ACCEPTED, "124")}
    assert sorted(attempt for _, attempt, *_ in provider.accepted()) == sorted(one.request_id for one in wanted)


def test_what_was_never_accepted_goes_out_when_repeated(provider: Standin, esms: EsmsChannel) -> None:
    provider.fail("reset")
    assert _one(esms.send([message(1)], _always)).outcome.verdict is Verdict.UNKNOWN
    provider.behave_well()
    outcome = _one(esms.send([message(1)], _always)).outcome
    assert (outcome.verdict, outcome.code) == (Verdict.ACCEPTED, "100")
    assert provider.counts()["accepted"] == 1


def test_a_request_still_running_is_unknown_until_it_is_not(provider: Standin, esms: EsmsChannel) -> None:
    provider.behave(faults=[{"what": "refuse", "code": "199", "when": "after", "share": 1.0, "times": 1}])
    first = _one(esms.send([message(1)], _always)).outcome
    second = _one(esms.send([message(1)], _always)).outcome
    assert (first.verdict, first.code) == (Verdict.UNKNOWN, "199")
    assert (second.verdict, second.code) == (Verdict.ACCEPTED, "124")
    assert provider.counts()["accepted"] == 1


@pytest.mark.parametrize(
    ("code", "fault", "permanent"),
    [
        ("99", Fault.NUMBER, True),
        ("103", Fault.CHANNEL, False),
        ("104", Fault.CHANNEL, False),
        ("140", Fault.CHANNEL, False),
        ("146", Fault.MESSAGE, True),
        ("177", Fault.NUMBER, True),
        ("4711", Fault.STRANGE, False),
    ],
)
def test_each_code_says_what_has_to_stop(
    provider: Standin, esms: EsmsChannel, code: str, fault: Fault, permanent: bool
) -> None:
    provider.fail("refuse", code=code)
    outcome = _one(esms.send([message(1)], _always)).outcome
    assert (outcome.verdict, outcome.code) == (Verdict.REFUSED, code)
    assert (outcome.fault, outcome.permanent) == (fault, permanent)


def test_the_request_says_what_the_gateway_wants_to_know(provider: Standin, esms: EsmsChannel) -> None:
    list(esms.send([message(1, "Điện lực: \"5%\" & 'ngày'\n")], _always))
    told = loads(provider.last_send())
    assert told["Phone"] == "0900000001"
    assert told["Content"] == "Điện lực: \"5%\" & 'ngày'\n"
    assert (told["SmsType"], told["IsUnicode"], told["Sandbox"]) == ("2", 1, 0)
    assert (told["RequestId"], told["CallbackUrl"]) == ("n1-1-1", f"https://cao-loc.example{DOOR}")
    list(esms.send([replace(message(2, "Dien luc"), accented=False)], _always))
    assert loads(provider.last_send())["IsUnicode"] == 0


def test_advertising_to_one_number_is_not_what_this_gateway_does(esms: EsmsChannel) -> None:
    outcome = _one(esms.send([replace(message(1), message_class=MessageClass.ADVERTISING)], _always)).outcome
    assert (outcome.code, outcome.fault) == ("107", Fault.MESSAGE)


def _callback(delivered: bool = True) -> RawReceipt:
    taken = Accepted("84900000007", "n1-7-1", "SMS-7", "Xin chào", datetime.now(UTC), f"https://x.example{DOOR}")
    (told,) = EsmsStandIn().callbacks(taken, delivered)
    parts = urlsplit(told.url)
    return RawReceipt(told.method, f"{parts.path}?{parts.query}", {}, b"")


def test_a_callback_at_the_secret_address_is_believed(esms: EsmsChannel) -> None:
    esms.verify(_callback())
    assert esms.read(_callback()) == (
        Receipt(ReceiptState.DELIVERED, "n1-7-1", "SMS-7", "5", network="Viettel", cost=850),
    )
    assert esms.read(_callback(delivered=False))[0] == Receipt(
        ReceiptState.UNDELIVERED, "n1-7-1", "SMS-7", "5", network="Viettel", cost=850
    )


@pytest.mark.parametrize("door", ["/callbacks/esms", "/callbacks/esms/", f"{DOOR}/", DOOR.upper(), f"{DOOR}x", "đ", ""])
def test_a_callback_anywhere_else_is_forged(esms: EsmsChannel, door: str) -> None:
    with pytest.raises(Forged):
        esms.verify(replace(_callback(), url=f"{door}?RequestId=n1-7-1&SendStatus=5&SendSuccess=1"))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SendStatus=5",
        "RequestId=n1-7-1",
        "RequestId=n1-7-1&SendStatus=9",
        "RequestId=n1-7-1&SendStatus=5&SendSuccess=many",
        "RequestId=n1-7-1&SendStatus=5&TotalPrice=1e999",
    ],
)
def test_a_callback_that_makes_no_sense_is_unreadable(esms: EsmsChannel, query: str) -> None:
    with pytest.raises(Unreadable):
        esms.read(RawReceipt("GET", f"{DOOR}?{query}", {}, b""))


def test_a_message_that_waits_to_be_approved_is_on_its_way(esms: EsmsChannel) -> None:
    (receipt,) = esms.read(RawReceipt("GET", f"{DOOR}?RequestId=a&SendStatus=1", {}, b""))
    assert isinstance(receipt, Receipt)
    assert receipt.state is ReceiptState.ON_WAY


def test_attempts_whose_id_it_never_told_cannot_be_asked_about(provider: Standin, esms: EsmsChannel) -> None:
    assert list(esms.poll([("n1-7-1", "", "84900000007"), ("n1-8-1", "no-such-id", "84900000008")])) == []
    assert list(esms.look_up([message(1)])) == []
