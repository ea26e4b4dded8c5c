"""The JSON API: every screen's facts and actions, closed to strangers, and clean refusals of whatever is sent."""

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.domain.calendar import local
from tests.setting import ADMIN, DISTRICT, DUTY, FIRST, LEADER, MEDIA, OFFICER, STRANGER, Setting, at
from tests.web.conftest import Visit
from tests.web.visitor import said

API = "/api/v1"


def test_every_route_of_the_api_is_in_its_description(app: Flask, visit: Visit) -> None:
    described = said(visit(OFFICER).get(f"{API}/openapi.json"))
    paths = {path.replace("{", "<").replace("}", ">") for path in described["paths"]}
    routes = {_without_converters(rule.rule) for rule in app.url_map.iter_rules() if rule.rule.startswith(API)}
    assert routes - paths == {f"{API}/openapi.json"}
    summaries = [op.get("summary") for item in described["paths"].values() for op in item.values() if "responses" in op]
    assert len(summaries) == 16
    assert all(summaries)


def test_every_route_of_the_api_asks_who_is_there(app: Flask) -> None:
    stranger = app.test_client()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(API):
            for method in (rule.methods or set()) & {"GET", "POST", "PUT"}:
                address = _filled_in(rule.rule)
                answer = stranger.open(address, method=method, json={})
                assert answer.status_code in (400, 401), (method, address)
                assert said(answer)["message"]


@pytest.mark.parametrize(
    "address",
    [
        "/campaigns",
        "/campaigns/doi-ngay-ghi",
        "/campaigns/doi-ngay-ghi/status",
        f"/cells/{DUTY}/06190/2023-11-06",
        "/communes/06190?week=2023-11-16",
        f"/broadcasts/{DUTY}.06190.2023-W45.1",
        "/today",
    ],
)
def test_facts_are_answered_to_those_who_may_see_them(visit: Visit, address: str) -> None:
    for person in (OFFICER, LEADER, DISTRICT, MEDIA, ADMIN):
        assert visit(person).get(API + address).status_code == 200


@pytest.mark.parametrize(
    "address", [f"/cells/{DUTY}/06190/2023-11-06", "/communes/06190", f"/broadcasts/{DUTY}.06190.2023-W45.1"]
)
def test_an_officer_of_another_commune_is_refused(visit: Visit, address: str) -> None:
    answer = visit(STRANGER).get(API + address)
    assert (answer.status_code, said(answer)["code"]) == (403, 403)
    assert STRANGER.username in said(answer)["message"]


