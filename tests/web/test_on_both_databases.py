"""The same screens on SQLite and on PostgreSQL, whose ways with text and time differ."""

import pytest
from flask import Flask

from outreach.config import read_settings
from outreach.domain.duties import CellState
from outreach.domain.people import Person
from outreach.web.app import make_app
from outreach.web.calendar_feed import address_of
from tests.setting import ADMIN, DISTRICT, DUTY, OFFICER, SHA256, Setting
from tests.web.conftest import SECRET, Visit
from tests.web.officer import TOKEN, confirm, page, played
from tests.web.visitor import signed_in

PAGES = (
    "/hom-nay",
    "/chien-dich",
    "/chien-dich/doi-ngay-ghi",
    "/chien-dich/doi-ngay-ghi?as_of=2023-11-02&page=2",
    f"/so/{DUTY}/06190/2023-11-06",
    "/xa/06190",
    "/xa/06190?tuan=2023-11-13",
    "/mat-khau",
    "/api/v1/campaigns",
    "/api/v1/campaigns/doi-ngay-ghi",
    "/api/v1/campaigns/doi-ngay-ghi/status?as_of=2023-11-06",
    f"/api/v1/cells/{DUTY}/06190/2023-11-06",
    "/api/v1/communes/06190",
    "/api/v1/today",
)
OF_SOME: tuple[tuple[Person, str], ...] = (
    (OFFICER, "/xa/06190/gio"),
    (DISTRICT, f"/so/{DUTY}/06190/2023-11-06/mien"),
    (ADMIN, "/van-hanh"),
)


@pytest.fixture
def app(setting: Setting) -> Flask:
    return make_app(setting.desk, read_settings({}), SECRET)


def test_every_page_opens_before_and_after_a_week(setting: Setting, visit: Visit) -> None:
    people = [(person, address) for person in (OFFICER, DISTRICT) for address in PAGES]
    for moment in (None, played(setting).span.end):
        setting.sweep(moment)
        answers = {(person.username, path): visit(person).get(path).status_code for person, path in (*people, *OF_SOME)}
        assert {asked: status for asked, status in answers.items() if status != 200} == {}


def test_a_confirmed_broadcast_keeps_its_week(setting: Setting, visit: Visit) -> None:
    broadcast, officer = played(setting), visit(OFFICER)
    assert confirm(officer, broadcast, note="loa 2 rè\u200b 👍").status_code == 303
    assert "Tuần này đã đạt" in page(officer, broadcast)
    assert setting.cell().state is CellState.KEPT


def test_a_phone_reads_the_calendar(setting: Setting, app: Flask) -> None:
    with app.test_request_context():
        address = address_of("06190").removeprefix("http://127.0.0.1:8000")
    assert app.test_client().get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/lich/06190%00.ics?key=%00",
        "/lich/06190.ics?key=%00",
        "/xa/06190?tuan=%00",
        "/xa/%00",
        "/luot-phat/%00",
        f"/ban-ghi/{SHA256}%00",
        "/chien-dich/doi-ngay-ghi?as_of=%00&page=%00",
        "/api/v1/communes/06190?week=%00",
        "/api/v1/communes/%00",
        "/dang-nhap?tiep=%00",
    ],
)
def test_a_zero_byte_in_an_address_is_nobodys_fault(visit: Visit, address: str) -> None:
    assert visit(OFFICER).get(address).status_code < 500


def test_a_zero_byte_in_what_is_sent_is_refused_or_left_out(setting: Setting, visit: Visit, app: Flask) -> None:
    broadcast, officer = played(setting), visit(OFFICER)
    for typed in ({"token": f"{TOKEN}\x00"}, {"clusters": ["Cụm 1\x00"]}, {"kept": "\x00"}, {"note": "\x00rè"}):
        assert confirm(officer, broadcast, **typed).status_code in (303, 400)
    added = officer.fill_in("/xa/06190/them", tuan="", duty="\x00", opening="\x00")
    assert added.status_code == 404
    stranger = signed_in(app.test_client(), DISTRICT)
    assert stranger.fill_in("/dang-nhap", username="\x00", password="\x00").status_code == 400
