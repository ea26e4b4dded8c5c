"""An officer's phone: one tap confirms, a tap too many does no harm, a heavy photo becomes light."""

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from outreach.domain.duties import CellState
from tests.setting import DISTRICT, DUTY, OFFICER, PASSWORD, Setting
from tests.web.officer import played


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking"]
        started = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield started
        started.close()


def phone(browser: Browser, address: str, username: str = OFFICER.username, scripts: bool = True) -> Page:
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844}, java_script_enabled=scripts)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto("/dang-nhap")
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    page.click("main button")
    return page


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_commune_two_taps_confirm(
    browser: Browser, address: str, sqlite_setting: Setting, scripts: bool
) -> None:
    played(sqlite_setting)
    page = phone(browser, address, scripts=scripts)
    page.goto("/xa/06190")
    page.get_by_role("link", name="Xác nhận lượt này").click()
    page.get_by_role("button", name="Đã phát trọn bản").click()
    expect(page.get_by_role("status")).to_have_text("Đã ghi: phát trọn bản. Tuần này đã đạt (1/1 lượt).")
    assert sqlite_setting.cell().state is CellState.KEPT


def test_the_button_to_confirm_is_in_view_at_once(browser: Browser, address: str, sqlite_setting: Setting) -> None:
    broadcast = played(sqlite_setting)
    page = phone(browser, address)
    page.goto(f"/luot-phat/{broadcast.id}")
    expect(page.get_by_role("button", name="Đã phát trọn bản")).to_be_in_viewport(ratio=1)


def test_tapping_twice_sends_once(browser: Browser, address: str, sqlite_setting: Setting) -> None:
    broadcast = played(sqlite_setting)
    page = phone(browser, address)
    page.goto(f"/luot-phat/{broadcast.id}")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Đã phát trọn bản").dblclick()
    expect(page.get_by_role("status")).to_be_visible()
    assert len(sent) == 1


def test_a_heavy_photo_is_made_light_before_it_is_sent(
    browser: Browser, address: str, sqlite_setting: Setting, tmp_path: Path
) -> None:
    broadcast, photo = played(sqlite_setting), tmp_path / "anh.png"
    photo.write_bytes(_noise(2400, 1300))
    assert photo.stat().st_size > 8 * 2**20
    page = phone(browser, address)
    page.goto(f"/luot-phat/{broadcast.id}")
    page.get_by_text("Kèm ảnh hoặc ghi âm").click()
    page.set_input_files("#file", photo)
    page.get_by_role("button", name="Đã phát trọn bản").click()
    expect(page.get_by_role("status")).to_be_visible()
    [row] = sqlite_setting.desk.viewing.broadcast(broadcast.id).evidence
    path = sqlite_setting.desk.attachments.path(row.attachment)
    assert path
    assert path.stat().st_size < 2 * 2**20


def test_another_time_is_asked_for_only_when_it_is_wanted(browser: Browser, address: str) -> None:
    page = phone(browser, address)
    page.goto("/xa/06190")
    page.get_by_text("+ Thêm lượt phát").click()
    other = page.get_by_label("Giờ khác: ngày")
    expect(other).to_be_hidden()
    page.get_by_label("Giờ trống của đài").select_option("own")
    expect(other).to_be_visible()


def test_what_is_wrong_is_brought_into_view(browser: Browser, address: str, sqlite_setting: Setting) -> None:
    broadcast = played(sqlite_setting)
    page = phone(browser, address)
    page.goto(f"/luot-phat/{broadcast.id}")
    page.get_by_text("✕ Không phát được").click()
    page.get_by_role("button", name="Ghi là không phát được").click()
    expect(page.get_by_text("Chọn một lý do, hoặc ghi lý do khác.")).to_be_in_viewport()
    expect(page.get_by_label("Lý do khác")).to_be_focused()


def test_nothing_sticks_out_of_any_page(browser: Browser, address: str, sqlite_setting: Setting) -> None:
    broadcast = played(sqlite_setting)
    officer, district = phone(browser, address), phone(browser, address, DISTRICT.username)
    visits = [(officer, each) for each in ("/xa/06190", f"/luot-phat/{broadcast.id}", "/xa/06190/gio")]
    for page, each in (*visits, (district, f"/so/{DUTY}/06190/2023-11-06/mien")):
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(each)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (each, width)


def _noise(width: int, height: int) -> bytes:
    """A PNG that cannot be made smaller."""
    rows = b"".join(b"\0" + os.urandom(width * 3) for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
