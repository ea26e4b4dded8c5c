"""In a replay every page says so, with its date; and there alone the clock can be steered."""

import pytest
from flask import Flask

from outreach.config import read_settings
from outreach.domain.people import Person
from outreach.web.app import make_app
from tests.setting import DISTRICT, OFFICER, PEOPLE, Setting
from tests.web.conftest import SECRET, Visit
from tests.web.replay_controls import Controls
from tests.web.visitor import Visitor, signed_in


@pytest.fixture
def controls() -> Controls:
    return Controls()


@pytest.fixture
def replaying(sqlite_setting: Setting, controls: Controls) -> Flask:
    return make_app(sqlite_setting.desk, read_settings({}), SECRET, controls)


@pytest.fixture
def visitor(replaying: Flask) -> Visitor:
    return signed_in(replaying.test_client(), OFFICER)


@pytest.mark.parametrize("address", ["/hom-nay", "/chien-dich", "/chien-dich/doi-ngay-ghi", "/mat-khau", "/khong-co"])
def test_the_date_stands_on_every_page(visitor: Visitor, address: str) -> None:
    page = visitor.get(address).text
    assert "DIỄN LẠI" in page
    assert "Thứ Năm 02/11/2023 05:45" in page
    assert "10 phút mỗi giây" in page


def test_it_stands_on_the_door_too_but_without_controls(replaying: Flask) -> None:
    page = replaying.test_client().get("/dang-nhap").text
    assert "Thứ Năm 02/11/2023 05:45" in page
    assert "/dien-lai/toc-do" not in page


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.role)
def test_everybody_may_pause_and_go_on(replaying: Flask, controls: Controls, person: Person) -> None:
    visitor = signed_in(replaying.test_client(), person)
    assert visitor.fill_in("/dien-lai/tam-dung", paused="1", tiep="/chien-dich").location == "/chien-dich"
    assert controls.kept.paused
    assert "đang tạm dừng" in visitor.get("/hom-nay").text
    visitor.fill_in("/dien-lai/tam-dung", paused="0")
    assert not controls.kept.paused


def test_the_speed_is_chosen_from_a_list(visitor: Visitor, controls: Controls) -> None:
    visitor.fill_in("/dien-lai/toc-do", speed="3600")
    assert controls.kept.speed == 3600
    for wrong in ("0", "-1", "7", "1e9", "nhanh"):
        assert visitor.fill_in("/dien-lai/toc-do", speed=wrong).status_code == 400
    assert controls.kept.speed == 3600


def test_an_unlisted_speed_given_at_the_start_is_shown_as_it_is(visitor: Visitor, controls: Controls) -> None:
    controls.kept.speed = 777
    assert '<option value="777" selected>' in visitor.get("/hom-nay").text


def test_pages_that_show_how_things_stand_renew_themselves(visitor: Visitor) -> None:
    assert 'data-live="4"' in visitor.get("/chien-dich/doi-ngay-ghi").text
    assert "data-live" not in visitor.get("/mat-khau").text


def test_other_pages_can_renew_the_date_alone(visitor: Visitor) -> None:
    fragment = visitor.get("/dien-lai/luc-nay").text
    assert "Thứ Năm 02/11/2023 05:45" in fragment
    assert "<html" not in fragment


def test_a_replay_that_is_over_says_so_and_cannot_be_steered(visitor: Visitor, controls: Controls) -> None:
    controls.kept.ended = True
    page = visitor.get("/hom-nay").text
    assert "đã đến cuối chiến dịch" in page
    assert "/dien-lai/toc-do" not in page


def test_on_the_real_clock_there_is_no_banner_and_nothing_to_steer(visit: Visit) -> None:
    visitor = visit(DISTRICT)
    assert "DIỄN LẠI" not in visitor.get("/hom-nay").text
    assert visitor.fill_in("/dien-lai/tam-dung", paused="1").status_code == 404
    assert visitor.fill_in("/dien-lai/toc-do", speed="600").status_code == 404
    assert visitor.get("/dien-lai/luc-nay").status_code == 404
