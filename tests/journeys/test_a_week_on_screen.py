"""People at their screens, in a real browser: a phone at 390 pixels, a desk at 1280."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from outreach.config import read_settings
from outreach.domain.people import Person
from outreach.web.app import make_app
from tests.journeys.barriers import barriers
from tests.journeys.browsing import DESK, PHONE, browser, served, signed_in, too_wide
from tests.setting import ADMIN, DISTRICT, DUTY, FIRST, LEADER, OFFICER, Setting

SECRET = "a key for journeys, long enough to be one"


@pytest.fixture
def address(sqlite_setting: Setting) -> Iterator[str]:
    with served(make_app(sqlite_setting.desk, read_settings({}), SECRET)) as found:
        yield found


@pytest.fixture(scope="module")
def window(chromium: Path) -> Iterator[Browser]:
    with browser(chromium) as opened:
        yield opened


def test_a_tired_officer_confirms_with_two_presses(
    sqlite_setting: Setting, address: str, window: Browser, tmp_path: Path
) -> None:
    broadcast = sqlite_setting.broadcast()
    sqlite_setting.sweep(broadcast.span.end + timedelta(minutes=5))
    page = signed_in(window, address, OFFICER)
    expect(page).to_have_url(f"{address}/hom-nay")
    page.locator("main a.btn-primary").first.click()
    expect(page).to_have_url(re.compile(re.escape(f"{address}/luot-phat/{broadcast.id}")))
    page.get_by_role("button", name="Đã phát", exact=False).first.click()
    expect(page.locator("[role=status]")).to_contain_text("Tuần này đã đạt")
    assert sqlite_setting.cell().state == "kept"


def test_a_leader_countersigns_what_the_officer_said(sqlite_setting: Setting, address: str, window: Browser) -> None:
    broadcast = sqlite_setting.broadcast()
    sqlite_setting.sweep(broadcast.span.end + timedelta(minutes=5))
    sqlite_setting.say_played(broadcast)
    page = signed_in(window, address, LEADER)
    page.goto(f"{address}/luot-phat/{broadcast.id}")
    page.get_by_role("button", name="chứng kiến", exact=False).first.click()
    assert sqlite_setting.broadcast().grade == "M3"


def test_the_deputy_chairman_reads_the_week_and_reaches_the_evidence_with_one_click(
    sqlite_setting: Setting, address: str, window: Browser
) -> None:
    broadcast = sqlite_setting.broadcast()
    sqlite_setting.sweep(broadcast.span.end)
    sqlite_setting.say_played(broadcast)
    page = signed_in(window, address, DISTRICT, DESK)
    page.goto(f"{address}/chien-dich/doi-ngay-ghi")
    expect(page.locator("main")).to_contain_text("1/5 xã đã phát")
    page.locator(f'a[href="/so/{DUTY}/06190/{FIRST}"]').first.click()
    expect(page.locator("main")).to_contain_text("Cán bộ")


def test_pages_are_english_after_one_press(address: str, window: Browser) -> None:
    page = signed_in(window, address, DISTRICT, DESK)
    page.goto(f"{address}/chien-dich/doi-ngay-ghi")
    page.locator("details.account summary").click()
    page.get_by_text("English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("main")).to_contain_text("days left")


PAGES = (
    "/hom-nay",
    "/chien-dich",
    "/chien-dich/doi-ngay-ghi",
    "/xa/06190",
    "/xa/06190/gio",
    f"/so/{DUTY}/06190/{FIRST}",
    f"/luot-phat/{DUTY}.06190.2023-W45.1",
)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("person", [OFFICER, ADMIN], ids=["officer", "administrator"])
def test_no_page_is_wider_than_its_window_or_hard_to_use(
    sqlite_setting: Setting, address: str, window: Browser, person: Person, size: tuple[int, int]
) -> None:
    sqlite_setting.sweep(sqlite_setting.broadcast().span.end + timedelta(minutes=5))
    page = signed_in(window, address, person, size)
    for where in PAGES:
        page.goto(f"{address}{where}")
        assert too_wide(page) <= 0, where
        assert barriers(page) == [], where
