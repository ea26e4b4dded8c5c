"""Many calls at a time, each sent at most once: whatever dies, the provider has never seen a request twice."""

import base64
import contextlib
import socket
import threading
from collections.abc import Generator, Iterator
from typing import cast

import pycurl
import pytest

from outreach.channels.posting import HELD_BACK, Call, Failure, Poster, Reply
from tests.channels.casting import HASTY_S
from tests.standins.standin import Standin, standing_in
from tests.standins.twilio import ACCOUNT, TOKEN


@pytest.fixture(scope="module")
def twilio() -> Iterator[Standin]:
    with standing_in("twilio") as standin:
        yield standin


@pytest.fixture
def provider(twilio: Standin) -> Standin:
    twilio.behave_well()
    twilio.forget()
    return twilio


def _calls(provider: Standin, count: int) -> list[tuple[int, Call]]:
    headers = ("Content-Type: application/x-www-form-urlencoded", _login())
    url = f"{provider.base}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    return [(no, Call(url, f"To=%2B8490{no:07d}&Body=Xin+chao&From=CAOLOC".encode(), headers)) for no in range(count)]


def _login() -> str:

    return "Authorization: Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()


def _always() -> bool:
    return True


def test_every_call_is_answered_once(provider: Standin) -> None:
    poster = Poster(provider.base, connections=20)
    heard = list(poster.post(_calls(provider, 500), _always))
    assert sorted(key for key, _ in heard) == list(range(500))
    assert {reply.status for _, reply in heard if isinstance(reply, Reply)} == {201}
    assert provider.counts() == {"accepted": 500, "requests": 500}


@pytest.mark.parametrize("end", ["reset", "close"])
@pytest.mark.parametrize("connections", [1, 10])
def test_a_kept_connection_that_dies_after_acceptance_repeats_nothing(
    provider: Standin, end: str, connections: int
) -> None:
    """Here libcurl would by itself send the request a second time over a fresh connection."""
    provider.fail(end, when="after", share=0.3, reused=True)
    poster = Poster(provider.base, connections=connections)
    heard = dict(poster.post(_calls(provider, 200), _always))
    broken = [key for key, answer in heard.items() if isinstance(answer, Failure)]
    assert broken
    assert all(answer == Failure(True, "no-answer") for answer in heard.values() if isinstance(answer, Failure))
    numbers = [number for number, *_ in provider.accepted()]
    assert len(numbers) == len(set(numbers)) == 200


def test_left_to_itself_libcurl_sends_some_of_them_twice(provider: Standin) -> None:
    """What the test above guards against: the same requests with a body that libcurl may read again."""
    provider.fail("close", when="after", share=0.3, reused=True)
    easy = pycurl.Curl()
    easy.setopt(pycurl.WRITEFUNCTION, lambda _: None)
    for _, call in _calls(provider, 200):
        easy.setopt(pycurl.URL, call.url)
        easy.setopt(pycurl.HTTPHEADER, list(call.headers))
        easy.setopt(pycurl.POSTFIELDS, call.body)
        easy.perform()
    easy.close()
    numbers = [number for number, *_ in provider.accepted()]
    assert len(set(numbers)) == 200 < len(numbers)


@pytest.mark.parametrize("end", ["reset", "close"])
def test_a_connection_that_dies_before_acceptance_is_no_answer_either(provider: Standin, end: str) -> None:
    provider.fail(end)
    heard = dict(Poster(provider.base, connections=4).post(_calls(provider, 20), _always))
    assert set(heard.values()) == {Failure(True, "no-answer")}
    assert provider.counts() == {"accepted": 0, "requests": 20}


def test_what_was_accepted_and_never_answered_is_a_begun_timeout(provider: Standin) -> None:
    provider.fail("hang", when="after")
    heard = dict(Poster(provider.base, connections=10, timeout_s=HASTY_S).post(_calls(provider, 10), _always))
    assert set(heard.values()) == {Failure(True, "timeout")}
    assert provider.counts()["accepted"] == 10


def test_where_nobody_listens_nothing_was_begun(provider: Standin) -> None:
    poster = Poster(provider.base, connections=3)
    provider.die()
    try:
        heard = dict(poster.post(_calls(provider, 10), _always))
    finally:
        provider.revive()
    assert set(heard.values()) == {Failure(False, "not-reachable")}
    assert len(dict(poster.post(_calls(provider, 3), _always))) == 3


def test_when_a_provider_goes_away_only_what_its_kept_connections_carried_is_in_doubt(provider: Standin) -> None:
    poster = Poster(provider.base, connections=3)
    assert len(dict(poster.post(_calls(provider, 3), _always))) == 3
    provider.die()
    try:
        heard = dict(poster.post(_calls(provider, 10), _always))
    finally:
        provider.revive()
    assert sum(1 for answer in heard.values() if answer == Failure(False, "not-reachable")) >= 7
    assert all(isinstance(answer, Failure) for answer in heard.values())


def test_where_a_door_never_opens_nothing_was_begun() -> None:
    """A listener whose queue is full: the connection is never made, so the body is never read."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        with socket.create_connection(address), socket.socket() as second:
            second.setblocking(False)
            second.connect_ex(address)
            base = f"http://127.0.0.1:{address[1]}"
            poster = Poster(base, connections=1, timeout_s=0.3)
            heard = dict(poster.post([(1, Call(f"{base}/", b"x"))], _always))
    assert heard == {1: Failure(False, "timeout")}


def test_what_may_not_start_is_answered_without_being_sent(provider: Standin) -> None:
    leave = iter([True] * 7 + [False] * 100)
    heard = dict(Poster(provider.base, connections=4).post(_calls(provider, 20), lambda: next(leave)))
    assert [key for key, answer in heard.items() if answer is HELD_BACK] == list(range(7, 20))
    assert provider.counts()["accepted"] == 7


def test_a_send_that_is_left_halfway_harms_no_later_one(provider: Standin) -> None:
    poster = Poster(provider.base, connections=5)
    with contextlib.closing(cast("Generator[object, None, None]", poster.post(_calls(provider, 50), _always))) as half:
        next(half)
    provider.forget()
    assert len(list(poster.post(_calls(provider, 50), _always))) == 50
    assert provider.counts()["accepted"] == 50


def test_an_answer_without_end_is_cut_off(provider: Standin) -> None:
    """Whoever answers with gigabytes shall not fill our memory."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        thread = threading.Thread(target=_pour, args=(door,))
        thread.start()
        base = f"http://127.0.0.1:{port}"
        heard = dict(Poster(base, connections=1).post([(1, Call(base, b"x"))], _always))
        thread.join()
    assert heard == {1: Failure(True, "answer-too-long")}


def _pour(door: socket.socket) -> None:
    connection, _ = door.accept()
    with connection:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while True:
                connection.sendall(b"x" * 65536)
        except OSError:
            return


def test_several_threads_may_send_at_once(provider: Standin) -> None:
    poster = Poster(provider.base, connections=5)
    heard: list[tuple[int, Reply | Failure]] = []

    def send(first: int) -> None:
        heard.extend(poster.post(_calls(provider, 400)[first : first + 100], _always))

    threads = [threading.Thread(target=send, args=(first,)) for first in range(0, 400, 100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(key for key, _ in heard) == list(range(400))
    assert provider.counts()["accepted"] == 400


def test_a_later_try_is_told_how_long_to_wait(provider: Standin) -> None:
    provider.fail("status", status=429)
    heard = dict(Poster(provider.base, connections=1).post(_calls(provider, 1), _always))
    reply = heard[0]
    assert isinstance(reply, Reply)
    assert (reply.status, reply.retry_after_s) == (429, 7)
