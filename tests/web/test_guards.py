"""Every route is closed unless its view says that it is public, and nothing is changed without the session's token."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from outreach.web.guards import is_public
from tests.setting import DISTRICT, OFFICER, PASSWORD, PEOPLE, STRANGER, Setting
from tests.web.conftest import Visit

PUBLIC = {
    "static",
    "bootstrap.static",
    "sessions.sign_in",
    "sessions.enter",
    "language.switch",
    "refusal.ask",  # anybody may refuse advertising, known here or not
    "refusal.take_down",
    "calendar_feed.feed",  # to whoever holds the commune's key
    "callbacks.take",  # to providers, who prove who they are
}
OPEN_WITH_A_KEY = {"calendar_feed.feed"}
"""A calendar program cannot sign in: the address itself carries the key."""


def test_only_the_door_the_language_switch_the_calendar_feed_and_callbacks_are_public(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {endpoint for endpoint in endpoints if is_public(app, endpoint)} == PUBLIC | OPEN_WITH_A_KEY


def test_every_other_page_sends_a_stranger_to_the_door(app: Flask) -> None:
    let_in = [address for method, address in _closed(app) if not _refused(app, method, address)]
    assert let_in == []


def test_a_form_without_the_token_of_its_session_changes_nothing(app: Flask, visit: Visit) -> None:
    client = visit(DISTRICT).client
    posts = [(method, address) for method, address in _closed(app) if method != "GET"]
    assert len(posts) > 5
    taken = [a for method, a in posts if client.open(a, method=method, data={"paused": "1"}).status_code != 400]
    assert taken == []


def test_sign_in_without_a_token_is_refused_too(app: Flask) -> None:
    answer = app.test_client().post("/dang-nhap", data={"username": OFFICER.username, "password": PASSWORD})
    assert answer.status_code == 400
    assert "Mở lại trang" in answer.text


def test_an_officer_may_not_open_the_cell_of_another_commune(visit: Visit) -> None:
    own, other = "/so/doi-ngay-ghi.loa/06190/2023-11-06", "/so/doi-ngay-ghi.loa/06196/2023-11-06"
    assert visit(OFFICER).get(own).status_code == 200
    assert visit(OFFICER).get(other).status_code == 403
    assert visit(STRANGER).get(other).status_code == 200


def test_whoever_was_struck_off_is_out_at_the_next_click(visit: Visit, sqlite_setting: Setting) -> None:
    officer = visit(OFFICER)
    sqlite_setting.desk.signing_in.enrol(replace(OFFICER, active=False), PASSWORD)
    assert officer.get("/hom-nay").location == "/dang-nhap?tiep=/hom-nay"


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.role)
def test_every_role_has_a_first_page_a_day_and_a_list(visit: Visit, person: object) -> None:
    visitor = visit(person)  # type: ignore[arg-type]  # parametrize hides the type
    first = visitor.get("/", follow_redirects=True)
    assert (first.status_code, first.request.path) == (200, _first_page(person))
    assert visitor.get("/hom-nay").status_code == visitor.get("/chien-dich").status_code == 200


def _first_page(person: object) -> str:
    officers = ("commune_officer", "commune_leader")
    return "/hom-nay" if getattr(person, "role", "") in officers else "/chien-dich/doi-ngay-ghi"


def _closed(app: Flask) -> list[tuple[str, str]]:
    """Every (method, address) that is not public, its variables filled with something that fits."""
    rules = [rule for rule in app.url_map.iter_rules() if not is_public(app, rule.endpoint)]
    pairs = [(method, rule) for rule in rules for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}]
    return sorted((method, _filled(rule.rule)) for method, rule in pairs)


FITTING = {"day": "2023-11-06", "int": "1"}


def _filled(rule: str) -> str:
    return re.sub(r"<([^>]+)>", lambda found: FITTING.get(found[1].partition(":")[0], "x"), rule)


def _refused(app: Flask, method: str, address: str) -> bool:
    answer = app.test_client().open(address, method=method)
    if address.startswith("/api/"):
        return answer.status_code == 401 and answer.is_json
    return answer.status_code == 302 and answer.location.startswith("/dang-nhap")
