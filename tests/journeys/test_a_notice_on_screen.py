"""A notice from the first word to the last door, in a real browser: two people of the power company and an officer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from outreach.config import read_settings
from outreach.domain.deliveries import DeliveryState
from outreach.domain.people import Person
from outreach.web.app import make_app
from tests.journeys.barriers import barriers
from tests.journeys.browsing import DESK, PHONE, browser, served, signed_in, too_wide
from tests.notices import CAMPAIGN, POWER, SECOND, SLUG, TEXT, compose, deliveries, sent, staffed, work
from tests.setting import ADMIN, OFFICER, Setting

SECRET = "a key for journeys, long enough to be one"


@pytest.fixture
def office(sqlite_setting: Setting) -> Setting:
    return staffed(sqlite_setting)


@pytest.fixture
def address(office: Setting) -> Iterator[str]:
    with served(make_app(office.desk, read_settings({}), SECRET)) as found:
        yield found


@pytest.fixture(scope="module")
def window(chromium: Path) -> Iterator[Browser]:
    with browser(chromium) as opened:
        yield opened


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_notice_is_written_approved_sent_and_the_rest_called_on(
    office: Setting, address: str, window: Browser, size: tuple[int, int]
) -> None:
    page = signed_in(window, address, POWER, size)
    page.goto(f"{address}/thong-bao")
    page.get_by_role("link", name="Soạn thông báo").first.click()
    page.fill("#title", "Báo khách hàng")
    page.fill("#text", TEXT)
    page.fill("#hotline", "19006769")
    page.fill("#new_day", "31/12/2023")
    expect(page.locator("[data-counter]")).to_contain_text("8.500 đồng")
    page.fill("#starts-day", "2023-11-07")
    expect(page.locator("[data-reads=starts-day]")).to_have_text("Thứ Ba 07/11/2023")
    page.get_by_role("button", name="Lưu và xem lại").click()
    expect(page.locator("main")).to_contain_text("Gửi xong khoảng")
    page.get_by_role("button", name="Trình người thứ hai duyệt").click()
    expect(page.locator("[role=status]")).to_contain_text("Một người thứ hai cần xem")

    second = signed_in(window, address, SECOND, size)
    second.goto(f"{address}/thong-bao")
    second.locator("main a.btn-primary").first.click()
    second.get_by_role("button", name="Duyệt và cho gửi").click()
    expect(second.locator("[role=status]")).to_contain_text("Đã duyệt")
    office.clock.at = office.desk.notifying.get(SLUG).content.starts_at
    work(office, 10)
    expect(second.locator("main")).to_contain_text("6 trên 10 người đã chắc chắn được báo", timeout=20_000)

    officer = signed_in(window, address, OFFICER, size)
    officer.get_by_role("link", name="Mở danh sách cần gặp").click()
    expect(officer.locator("h1")).to_contain_text("2 người cần gặp")
    officer.get_by_role("button", name=re.compile("^Đã gọi cho")).first.click()
    expect(officer.locator("h1")).to_contain_text("1 người cần gặp")
    assert len(deliveries(office, DeliveryState.TOLD)) == 1


def test_what_is_wrong_is_brought_into_view(office: Setting, address: str, window: Browser) -> None:
    page = signed_in(window, address, POWER)
    page.goto(f"{address}/thong-bao/moi?chien-dich={CAMPAIGN}")
    page.fill("#title", "Báo khách hàng")
    page.fill("#text", "Kính gửi {{ ten }}")
    page.get_by_role("button", name="Lưu và xem lại").click()
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#text-problem").first).to_be_in_viewport()
    expect(page.locator("#text")).to_have_value("Kính gửi {{ ten }}")


def test_writing_works_without_scripts(office: Setting, address: str, window: Browser) -> None:
    page = signed_in(window, address, POWER)
    state = page.context.storage_state()
    still = window.new_context(java_script_enabled=False, storage_state=state).new_page()
    still.goto(f"{address}/thong-bao/moi?chien-dich={CAMPAIGN}")
    still.fill("#title", "Báo khách hàng")
    still.fill("#text", "Kính gửi {{ name }}")
    still.get_by_role("button", name="Đếm và tính giá").click()
    expect(still.locator("[data-counter]")).to_contain_text("Khoảng 10 khách hàng")
    still.get_by_role("button", name="Lưu và xem lại").click()
    expect(still.locator("main")).to_contain_text("Kinh gui Nong Thi")


def test_the_list_of_a_commune_prints_with_boxes_to_tick(office: Setting, address: str, window: Browser) -> None:
    sent(office)
    page = signed_in(window, address, OFFICER, DESK)
    page.goto(f"{address}/can-gap/{SLUG}/06190")
    page.emulate_media(media="print")
    expect(page.locator(".boxes").first).to_be_visible()
    expect(page.locator(".person .three").first).to_be_hidden()


PAGES = {
    POWER: (
        "/thong-bao",
        f"/thong-bao/moi?chien-dich={CAMPAIGN}",
        f"/thong-bao/{SLUG}",
        f"/thong-bao/{SLUG}/chua-den",
        "/khach-hang/PA11CL6190005",
        "/can-gap",
        f"/can-gap/{SLUG}/06190",
        f"/chien-dich/{CAMPAIGN}",
    ),
    OFFICER: (f"/thong-bao/{SLUG}", f"/can-gap/{SLUG}/06190", "/khach-hang/PA11CL6190005", "/tu-choi"),
    ADMIN: ("/thong-bao", "/van-hanh"),
}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("person", PAGES, ids=lambda person: person.role)
def test_no_page_is_wider_than_its_window_or_hard_to_use(
    office: Setting, address: str, window: Browser, person: Person, size: tuple[int, int]
) -> None:
    sent(office)
    page = signed_in(window, address, person, size)
    for where in PAGES[person]:
        page.goto(f"{address}{where}")
        assert too_wide(page) <= 0, where
        assert barriers(page) == [], where


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_draft_and_an_approval_are_easy_to_use(
    office: Setting, address: str, window: Browser, size: tuple[int, int]
) -> None:
    compose(office)
    for person in (POWER, SECOND):
        page = signed_in(window, address, person, size)
        page.goto(f"{address}/thong-bao/{SLUG}")
        assert too_wide(page) <= 0
        assert barriers(page) == []
        if person is POWER:
            page.get_by_role("button", name="Trình người thứ hai duyệt").click()
            expect(page.locator("[role=status]")).to_be_visible()
