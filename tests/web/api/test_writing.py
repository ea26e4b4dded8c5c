"""The JSON API lets people do what the screens let them do, where they may."""

import pytest

from outreach.domain.calendar import local
from tests.setting import DISTRICT, DUTY, LEADER, OFFICER, STRANGER, Setting
from tests.web.conftest import Visit
from tests.web.visitor import said

API = "/api/v1"


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
