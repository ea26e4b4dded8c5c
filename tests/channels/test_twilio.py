"""Twilio: our own hot path equals the SDK's, attempts are found again, callbacks are believed by their signature."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from twilio.rest import Client

from outreach.channels.posting import Poster
from outreach.channels.twilio import TwilioChannel, TwilioSettings
from outreach.domain.messages import Fault, Forged, RawReceipt, Receipt, ReceiptState, Unreadable, Verdict
from tests.channels.casting import HASTY_S, build_twilio, message, messages
from tests.standins.stage import Accepted
from tests.standins.standin import Standin, standing_in
from tests.standins.twilio import ACCOUNT, TOKEN, TwilioStandIn

PUBLIC = "https://cao-loc.example"


@pytest.fixture(scope="module")
def running() -> Iterator[Standin]:
    with standing_in("twilio") as standin:
        yield standin


@pytest.fixture
def provider(running: Standin) -> Standin:
    running.behave_well()
    running.forget()
    return running


@pytest.fixture
def hasty(provider: Standin) -> TwilioChannel:
    return build_twilio(provider.base, Poster(provider.base, 8, HASTY_S), PUBLIC)


@pytest.fixture
def twilio(provider: Standin) -> TwilioChannel:
    return build_twilio(provider.base, Poster(provider.base, 8), PUBLIC)


def _always() -> bool:
    return True


@pytest.mark.parametrize(
    "text",
    [
        "Điện lực Cao Lộc: từ 31/12/2023, 50% số hộ",
        "a+b & c=d #1 ~ ^{x} [y] \\ € \"'",
        "dòng một\ndòng hai",
        "🙂 emoji",
    ],
)
def test_what_we_send_is_what_the_sdk_sends(provider: Standin, twilio: TwilioChannel, text: str) -> None:
    one = message(1, text)
    list(twilio.send([one], _always))
    ours = dict(parse_qsl(provider.last_send()))
    sdk = Client(ACCOUNT, TOKEN)
    sdk.api.base_url = provider.base
    callback = f"{PUBLIC}/callbacks/twilio?attempt={one.request_id}"
    sdk.messages.create(to=f"+{one.number}", body=text, from_="CAOLOC", status_callback=callback)
    assert ours == dict(parse_qsl(provider.last_send()))
    assert [taken[3] for taken in provider.accepted()] == [text, text]


def test_a_landline_is_refused_for_good(twilio: TwilioChannel) -> None:
    landline = replace(message(1), number="842053870123")
    (answered,) = twilio.send([landline], _always)
    assert (answered.outcome.code, answered.outcome.reason) == ("21614", "landline")
    assert (answered.outcome.fault, answered.outcome.permanent) == (Fault.NUMBER, True)


def test_a_wrong_key_is_told_as_one(provider: Standin) -> None:
    settings = TwilioSettings(ACCOUNT, "not-the-token", "CAOLOC", provider.base)
    (answered,) = TwilioChannel(settings, PUBLIC, Poster(provider.base)).send([message(1)], _always)
    assert (answered.outcome.code, answered.outcome.fault) == ("20003", Fault.CHANNEL)


def test_what_was_accepted_without_an_answer_is_found_again(provider: Standin, hasty: TwilioChannel) -> None:
    provider.fail("hang", when="after", share=0.5)
    wanted = messages(12, first=100)
    doubtful = {one.request_id for one in hasty.send(wanted, _always) if one.outcome.verdict is Verdict.UNKNOWN}
    provider.behave_well()
    found = {one.request_id: one.outcome for one in hasty.look_up([m for m in wanted if m.request_id in doubtful])}
    own = {attempt: own for _, attempt, own, _ in provider.accepted()}
    assert doubtful
    assert {request_id: outcome.provider_id for request_id, outcome in found.items()} == {
        request_id: own[request_id] for request_id in doubtful
    }
    assert {outcome.verdict for outcome in found.values()} == {Verdict.ACCEPTED}


def test_what_was_never_accepted_is_not_found(provider: Standin, twilio: TwilioChannel) -> None:
    provider.fail("reset")
    wanted = messages(4, first=200)
    list(twilio.send(wanted, _always))
    provider.behave_well()
    told = {(one.outcome.verdict, one.outcome.code) for one in twilio.look_up(wanted)}
    assert told == {(Verdict.REFUSED, "not-found")}


def test_an_older_attempt_s_message_is_not_taken_for_the_newer_one(provider: Standin, twilio: TwilioChannel) -> None:
    """The first attempt was accepted and not delivered, the second one broke off before Twilio had it."""
    (first,) = twilio.send([message(300)], _always)
    provider.fail("reset")
    second = replace(message(300), request_id="n1-300-2")
    list(twilio.send([second], _always))
    provider.behave_well()
    (found,) = twilio.look_up([second], frozenset({first.outcome.provider_id}))
    assert (found.outcome.verdict, found.outcome.code) == (Verdict.REFUSED, "not-found")


def test_of_two_attempts_alike_as_many_are_found_as_there_are(
    provider: Standin, hasty: TwilioChannel, twilio: TwilioChannel
) -> None:
    """One person with two meters and the same words: two calls, of which one was accepted."""
    early, late = message(400), replace(message(400), request_id="n1-401-1")
    provider.behave(faults=[{"what": "hang", "when": "after", "share": 1.0, "times": 1}])
    list(hasty.send([early], _always))
    provider.fail("reset")
    list(twilio.send([late], _always))
    provider.behave_well()
    told = {one.request_id: one.outcome.verdict for one in twilio.look_up([late, early])}
    assert told == {early.request_id: Verdict.ACCEPTED, late.request_id: Verdict.REFUSED}


def test_a_text_sent_long_before_is_not_found_again(provider: Standin, twilio: TwilioChannel) -> None:
    list(twilio.send([message(500)], _always))
    late = replace(message(500), started_at=datetime.now(UTC) + timedelta(hours=25))
    (found,) = twilio.look_up([late])
    assert found.outcome.code == "not-found"


def test_all_pages_of_a_number_are_looked_through(provider: Standin, twilio: TwilioChannel) -> None:
    old = [replace(message(600, f"Tin số {no}"), request_id=f"n{no}-600-1") for no in range(120)]
    sent = {one.request_id: one.outcome.provider_id for one in twilio.send(old, _always)}
    (found,) = twilio.look_up([old[0]])
    assert found.outcome.provider_id == sent[old[0].request_id]


def _callback(status_delivered: bool = True, attempt: str = "n1-7-1") -> list[RawReceipt]:
    url = f"{PUBLIC}/callbacks/twilio?attempt={attempt}"
    taken = Accepted("84900000007", attempt, "SM7", "Xin chào", datetime.now(UTC), url)
    return [
        RawReceipt(
            one.method,
            urlsplit(one.url).path + "?" + urlsplit(one.url).query,
            {name.lower(): value for name, value in one.headers.items()},
            one.body,
        )
        for one in TwilioStandIn().callbacks(taken, status_delivered)
    ]


def test_a_signed_callback_is_believed_and_names_its_attempt(twilio: TwilioChannel) -> None:
    states = []
    for raw in _callback():
        twilio.verify(raw)
        (receipt,) = twilio.read(raw)
        assert isinstance(receipt, Receipt)
        assert (receipt.request_id, receipt.provider_id) == ("n1-7-1", "SM7")
        states.append(receipt.state)
    assert states == [ReceiptState.ON_WAY, ReceiptState.ON_WAY, ReceiptState.DELIVERED]


def test_bad_news_comes_with_its_code(twilio: TwilioChannel) -> None:
    (receipt,) = twilio.read(_callback(status_delivered=False)[-1])
    assert receipt == Receipt(ReceiptState.UNDELIVERED, "n1-7-1", "SM7", "30003")


def test_a_changed_callback_is_forged(twilio: TwilioChannel) -> None:
    genuine = _callback(status_delivered=False)[-1]
    for forged in (
        replace(genuine, body=genuine.body.replace(b"undelivered", b"delivered")),
        replace(genuine, url=genuine.url.replace("n1-7-1", "n1-8-1")),
        replace(genuine, headers={}),
    ):
        with pytest.raises(Forged):
            twilio.verify(forged)


def test_a_state_twilio_never_spoke_of_is_unreadable(twilio: TwilioChannel) -> None:
    with pytest.raises(Unreadable):
        twilio.read(RawReceipt("POST", "/callbacks/twilio", {}, b"MessageSid=SM1&MessageStatus=teleported"))
