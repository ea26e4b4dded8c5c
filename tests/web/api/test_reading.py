"""The JSON API answers every screen's facts, to those who may see them."""

from datetime import date, timedelta

import pytest
from flask import Flask

from outreach.config import read_settings
from outreach.domain.calendar import local
from outreach.domain.campaigns import NoticePlan, OutcomePlan
from outreach.domain.ledger import SweepRun
from outreach.web.app import make_app
from tests.setting import ADMIN, DISTRICT, DUTY, FIRST, LEADER, MEDIA, OFFICER, STRANGER, Setting, at, plan
from tests.web.conftest import SECRET, Visit
from tests.web.replay_controls import Controls
from tests.web.visitor import said, signed_in

API = "/api/v1"


def test_every_route_of_the_api_is_in_its_description(app: Flask, visit: Visit) -> None:
    described = said(visit(OFFICER).get(f"{API}/openapi.json"))
    paths = {path.replace("{", "<").replace("}", ">") for path in described["paths"]}
    routes = {_without_converters(rule.rule) for rule in app.url_map.iter_rules() if rule.rule.startswith(API)}
    assert routes - paths == {f"{API}/openapi.json"}
    summaries = [op.get("summary") for item in described["paths"].values() for op in item.values() if "responses" in op]
    assert len(summaries) == 23
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


def test_a_cell_is_told_alike_wherever_it_stands(visit: Visit, sqlite_setting: Setting) -> None:
    sqlite_setting.sweep(at(FIRST + timedelta(days=8)))
    district = visit(DISTRICT)
    cells = said(district.get(f"{API}/campaigns/doi-ngay-ghi/status"))["cells"]
    for commune in ("06184", "06190"):
        history = said(district.get(f"{API}/cells/{DUTY}/{commune}/2023-11-06"))["history"]
        assert history[-1] in cells


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


def test_what_a_campaign_must_reach_and_tell_is_told(visit: Visit, sqlite_setting: Setting) -> None:
    outcome = OutcomePlan("zalo", "Khách nhận tin", "khách hàng", None, 100, "", 80.0, FIRST)
    notice = NoticePlan("tin", "Tin đổi ngày", "khách hàng", ("sms",), FIRST, "Đổi ngày ghi")
    sqlite_setting.desk.loading.load(plan(outcomes=(outcome,), notices=(notice,)), "huyen")
    told = said(visit(DISTRICT).get(f"{API}/campaigns/doi-ngay-ghi"))
    assert (told["outcomes"][0]["target"], told["outcomes"][0]["baseline"]) == (80.0, None)
    assert (told["notices"][0]["channels"], told["notices"][0]["by"]) == (["sms"], "2023-11-06")


def test_the_replay_is_told_where_there_is_one(visit: Visit, sqlite_setting: Setting) -> None:
    assert visit(OFFICER).get(f"{API}/replay").status_code == 404
    replaying = make_app(sqlite_setting.desk, read_settings({}), SECRET, Controls())
    told = said(signed_in(replaying.test_client(), OFFICER).get(f"{API}/replay"))
    assert (told["now"], told["speed"], told["paused"]) == ("2023-11-02T05:45:00+07:00", 600, False)


def test_how_the_sweeps_went_is_told_to_the_administrator_alone(visit: Visit, sqlite_setting: Setting) -> None:
    now = sqlite_setting.clock.at
    sqlite_setting.desk.sweep_runs.record(SweepRun("plan", now, now, "3", False))
    [run] = said(visit(ADMIN).get(f"{API}/operations"))
    assert (run["name"], run["result"], run["failed"]) == ("plan", "3", False)
    assert visit(DISTRICT).get(f"{API}/operations").status_code == 403


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
