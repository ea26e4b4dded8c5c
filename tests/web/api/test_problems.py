"""The JSON API refuses cleanly whatever it cannot take."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.setting import ADMIN, DUTY, OFFICER, Setting
from tests.web.conftest import Visit
from tests.web.visitor import said

API = "/api/v1"


def _statement(started_at: object, **more: object) -> dict[str, object]:
    return {"token": "0123456789", "started_at": started_at, "clusters": ["Cụm 1"], "whole": True, **more}


GOOD = _statement("2023-11-06T05:40:00+07:00")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "started_at"),
        ({**GOOD, "started_at": "hôm qua"}, "started_at"),
        ({**GOOD, "started_at": "2023-11-06T05:40:00"}, "started_at"),
        ({**GOOD, "started_at": "9999-12-31T23:59:59-12:00"}, "started_at"),
        ({**GOOD, "started_at": 5}, "started_at"),
        ({**GOOD, "token": "ngắn"}, "token"),
        ({**GOOD, "clusters": "Cụm 1"}, "clusters"),
        ({**GOOD, "clusters": [None]}, "clusters"),
        ({**GOOD, "clusters": ["Cụm 1"] * 201}, "clusters"),
        ({**GOOD, "whole": "yes"}, "whole"),
        ({**GOOD, "note": "\x00"}, "note"),
        ({**GOOD, "note": "\ud800"}, "note"),
        ({**GOOD, "note": "x" * 501}, "note"),
        ({**GOOD, "nonsense": 1}, "nonsense"),
    ],
)
def test_a_wrong_field_is_named(visit: Visit, sqlite_setting: Setting, body: object, field: str) -> None:
    answer = visit(OFFICER).send(f"{API}/broadcasts/{sqlite_setting.broadcast().id}/statement", body)
    assert answer.status_code == 422
    assert field in said(answer)["errors"]["json"]


@pytest.mark.parametrize("nothing", ["", "  ", "\u200b", "\u2060\u202e", "\u3164", "…", "\u2800"])
def test_a_reason_that_nobody_can_read_is_none(visit: Visit, sqlite_setting: Setting, nothing: str) -> None:
    broadcast = sqlite_setting.broadcast().id
    told = {"token": "0123456789", "why": nothing}
    for address, body in (("not-played", told), ("cancel", {"why": nothing})):
        answer = visit(OFFICER).send(f"{API}/broadcasts/{broadcast}/{address}", body)
        assert (answer.status_code, list(said(answer)["errors"]["json"])) == (422, ["why"])


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 30_000, "application/json", 400),
        (b"9" * 30_000, "application/json", 400),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b"NaN", "application/json", 422),
        (b"", "application/json", 422),
        (b"token=1", "application/x-www-form-urlencoded", 415),
        (b"<a/>", "text/xml", 415),
        (b" " * 70_000, "application/json", 413),
    ],
)
def test_what_is_no_json_is_refused_cleanly(
    visit: Visit, sqlite_setting: Setting, content: bytes, kind: str, status: int
) -> None:
    officer = visit(OFFICER)
    address = f"{API}/broadcasts/{sqlite_setting.broadcast().id}/cancel"
    answer = officer.client.post(address, data=content, content_type=kind, headers={"X-CSRFToken": officer.token})
    assert (answer.status_code, said(answer)["code"]) == (status, status)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing", 404),
        ("/campaigns/", 404),
        ("/campaigns/khong-co", 404),
        ("/campaigns/%00", 404),
        ("/communes/99999", 404),
        ("/broadcasts/khong-co", 404),
        (f"/cells/{DUTY}/06190/2023-11-07", 404),
        (f"/cells/{DUTY}/06190/2023-02-30", 404),
        ("/cells/khong-co/06190/2023-11-06", 404),
        ("/communes/06190?week=2023-13-01", 422),
        ("/campaigns/doi-ngay-ghi?page=0", 422),
        ("/campaigns/doi-ngay-ghi?page=x", 422),
        ("/campaigns/doi-ngay-ghi?as_of=9999-12-31T23:59:59Z", 422),
        ("/campaigns/doi-ngay-ghi?as_of=2023-02-30", 422),
        (f"/broadcasts/{DUTY}.06190.2023-W45.1/cancel", 405),
    ],
)
def test_what_does_not_exist_is_said_in_json(visit: Visit, address: str, status: int) -> None:
    answer = visit(ADMIN).get(API + address)
    assert (answer.status_code, said(answer)["code"]) == (status, status)
    assert said(answer)["message"]


@pytest.mark.parametrize(
    ("windows", "field"),
    [
        ([{"opens": "22:00", "closes": "05:00"}], "closes"),
        ([{"opens": "25:00", "closes": "05:00"}], "opens"),
        ([{"opens": "05:30", "closes": "06:30", "weekdays": [7]}], "weekdays"),
        ([{"opens": "05:30", "closes": "06:30", "weekdays": []}], "weekdays"),
        ([{"opens": "05:30"}], "closes"),
    ],
)
def test_hours_that_cannot_be_are_refused(visit: Visit, windows: list[object], field: str) -> None:
    answer = visit(OFFICER).send(f"{API}/communes/06190/hours", {"windows": windows}, method="PUT")
    assert answer.status_code == 422
    assert field in said(answer)["errors"]["json"]["windows"]["0"]


def test_a_rule_of_the_field_is_told_in_words(visit: Visit) -> None:
    body = {"duty": DUTY, "starts_at": "2023-11-08T23:00:00+07:00"}
    answer = visit(OFFICER).send(f"{API}/communes/06190/broadcasts", body)
    assert answer.status_code == 422
    assert "giờ yên tĩnh" in said(answer)["message"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


FIELDS = st.sampled_from(
    ["token", "started_at", "starts_at", "clusters", "whole", "note", "why", "duty", "windows", "relays", "document"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(FIELDS, VALUES, max_size=6) | VALUES)
def test_no_body_makes_the_server_stumble(visit: Visit, body: object) -> None:
    officer = visit(OFFICER)
    broadcast = f"{API}/broadcasts/{DUTY}.06190.2023-W45.1"
    for address in (f"{broadcast}/statement", f"{broadcast}/move", f"{API}/communes/06190/broadcasts"):
        assert officer.send(address, body).status_code in (400, 415, 422)
    answer = officer.send(f"{API}/communes/06190/hours", body, method="PUT")
    assert answer.status_code in (400, 415, 422)
