"""The power company brings a list on the screen, watches it being checked, and puts it in."""

from pathlib import Path

from playwright.sync_api import expect

from outreach.config import read_settings
from outreach.domain.customers import AudienceFilter
from outreach.domain.people import Person, Role
from outreach.web.app import make_app
from tests.customers_made import write_list
from tests.journeys.barriers import barriers
from tests.journeys.browsing import PHONE, browser, served, signed_in
from tests.setting import PASSWORD, Setting

POWER = Person("dienluc", "Điện lực Cao Lộc", Role.POWER_COMPANY, "183")
ROWS = 30_000


def test_a_list_is_brought_watched_and_put_in(sqlite_setting: Setting, chromium: Path, tmp_path: Path) -> None:
    sqlite_setting.desk.signing_in.enrol_many((POWER,), PASSWORD)
    app = make_app(sqlite_setting.desk, read_settings({}), "a key for tests, long enough to be one")
    file = write_list(tmp_path / "khach-hang.csv", ROWS)
    with served(app) as address, browser(chromium) as opened:
        page = signed_in(opened, address, POWER, PHONE)
        page.click("nav >> text=Khách hàng")
        page.click("text=Nạp danh sách khách hàng")
        assert barriers(page) == []
        page.set_input_files("#file", file)
        page.click("text=Kiểm tra danh sách")
        expect(page.locator(".verdict")).to_contain_text("Cả 30.000 dòng đều đúng", timeout=60_000)
        page.click("text=Cột nào là gì")
        assert barriers(page) == []
        page.click("text=Nhập 30.000 khách hàng")
        expect(page.locator(".verdict")).to_contain_text("Đã nhập 30.000 khách hàng", timeout=60_000)
        page.goto(f"{address}/khach-hang?q=hoang")
        assert barriers(page) == []
    with sqlite_setting.store.transactions.reading() as uow:
        assert uow.customers.count(AudienceFilter()) == ROWS
