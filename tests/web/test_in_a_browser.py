"""What only a browser shows: the running week is in view, a watched page keeps itself fresh."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from outreach.config import read_settings
from outreach.web.app import make_app
from tests.setting import DISTRICT, FIRST, OFFICER, PASSWORD, Setting, at, duty, plan
from tests.web.conftest import SECRET
from tests.web.replay_controls import Controls

LAST = date(2024, 1, 31)
Open = Callable[[str, int], Page]


@pytest.fixture
def controls() -> Controls:
    return Controls()


@pytest.fixture
def address(sqlite_setting: Setting, controls: Controls) -> Iterator[str]:
    """A real server with a campaign of three months, in the middle of it."""
    sqlite_setting.desk.loading.load(plan(last=LAST, duties=(duty(last=LAST),)), "huyen")
    sqlite_setting.sweep(at(FIRST + timedelta(days=45), 12))
    app = make_app(sqlite_setting.desk, read_settings({}), SECRET, controls)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture
def browser(chromium: Path) -> Iterator[Browser]:
    arguments = ["--no-sandbox", "--disable-background-networking"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield started
        started.close()


@pytest.fixture
def signed_in(browser: Browser, address: str) -> Open:
    def open_page(username: str, width: int) -> Page:
        page = browser.new_page(base_url=address, viewport={"width": width, "height": 844})
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto("/dang-nhap")
        page.fill("#username", username)
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.wait_for_url(lambda url: "/dang-nhap" not in url)  # loaded: a page on its way cannot be printed
        return page

    return open_page


def test_on_a_phone_the_running_week_and_the_names_are_in_view(signed_in: Open) -> None:
    page = signed_in(DISTRICT.username, 390)
    week, name = page.locator("thead .now"), page.locator("tbody th").first
    week.scroll_into_view_if_needed()
    expect(week).to_be_in_viewport(ratio=0.9)
    expect(name).to_be_in_viewport(ratio=0.9)
    box, names = week.bounding_box(), name.bounding_box()
    assert box
    assert names
    assert box["x"] >= names["x"] + names["width"]


def test_a_watched_page_shows_what_changed_and_keeps_its_place(
    signed_in: Open, controls: Controls, sqlite_setting: Setting
) -> None:
    page = signed_in(DISTRICT.username, 390)
    page.locator("#letter summary").click()
    page.locator(".grid-scroll").evaluate("box => { box.scrollLeft = 33; }")
    sqlite_setting.desk.loading.load(plan(title="Một tên khác", last=LAST, duties=(duty(last=LAST),)), "huyen")
    controls.kept.now += timedelta(hours=1)
    expect(page.locator("h1")).to_have_text("Một tên khác", timeout=20_000)
    expect(page.locator("[data-replay-now]")).to_contain_text("06:45", timeout=20_000)
    assert page.locator("#letter").get_attribute("open") is not None
    assert page.locator(".grid-scroll").evaluate("box => box.scrollLeft") == 33


def test_the_speed_is_changed_by_choosing_it(signed_in: Open, controls: Controls) -> None:
    page = signed_in(OFFICER.username, 390)
    page.select_option("#speed", "3600")
    expect(page.locator("[data-replay-now]")).to_contain_text("1 giờ mỗi giây")
    assert controls.kept.speed == 3600


def test_pages_work_without_scripts(browser: Browser, address: str, controls: Controls) -> None:
    page = browser.new_context(java_script_enabled=False, base_url=address).new_page()
    page.goto("/dang-nhap")
    page.fill("#username", DISTRICT.username)
    page.fill("#password", PASSWORD)
    page.click("main button")
    expect(page.locator(".grid")).to_be_visible()
    page.select_option("#speed", "3600")
    page.get_by_role("button", name="Đổi").click()
    expect(page.locator("[data-replay-now]")).to_contain_text("1 giờ mỗi giây")


def test_the_ledger_prints_on_one_landscape_sheet(signed_in: Open) -> None:
    page = signed_in(DISTRICT.username, 1280)
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") + pdf.count(b"/Type /Page/") == 1
