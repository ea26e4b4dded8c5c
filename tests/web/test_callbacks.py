"""Providers call back over the wire: what is genuine is kept as it came, all else is turned away cleanly."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from werkzeug.serving import make_server

from outreach.channels.posting import Poster
from outreach.config import read_settings
from outreach.domain.deliveries import Pace
from outreach.domain.gates import Lines, Rate
from outreach.domain.messages import Channel, Receipt
from outreach.domain.notice_ports import StoredReceipt
from outreach.storage.database import writing
from outreach.web.app import make_app
from outreach.wiring import build_worker
from tests.channels.casting import CALLBACK_SECRET, PARTS, build_esms, build_twilio, build_zalo, messages
from tests.setting import Setting
from tests.standins.standin import Standin, standing_in
from tests.standins.zalo import signed
from tests.web.conftest import SECRET

PUBLIC = "https://loa.example"
NOWHERE = "http://127.0.0.1:9"
ESMS = f"/callbacks/esms/{CALLBACK_SECRET}"


def _channels(base: str) -> dict[str, Channel]:
    poster = Poster(base, 4, 5)
    return {
        "twilio": build_twilio(base, poster, PUBLIC),
        "esms": build_esms(base, poster, PUBLIC),
        "zalo": build_zalo(base, poster),
    }


def _app(setting: Setting, channels: dict[str, Channel]) -> Flask:
    lines = Lines(tuple((channel, Rate(1_000, 1_000)) for channel in channels.values()))
    working = build_worker(setting.store, setting.clock, lines, Pace(), lambda _: None)
    return make_app(replace(setting.desk, working=working), read_settings({"OUTREACH_BASE_URL": PUBLIC}), SECRET)


def _kept(setting: Setting) -> tuple[StoredReceipt, ...]:
    with setting.store.transactions.reading() as uow:
        return uow.receipts.unread(1_000)


@contextmanager
def _served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def client(sqlite_setting: Setting) -> FlaskClient:
    return _app(sqlite_setting, _channels(NOWHERE)).test_client()


@pytest.fixture(params=sorted(PARTS))
def provider(request: pytest.FixtureRequest) -> Iterator[tuple[str, Standin]]:
    with standing_in(request.param) as standin:
        yield request.param, standin


def test_what_a_provider_tells_over_the_wire_is_kept_as_it_came(
    sqlite_setting: Setting, provider: tuple[str, Standin]
) -> None:
    name, standin = provider
    channels = _channels(standin.base)
    with _served(_app(sqlite_setting, channels)) as address:
        door = f"{address}{ESMS}" if name == "esms" else address
        standin.behave(receipts={"base": door, "repeat": 3, "shuffle": True})
        list(channels[name].send(messages(5), lambda: True))
        assert set(standin.tell_receipts()) == {200}
    read = [told for kept in _kept(sqlite_setting) for told in channels[name].read(kept.raw)]
    assert {told.request_id for told in read if isinstance(told, Receipt)} == {one.request_id for one in messages(5)}
    assert {kept.channel for kept in _kept(sqlite_setting)} == {name}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/callbacks/twilio?attempt=n1-1-1"),
        ("GET", "/callbacks/esms?RequestId=n1-1-1&SendStatus=5&SendSuccess=1"),
        ("GET", f"/callbacks/esms/{CALLBACK_SECRET[:-1]}?RequestId=n1-1-1&SendStatus=5&SendSuccess=1"),
        ("POST", "/callbacks/zalo"),
    ],
)
def test_a_forged_callback_is_turned_away_and_not_kept(
    sqlite_setting: Setting, client: FlaskClient, method: str, path: str
) -> None:
    body = b'{"event_name":"user_received_message","timestamp":"1"}'
    answer = client.open(path, method=method, data=body, headers={"X-ZEvent-Signature": "mac=00"})
    assert (answer.status_code, answer.data) == (403, b"")
    assert _kept(sqlite_setting) == ()


def test_nobody_calls_back_for_a_channel_that_is_not_there(client: FlaskClient) -> None:
    assert client.post("/callbacks/telegraph", data=b"x").status_code == 404
    assert client.put("/callbacks/zalo", data=b"x").status_code == 405


def test_what_is_genuine_and_makes_no_sense_is_kept_for_a_person(sqlite_setting: Setting, client: FlaskClient) -> None:
    assert client.get(f"{ESMS}?SendStatus=%FF%00&x=%E0%A4").status_code == 200
    (kept,) = _kept(sqlite_setting)
    assert kept.raw.url == f"{ESMS}?SendStatus=%FF%00&x=%E0%A4"


def test_a_callback_told_twice_is_kept_once(sqlite_setting: Setting, client: FlaskClient) -> None:
    genuine = signed({"event_name": "follow", "timestamp": "1"})
    for _ in range(2):
        assert client.post("/callbacks/zalo", data=genuine.body, headers=genuine.headers).status_code == 200
    assert len(_kept(sqlite_setting)) == 1


def test_a_callback_too_long_to_be_one_is_not_read(client: FlaskClient) -> None:
    assert client.post("/callbacks/zalo", data=b"x" * 70_000).status_code == 413


def test_while_the_database_is_away_the_provider_is_asked_to_call_again(
    sqlite_setting: Setting, client: FlaskClient
) -> None:
    with writing(sqlite_setting.store.engine) as connection:
        connection.execute(text("alter table receipts rename to receipts_away"))
        connection.commit()
    answer = client.get(f"{ESMS}?RequestId=n1-1-1&SendStatus=5&SendSuccess=1")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    channel=st.sampled_from(["twilio", "esms", "zalo"]),
    method=st.sampled_from(["GET", "POST"]),
    path=st.text(max_size=20),
    query=st.text(max_size=40),
    body=st.binary(max_size=300),
)
def test_whatever_strangers_send_is_answered_cleanly(
    client: FlaskClient, channel: str, method: str, path: str, query: str, body: bytes
) -> None:
    answer = client.open(f"/callbacks/{channel}/{quote(path)}?{quote(query)}", method=method, data=body)
    assert 400 <= answer.status_code < 500 or answer.status_code == 308
