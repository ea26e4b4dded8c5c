"""A recording from the phone to the loudspeaker, in a real browser: the media centre, a second person, an officer."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from outreach.config import read_settings
from outreach.domain.people import Person
from outreach.web.app import make_app
from tests.journeys.barriers import barriers
from tests.journeys.browsing import DESK, PHONE, browser, served, signed_in, too_wide
from tests.recordings_made import CAMPAIGN, SLUG, approved, bring, draft, states, submitted
from tests.setting import DISTRICT, MEDIA, OFFICER, Setting
from tests.sounds_made import tone

SECRET = "a key for journeys, long enough to be one"
PAGE = f"/ban-ghi/{CAMPAIGN}/{SLUG}"
WORDS = "Kính thưa bà con!\n\nTừ ngày 01/12/2023, đổi ngày ghi chỉ số công tơ.\n\nXin cảm ơn bà con."


@pytest.fixture
def address(sqlite_setting: Setting) -> Iterator[str]:
    with served(make_app(sqlite_setting.desk, read_settings({}), SECRET)) as found:
        yield found


@pytest.fixture(scope="module")
def window(chromium: Path) -> Iterator[Browser]:
    with browser(chromium) as opened:
        yield opened


GO_TO = """at => new Promise((done) => {
  const sound = document.querySelector("audio");
  sound.addEventListener("seeked", () => done(sound.currentTime), { once: true });
  sound.addEventListener("loadedmetadata", () => { sound.currentTime = at; }, { once: true });
  sound.preload = "auto";
  sound.load();
})"""
SWITCH = """name => new Promise((done) => {
  const sound = document.querySelector("audio");
  sound.addEventListener("seeked", () => done(sound.currentTime), { once: true });
  document.querySelector(`[data-sound=${name}]`).click();
})"""

PRESS = """of => new Promise((done) => {
  const sound = document.querySelector("audio"), wave = document.querySelector(`[data-of=${of}]`);
  const box = wave.getBoundingClientRect();
  sound.addEventListener("seeked", () => done(sound.currentTime), { once: true });
  wave.dispatchEvent(new MouseEvent("click", { clientX: box.left + box.width / 2, bubbles: true }));
})"""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_file_is_sent_made_approved_and_taken_along(
    sqlite_setting: Setting, address: str, window: Browser, size: tuple[int, int], tmp_path: Path
) -> None:
    file = tmp_path / "Thu ở phòng họp.wav"
    file.write_bytes(tone(150))  # more than one piece
    page = signed_in(window, address, MEDIA, size)
    page.goto(f"{address}/ban-ghi")
    page.get_by_role("link", name="Tải tệp thu âm lên").click()
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Tải lên và nghe thử").click()
    expect(page.locator("h1")).to_have_text("Thu ở phòng họp.wav")
    expect(page.locator("[data-busy]")).to_be_visible()
    sqlite_setting.desk.audio.mastering.work()
    expect(page.locator(".verdict")).to_contain_text("thu tốt", timeout=10_000)  # by itself
    page.select_option("#belongs", f"{CAMPAIGN}/{SLUG}")
    page.fill("#script", WORDS)
    page.get_by_role("button", name="Làm bản nháp").click()
    sqlite_setting.desk.audio.mastering.work()
    page.get_by_role("button", name="Trình duyệt bản này").click(timeout=10_000)
    expect(page.locator("[role=status]")).to_contain_text("Đã trình")

    second = signed_in(window, address, DISTRICT, size)
    second.goto(f"{address}/hom-nay")
    second.get_by_role("link", name="Nghe để duyệt").click()
    second.get_by_role("button", name="Đã nghe, duyệt bản này").click()
    expect(second.locator("[role=status]")).to_contain_text("Đã duyệt")
    assert states(sqlite_setting) == ["withdrawn", "approved"]

    officer = signed_in(window, address, OFFICER, size)
    officer.goto(f"{address}/xa/06190")
    with officer.expect_download() as download:
        officer.get_by_role("link", name="Tải về USB, điện thoại").click()
    assert download.value.suggested_filename == f"{CAMPAIGN}-{SLUG}-v2.mp3"


def test_an_upload_goes_on_where_the_line_broke_off(
    sqlite_setting: Setting, address: str, window: Browser, tmp_path: Path
) -> None:
    content = tone(150)
    file = tmp_path / "a.wav"
    file.write_bytes(content)
    page = signed_in(window, address, MEDIA)
    page.goto(f"{address}/ban-ghi/them")
    broken: list[str] = []

    def break_second_piece(route: Route) -> None:
        request = route.request
        if request.method == "PUT" and "tu=1000000" in request.url and not broken:
            broken.append(request.url)
            route.abort()
        else:
            route.continue_()

    page.route("**/ban-ghi/tai-len/**", break_second_piece)
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Tải lên và nghe thử").click()
    expect(page.locator("h1")).to_have_text("a.wav", timeout=15_000)
    assert broken
    assert bring(sqlite_setting, content).sound.name == "a.wav"  # the very same bytes are there


def test_an_answer_lost_at_the_end_sends_nothing_twice(
    sqlite_setting: Setting, address: str, window: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "cuối.wav"
    file.write_bytes(tone(20))
    page = signed_in(window, address, MEDIA)
    page.goto(f"{address}/ban-ghi/them")
    sent: list[str] = []

    def lose_last_answer(route: Route) -> None:
        request = route.request
        sent.append(request.method)
        if request.method == "POST" and not request.url.endswith("/tai-len"):
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/ban-ghi/tai-len**", lose_last_answer)
    page.route("**/ban-ghi/tai-len/**", lose_last_answer)
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Tải lên và nghe thử").click()
    expect(page.get_by_role("link", name="cuối.wav")).to_be_visible()
    assert page.url == f"{address}/ban-ghi"
    assert sent.count("PUT") == 1


def test_the_switch_keeps_the_place_in_the_text(sqlite_setting: Setting, address: str, window: Browser) -> None:
    draft(sqlite_setting, tone(10))
    page = signed_in(window, address, MEDIA)
    page.goto(f"{address}{PAGE}")
    lead = float(page.locator("[data-player]").get_attribute("data-lead") or 0)
    assert page.evaluate(GO_TO, lead + 4) == pytest.approx(lead + 4, abs=0.1)
    assert page.evaluate(SWITCH, "brought") == pytest.approx(4, abs=0.1)
    expect(page.get_by_role("button", name="Bản gốc")).to_have_attribute("aria-pressed", "true")
    assert "/am-thanh/" in page.evaluate("document.querySelector('audio').src")
    assert page.evaluate(SWITCH, "made") == pytest.approx(lead + 4, abs=0.1)


def test_a_press_on_a_picture_plays_that_sound_from_there(
    sqlite_setting: Setting, address: str, window: Browser
) -> None:
    draft(sqlite_setting, tone(10))
    page = signed_in(window, address, MEDIA)
    page.goto(f"{address}{PAGE}")
    for of, name in (("brought", "Bản gốc"), ("made", "Bản đã xử lý")):
        length = float(page.locator(f"[data-of={of}]").get_attribute("data-wave") or 0)
        assert page.evaluate(PRESS, of) == pytest.approx(length / 2, abs=0.5)
        expect(page.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
        expect(page.locator(f"[data-of={of}] [data-head]")).to_be_visible()


def test_without_scripts_a_file_is_sent_whole(
    sqlite_setting: Setting, address: str, window: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "a.wav"
    file.write_bytes(tone(2))
    state = signed_in(window, address, MEDIA).context.storage_state()
    still = window.new_context(java_script_enabled=False, storage_state=state).new_page()
    still.goto(f"{address}/ban-ghi/them")
    still.set_input_files("#file", file)
    still.get_by_role("button", name="Tải lên và nghe thử").click()
    expect(still.locator("h1")).to_have_text("a.wav")
    draft(sqlite_setting, tone(3))
    still.goto(f"{address}{PAGE}")
    expect(still.get_by_role("link", name="Nghe bản gốc")).to_be_visible()
    expect(still.locator(".switch")).to_be_hidden()


def test_the_words_print_alone_and_large(sqlite_setting: Setting, address: str, window: Browser) -> None:
    approved(sqlite_setting, tone(2), script=WORDS)
    page = signed_in(window, address, OFFICER, DESK)
    page.goto(f"{address}{PAGE}/loi-doc")
    page.emulate_media(media="print")
    expect(page.locator(".lines")).to_be_visible()
    expect(page.locator("header.top")).to_be_hidden()
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.lines')).fontSize)") > 25
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


PAGES = {
    MEDIA: ("/ban-ghi", "/ban-ghi?trang-thai=draft", "/ban-ghi/them", "/ban-ghi/doc", PAGE, f"{PAGE}?ban=2"),
    DISTRICT: ("/ban-ghi", PAGE),
    OFFICER: ("/ban-ghi", f"{PAGE}?ban=2", f"{PAGE}/loi-doc?ban=2", "/xa/06190", "/hom-nay"),
}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("person", PAGES, ids=lambda person: person.role)
def test_no_page_is_wider_than_its_window_or_hard_to_use(
    sqlite_setting: Setting, address: str, window: Browser, person: Person, size: tuple[int, int]
) -> None:
    sqlite_setting.sweep(sqlite_setting.clock.at + timedelta(minutes=1))
    first = approved(sqlite_setting, tone(2, loud=0.02), script=WORDS).recording
    submitted(sqlite_setting, tone(3), title="Một tên rất dài để xem trên điện thoại có bị tràn hay không")
    page = signed_in(window, address, person, size)
    sounds = [f"/am-thanh/{first.source}"] if person is MEDIA else []
    for where in (*PAGES[person], *sounds):
        page.goto(f"{address}{where}")
        page.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = true; })")
        assert too_wide(page) <= 0, where
        assert barriers(page) == [], where
