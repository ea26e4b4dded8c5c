"""What every provider's adapter owes those who send, whatever the provider or the network does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.messages import (
    Channel,
    Fault,
    Forged,
    Medium,
    Message,
    Outcome,
    RawReceipt,
    Settling,
    Unreadable,
    Verdict,
)
from tests.channels.casting import EVERY, HASTY_S, PARTS, build, messages
from tests.standins.standin import Standin


def _always() -> bool:
    return True


def _send(channel: Channel, wanted: list[Message]) -> dict[str, Outcome]:
    answered = [(one.request_id, one.outcome) for one in channel.send(wanted, _always)]
    assert sorted(request_id for request_id, _ in answered) == sorted(one.request_id for one in wanted)
    return dict(answered)


def test_what_the_provider_takes_is_accepted_with_its_id(channel: Channel, provider: Standin) -> None:
    outcomes = _send(channel, messages(50))
    assert {outcome.verdict for outcome in outcomes.values()} == {Verdict.ACCEPTED}
    taken = {attempt: (number, own) for number, attempt, own, _ in provider.accepted()}
    assert {request_id: outcome.provider_id for request_id, outcome in outcomes.items()} == {
        attempt: own for attempt, (_, own) in taken.items()
    }
    assert {attempt: number for attempt, (number, _) in taken.items()} == {
        one.request_id: one.number for one in messages(50)
    }


@pytest.mark.parametrize("named", EVERY)
def test_nothing_to_send_and_nothing_that_may_start_need_no_network(named: str) -> None:
    offline = build(named, "http://127.0.0.1:9", 1)
    assert _send(offline, []) == {}
    outcomes = {one.request_id: one.outcome for one in offline.send(messages(5), lambda: False)}
    assert {(one.verdict, one.fault) for one in outcomes.values()} == {(Verdict.REFUSED, Fault.BUSY)}
    assert {(one.code, one.reason) for one in outcomes.values()} == {("not-started", "held-back")}
    assert len(outcomes) == 5


@pytest.mark.parametrize("named", EVERY)
def test_every_channel_says_what_it_is(named: str) -> None:
    offline = build(named, "http://127.0.0.1:9", 1)
    assert offline.name == named
    assert offline.medium in Medium
    assert offline.settling in Settling
    assert offline.batch >= 1


def test_a_number_that_cannot_take_it_is_refused_for_good(channel: Channel, provider: Standin, name: str) -> None:
    provider.fail("refuse", code=PARTS[name].bad_number, status=PARTS[name].status)
    for outcome in _send(channel, messages(3)).values():
        assert (outcome.verdict, outcome.fault, outcome.permanent) == (Verdict.REFUSED, Fault.NUMBER, True)
        assert (outcome.code, provider.counts()["accepted"]) == (PARTS[name].bad_number, 0)


def test_a_key_that_opens_nothing_holds_the_channel(channel: Channel, provider: Standin, name: str) -> None:
    provider.fail("refuse", code=PARTS[name].no_key, status=PARTS[name].status)
    for outcome in _send(channel, messages(3)).values():
        assert (outcome.verdict, outcome.fault, outcome.permanent) == (Verdict.REFUSED, Fault.CHANNEL, False)


def test_too_many_requests_says_how_long_to_wait(channel: Channel, provider: Standin) -> None:
    provider.fail("status", status=429)
    for outcome in _send(channel, messages(3)).values():
        assert (outcome.verdict, outcome.fault, outcome.wait_s) == (Verdict.REFUSED, Fault.BUSY, 7)


def test_a_code_nobody_knows_is_for_a_person(channel: Channel, provider: Standin, name: str) -> None:
    sign = "-" if PARTS[name].bad_number.startswith("-") else ""
    provider.fail("refuse", code=f"{sign}98765", status=PARTS[name].status)
    for outcome in _send(channel, messages(3)).values():
        assert (outcome.verdict, outcome.fault, outcome.code) == (Verdict.REFUSED, Fault.STRANGE, f"{sign}98765")


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "trouble", [{"what": "status", "status": 500}, {"what": "status", "status": 503}, {"what": "garbage"},
                {"what": "reset"}, {"what": "close"}, {"what": "hang"}]
)  # fmt: skip
def test_where_it_is_not_certain_it_is_unknown(
    name: str, provider: Standin, trouble: dict[str, object], when: str
) -> None:
    channel = build(name, provider.base, timeout_s=HASTY_S)
    provider.behave(faults=[{**trouble, "when": when, "share": 0.5}])
    outcomes = _send(channel, messages(8))
    met = {outcome.verdict for outcome in outcomes.values()}
    accepted = {attempt for _, attempt, *_ in provider.accepted()}
    assert met == {Verdict.ACCEPTED, Verdict.UNKNOWN}
    assert len(accepted) == len(provider.accepted()) == (8 if when == "after" else _count(outcomes, Verdict.ACCEPTED))


def test_where_nobody_listens_nothing_was_started(channel: Channel, provider: Standin) -> None:
    provider.die()
    try:
        outcomes = _send(channel, messages(5))
    finally:
        provider.revive()
    for outcome in outcomes.values():
        assert (outcome.verdict, outcome.fault) == (Verdict.REFUSED, Fault.BUSY)
        assert (outcome.code, outcome.reason) == ("not-started", "not-reachable")


def test_what_may_not_start_is_held_back(channel: Channel, provider: Standin) -> None:
    leave = iter([True, True] + [False] * 50)
    outcomes = {one.request_id: one.outcome for one in channel.send(messages(20), lambda: next(leave))}
    held = [outcome for outcome in outcomes.values() if outcome.verdict is Verdict.REFUSED]
    assert len(outcomes) == 20
    assert {(outcome.code, outcome.reason) for outcome in held} == {("not-started", "held-back")}
    assert provider.counts()["accepted"] == 2 == _count(outcomes, Verdict.ACCEPTED)


def test_a_slow_provider_is_waited_for(channel: Channel, provider: Standin) -> None:
    provider.behave(delay_ms=40)
    assert _count(_send(channel, messages(20)), Verdict.ACCEPTED) == 20


def test_a_provider_that_cannot_be_asked_raises_nothing(name: str, provider: Standin) -> None:
    channel = build(name, provider.base, timeout_s=HASTY_S)
    asked = [(one.request_id, "an-id", one.number) for one in messages(3)]
    for trouble in ("garbage", "reset", "hang"):
        provider.fail(trouble, on="ask")
        assert list(channel.poll(asked)) == []
        assert channel.quota() is None
        assert {one.outcome.verdict for one in channel.look_up(messages(2))} <= {Verdict.UNKNOWN}


def test_news_of_accepted_messages_can_be_asked_for(channel: Channel, provider: Standin, name: str) -> None:
    wanted = messages(6)
    provider.behave(receipts={"undelivered": [wanted[0].number]})
    outcomes = _send(channel, wanted)
    asked = [(one.request_id, outcomes[one.request_id].provider_id, one.number) for one in wanted]
    told = {receipt.request_id: receipt.state.value for receipt in channel.poll(asked)}
    assert told == {one.request_id: PARTS[name].bad_news if one is wanted[0] else "delivered" for one in wanted}


@given(
    method=st.sampled_from(["GET", "POST"]),
    path=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60),
    headers=st.dictionaries(st.sampled_from(["x-twilio-signature", "x-zevent-signature", "content-type"]), st.text()),
    body=st.binary(max_size=200),
)
@pytest.mark.parametrize("named", EVERY)
def test_no_callback_of_strangers_is_believed_or_raises_anything_else(
    named: str, method: str, path: str, headers: dict[str, str], body: bytes
) -> None:
    stranger = RawReceipt(method, f"/callbacks/{named}{path}", headers, body)
    with pytest.raises(Forged):
        build(named, "http://127.0.0.1:9", 1).verify(stranger)


@given(query=st.text(max_size=80), body=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@pytest.mark.parametrize("named", EVERY)
def test_whatever_a_callback_says_is_read_or_called_unreadable(named: str, query: str, body: bytes) -> None:
    try:
        told = build(named, "http://127.0.0.1:9", 1).read(RawReceipt("POST", f"/callbacks/{named}?{query}", {}, body))
    except Unreadable:
        return
    assert isinstance(told, tuple)


def _count(outcomes: dict[str, Outcome], verdict: Verdict) -> int:
    return sum(1 for outcome in outcomes.values() if outcome.verdict is verdict)
