"""Coming in and going out."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from outreach.config import read_settings
from outreach.domain.people import Person, Role
from outreach.web.app import make_app
from outreach.web.sessions import own_address
from tests.setting import DISTRICT, OFFICER, PASSWORD, Setting
from tests.web.conftest import SECRET, Visit

NEWCOMER = Person("moi", "Người mới", Role.DISTRICT_OFFICE, "183", must_change_password=True)
BETTER = "mot-mat-khau-khac"


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_the_right_password_opens_the_day_of_an_officer(client: FlaskClient) -> None:
    assert sign_in(client, OFFICER.username, PASSWORD, follow_redirects=True).request.path == "/hom-nay"


def test_after_signing_in_one_is_where_one_wanted_to_go(client: FlaskClient) -> None:
    door = client.get("/so/doi-ngay-ghi.loa/06190/2023-11-06", follow_redirects=True)
    wanted = re.search(r'name="tiep" value="(/so[^"]+)"', door.text)
    assert wanted
    assert sign_in(client, OFFICER.username, PASSWORD, tiep=wanted[1]).location == wanted[1]


def test_a_wrong_password_and_an_unknown_name_are_told_alike(client: FlaskClient) -> None:
    wrong = sign_in(client, OFFICER.username, "sai-mat-khau")
    unknown = sign_in(client, "khong-ai", PASSWORD)
    assert wrong.status_code == unknown.status_code == 400
    assert _problem(wrong) == _problem(unknown) == "Tên đăng nhập hoặc mật khẩu chưa đúng."


def test_the_sixth_failure_has_to_wait_even_with_the_right_password(client: FlaskClient) -> None:
    for _attempt in range(5):
        sign_in(client, OFFICER.username, "sai-mat-khau")
    answer = sign_in(client, OFFICER.username, PASSWORD)
    assert answer.status_code == 429
    assert "Chờ 5 phút" in _problem(answer)


def test_one_persons_failures_do_not_keep_others_out(client: FlaskClient) -> None:
    for _attempt in range(6):
        sign_in(client, "khong-ai", "sai-mat-khau")
    assert sign_in(client, OFFICER.username, PASSWORD).status_code == 302


def test_signing_out_closes_the_house(app: Flask, visit: Visit) -> None:
    officer = visit(OFFICER)
    assert officer.fill_in("/dang-xuat").location == "/dang-nhap"
    assert officer.get("/hom-nay").status_code == 302


def test_a_first_password_must_be_changed_before_anything_else(client: FlaskClient, sqlite_setting: Setting) -> None:
    sqlite_setting.desk.signing_in.enrol(NEWCOMER, PASSWORD)
    assert sign_in(client, "moi", PASSWORD, follow_redirects=True).request.path == "/mat-khau"
    assert client.get("/chien-dich").location == "/mat-khau"
    assert client.get("/api/v1/campaigns").status_code == 403
    change(client, old=PASSWORD, new=BETTER, again=BETTER)
    assert client.get("/chien-dich").status_code == 200


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        ({"old": "sai", "new": BETTER, "again": BETTER}, "Mật khẩu hiện tại chưa đúng."),
        ({"old": PASSWORD, "new": "ngan", "again": "ngan"}, "ít nhất 10 ký tự"),
        ({"old": PASSWORD, "new": BETTER, "again": "khac"}, "không giống nhau"),
        ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "phải khác mật khẩu cũ"),
    ],
)
def test_a_password_is_changed_only_with_care(visit: Visit, given: dict[str, str], advice: str) -> None:
    answer = visit(OFFICER).fill_in("/mat-khau", **given)
    assert answer.status_code == 400
    assert advice in _problem(answer)


def test_a_changed_password_is_the_one_that_opens(client: FlaskClient, visit: Visit) -> None:
    visit(OFFICER).fill_in("/mat-khau", old=PASSWORD, new=BETTER, again=BETTER)
    assert sign_in(client, OFFICER.username, PASSWORD).status_code == 400
    assert sign_in(client, OFFICER.username, BETTER).status_code == 302


def test_a_new_password_ends_the_sessions_elsewhere_and_not_this_one(visit: Visit) -> None:
    here, elsewhere = visit(OFFICER), visit(OFFICER)
    other = visit(DISTRICT)
    here.fill_in("/mat-khau", old=PASSWORD, new=BETTER, again=BETTER)
    assert "phải đăng nhập lại" in here.get("/hom-nay").text
    assert (elsewhere.get("/hom-nay").status_code, other.get("/hom-nay").status_code) == (302, 200)


def test_an_administrators_one_time_password_ends_all_sessions(sqlite_setting: Setting, visit: Visit) -> None:
    officer = visit(OFFICER)
    sqlite_setting.desk.signing_in.renew(OFFICER)
    assert officer.get("/hom-nay").status_code == 302


def test_behind_a_proxy_a_guesser_shuts_out_nobody_elsewhere(sqlite_setting: Setting) -> None:
    app = make_app(sqlite_setting.desk, read_settings({"OUTREACH_HTTPS": "1"}), SECRET)
    client = app.test_client()
    guesser, person = _from("10.0.0.1"), _from("10.0.0.2")
    for _attempt in range(6):
        refused = sign_in(client, OFFICER.username, "sai-mat-khau", sent=guesser)
    assert refused.status_code == 429
    assert sign_in(client, OFFICER.username, PASSWORD, sent=person).status_code == 302


def test_without_a_proxy_nobody_chooses_an_address(client: FlaskClient) -> None:
    for attempt in range(6):
        answer = sign_in(client, OFFICER.username, "sai-mat-khau", sent={"X-Forwarded-For": f"10.0.0.{attempt}"})
    assert answer.status_code == 429


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://xa.example/",
        "//xa.example",
        "///xa.example",
        "////xa.example",
        "//[",
        "/\\xa.example",
        "\\\\xa.example",
        "/x\\..\\\\xa.example",
        "xa.example",
        "/\t/xa.example",
        "/ /xa.example",
        "/x\r\nSet-Cookie: a=b",
        "\x00",
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(client: FlaskClient, elsewhere: str) -> None:
    assert sign_in(client, OFFICER.username, PASSWORD, tiep=elsewhere).location == "/"


def test_nobody_is_sent_elsewhere_by_choosing_a_language(client: FlaskClient) -> None:
    for elsewhere in ("////xa.example", "//["):
        data = {"csrf_token": _token(client), "lang": "en", "tiep": elsewhere}
        assert client.post("/ngon-ngu", data=data).location == "/"


@pytest.mark.parametrize("name", ["canbo\x00", "\x00", "", "x" * 10_000, "cán\nbộ"])
def test_a_name_that_nobody_can_have_is_a_wrong_name(setting: Setting, name: str) -> None:
    client = make_app(setting.desk, read_settings({}), SECRET).test_client()
    refused = sign_in(client, name, PASSWORD)
    assert refused.status_code == 400
    assert _problem(refused) == "Tên đăng nhập hoặc mật khẩu chưa đúng."


def test_of_many_guesses_at_once_no_more_than_five_are_checked(app: Flask) -> None:
    def guess(_number: int) -> int:
        return sign_in(app.test_client(), OFFICER.username, "sai-mat-khau").status_code

    with ThreadPoolExecutor(24) as threads:
        answers = sorted(threads.map(guess, range(24)))
    assert answers == [400] * 5 + [429] * 19


def test_an_address_of_ours_is_kept_whole() -> None:
    assert own_address("/chien-dich/x?as_of=2023-11-02") == "/chien-dich/x?as_of=2023-11-02"


def test_whoever_is_in_does_not_see_the_door_again(visit: Visit) -> None:
    assert visit(replace(OFFICER)).get("/dang-nhap").location == "/"


def test_session_cookies_are_kept_from_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = sign_in(client, OFFICER.username, PASSWORD).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def sign_in(
    client: FlaskClient, username: str, password: str, tiep: str = "", sent: dict[str, str] | None = None, **more: Any
) -> TestResponse:
    data = {"csrf_token": _token(client, headers=sent), "username": username, "password": password, "tiep": tiep}
    return client.post("/dang-nhap", data=data, headers=sent, **more)


def _from(address: str) -> dict[str, str]:
    """What a web server before us says of a visitor."""
    return {"X-Forwarded-For": address, "X-Forwarded-Proto": "https"}


def change(client: FlaskClient, **given: str) -> TestResponse:
    return client.post("/mat-khau", data={"csrf_token": _token(client, "/mat-khau"), **given})


def _token(client: FlaskClient, address: str = "/dang-nhap", headers: dict[str, str] | None = None) -> str:
    page = client.get(address, follow_redirects=True, headers=headers).text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def _problem(answer: TestResponse) -> str:
    found = re.search(r'class="problem" role="alert">([^<]+)<', answer.text)
    assert found
    return found[1]
