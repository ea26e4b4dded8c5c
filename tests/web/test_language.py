"""The switch between Vietnamese and English."""

import re

from flask import Flask

from tests.setting import DISTRICT
from tests.web.conftest import Visit


def test_pages_are_vietnamese_until_somebody_switches(app: Flask) -> None:
    page = app.test_client().get("/dang-nhap", headers={"Accept-Language": "en"}).text
    assert '<html lang="vi">' in page
    assert "Đăng nhập" in page


def test_the_switch_brings_one_back_to_the_same_page_in_english(visit: Visit) -> None:
    visitor = visit(DISTRICT)
    answer = visitor.fill_in("/ngon-ngu", lang="en", tiep="/chien-dich?page=1")
    assert answer.location == "/chien-dich?page=1"
    page = visitor.get("/chien-dich").text
    assert '<html lang="en">' in page
    assert re.search(r'lang="vi">Tiếng Việt</button>', page)


def test_it_works_before_signing_in(app: Flask) -> None:
    client = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/dang-nhap").text)
    assert token
    client.post("/ngon-ngu", data={"csrf_token": token[1], "lang": "en", "tiep": "/dang-nhap"})
    assert "Sign in" in client.get("/dang-nhap").text


def test_an_unknown_language_is_refused_and_a_forged_cookie_ignored(visit: Visit) -> None:
    visitor = visit(DISTRICT)
    assert visitor.fill_in("/ngon-ngu", lang="tlh").status_code == 400
    visitor.client.set_cookie("lang", "../../etc")
    assert '<html lang="vi">' in visitor.get("/hom-nay").text


def test_the_switch_sends_nobody_elsewhere(visit: Visit) -> None:
    assert visit(DISTRICT).fill_in("/ngon-ngu", lang="en", tiep="//xa.example").location == "/"