def test_the_grid_says_the_same_as_the_ledger(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast = sqlite_setting.broadcast()
    sqlite_setting.clock.at = broadcast.span.end
    sqlite_setting.say_played(broadcast)
    campaign = said(visit(DISTRICT).get(f"{API}/campaigns/doi-ngay-ghi"))
    grid = campaign["duties"][0]
    row = next(row for row in grid["rows"] if row["commune"]["code"] == "06190")
    assert [cell["state"] for cell in row["cells"]] == ["kept", "planned", "planned"]
    assert row["cells"][0]["evidence"] == [broadcast.id]
    assert grid["counts"] == {"kept": 1, "planned": 14} == _counts(grid["by_week"])
    status = said(visit(DISTRICT).get(f"{API}/campaigns/doi-ngay-ghi/status"))
    assert status["counts"] == grid["counts"]
    assert len(status["cells"]) == 15


def test_times_carry_the_offset_of_vietnam(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast = sqlite_setting.broadcast()
    told = said(visit(OFFICER).get(f"{API}/broadcasts/{broadcast.id}"))["broadcast"]
    assert told["starts_at"] == local(broadcast.starts_at).isoformat()
    assert told["starts_at"].endswith("+07:00")
    assert told["week"] == "2023-11-06"


@pytest.mark.parametrize("moment", ["2023-11-08", "2023-11-09T00:00:00%2B07:00", "2023-11-09T00:00:00+07:00"])
def test_the_ledger_is_told_as_it_stood_then(visit: Visit, sqlite_setting: Setting, moment: str) -> None:
    sqlite_setting.clock.at = at(FIRST + timedelta(days=6), 20)
    sqlite_setting.say_played(sqlite_setting.broadcast())
    then = said(visit(DISTRICT).get(f"{API}/campaigns/doi-ngay-ghi/status?as_of={moment}"))
    assert then["as_of"] == "2023-11-09T00:00:00+07:00"
    assert then["counts"] == {"planned": 15}


def test_an_officer_states_that_it_was_played(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast = sqlite_setting.broadcast()
    sqlite_setting.clock.at = broadcast.span.end
    officer, body = visit(OFFICER), _statement(local(broadcast.starts_at).isoformat())
    answers = [officer.send(f"{API}/broadcasts/{broadcast.id}/statement", body) for _ in range(2)]
    assert [(a.status_code, said(a)["state"], said(a)["grade"]) for a in answers] == [(200, "played", "M0")] * 2
    assert len(sqlite_setting.desk.viewing.broadcast(broadcast.id).evidence) == 1
    signed = visit(LEADER).send(f"{API}/broadcasts/{broadcast.id}/countersign", None)
    assert said(signed)["grade"] == "M3"


def test_an_officer_states_that_it_was_not_played(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast = sqlite_setting.broadcast()
    sqlite_setting.clock.at = broadcast.span.end
    body = {"token": "0123456789", "why": "Mất điện"}
    answer = visit(OFFICER).send(f"{API}/broadcasts/{broadcast.id}/not-played", body)
    assert (answer.status_code, said(answer)["state"]) == (200, "missed")


def test_an_officer_adds_moves_and_cancels(visit: Visit, sqlite_setting: Setting) -> None:
    officer = visit(OFFICER)
    added = officer.send(f"{API}/communes/06190/broadcasts", {"duty": DUTY, "starts_at": "2023-11-08T09:00:00+07:00"})
    assert added.status_code == 201
    assert said(officer.get(added.headers["Location"]))["broadcast"]["purpose"] == "added"
    moved = officer.send(f"{API}/broadcasts/{said(added)['id']}/move", {"starts_at": "2023-11-09T09:00:00+07:00"})
    assert (moved.status_code, said(moved)["replaces"]) == (201, said(added)["id"])
    cancelled = officer.send(f"{API}/broadcasts/{said(moved)['id']}/cancel", {"why": "Đã đủ lượt"})
    assert (cancelled.status_code, said(cancelled)["state"]) == (200, "cancelled")


def test_an_officer_sets_the_hours_of_the_station(visit: Visit, sqlite_setting: Setting) -> None:
    hours = {"windows": [{"opens": "06:00", "closes": "07:00", "name": "Sáng"}], "relays": []}
    answer = visit(OFFICER).send(f"{API}/communes/06190/hours", hours, method="PUT")
    assert answer.status_code == 200
    assert said(answer)["windows"] == [
        {"opens": "06:00", "closes": "07:00", "weekdays": [0, 1, 2, 3, 4, 5, 6], "name": "Sáng"}
    ]
    assert local(sqlite_setting.broadcast().starts_at).hour == 6


def test_a_district_office_excuses_a_week_and_takes_it_back(visit: Visit) -> None:
    address, district = f"{API}/cells/{DUTY}/06190/2023-11-06/excuse", visit(DISTRICT)
    body = {"document": "12/UBND ngày 05/11/2023", "reason": "Bão, đổ cột loa"}
    assert visit(OFFICER).send(address, body).status_code == 403
    assert said(district.send(address, body))["state"] == "excused"
    assert said(district.send(address, {**body, "granted": False}))["state"] == "planned"


@pytest.mark.parametrize(
    ("action", "body"),
    [
        (
            "statement",
            {"token": "0123456789", "started_at": "2023-11-06T05:40:00+07:00", "clusters": [], "whole": True},
        ),
        ("not-played", {"token": "0123456789", "why": "x"}),
        ("countersign", None),
        ("move", {"starts_at": "2023-11-08T09:00:00+07:00"}),
        ("cancel", {"why": "x"}),
    ],
)
def test_nobody_acts_outside_the_own_place_or_role(
    visit: Visit, sqlite_setting: Setting, action: str, body: object
) -> None:
    address = f"{API}/broadcasts/{sqlite_setting.broadcast().id}/{action}"
    for person in (STRANGER, DISTRICT):
        assert visit(person).send(address, body).status_code == 403


def test_without_the_token_nothing_is_changed(visit: Visit, sqlite_setting: Setting) -> None:
    address = f"{API}/broadcasts/{sqlite_setting.broadcast().id}/cancel"
    answer = visit(OFFICER).client.post(address, json={"why": "x"})
    assert (answer.status_code, answer.is_json) == (400, True)
    assert sqlite_setting.broadcast().state == "planned"


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


def _counts(by_week: dict[str, dict[str, int]]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for counts in by_week.values():
        for state, count in counts.items():
            totals[state] = totals.get(state, 0) + count
    return totals


def _without_converters(rule: str) -> str:
    return rule.replace("<code:", "<").replace("<day:", "<")


def _filled_in(rule: str) -> str:
    parts = rule.replace("<day:monday>", date(2023, 11, 6).isoformat()).split("/")
    return "/".join("x" if part.startswith("<") else part for part in parts)
