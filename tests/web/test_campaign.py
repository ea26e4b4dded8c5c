"""The campaign's page: what a deputy chairman reads in five seconds, and what stands below it."""

from datetime import date, timedelta

import pytest
from flask import Flask

from outreach.config import read_settings
from outreach.domain.duties import CellKey
from outreach.domain.people import Person, Role
from outreach.services import reporting
from outreach.web.app import make_app
from tests.setting import (
    COMMUNES,
    DISTRICT,
    DUTY,
    FIRST,
    LAST,
    MEDIA,
    OFFICER,
    STRANGER,
    Setting,
    at,
    open_setting,
    plan,
)
from tests.web.conftest import SECRET, Visit
from tests.web.reading_pages import cells, part, primary_buttons, words
from tests.web.visitor import signed_in

PAGE = "/chien-dich/doi-ngay-ghi"


@pytest.fixture
def saturday(sqlite_setting: Setting) -> Setting:
    """The first week's Saturday evening: three communes have played, Cao Lâu could not, Thanh Lòa said nothing yet."""
    late = sqlite_setting.broadcast("06193")
    sqlite_setting.desk.arranging.move(MEDIA, late.id, at(FIRST + timedelta(days=5), 17, 30))
    sqlite_setting.sweep(at(FIRST + timedelta(days=5), 20))
    for commune in ("06184", "06187", "06190"):
        officer = Person(f"canbo.{commune}", "Cán bộ", Role.COMMUNE_OFFICER, commune)
        sqlite_setting.say_played(sqlite_setting.broadcasts(commune)[0], officer)
    failed = sqlite_setting.broadcasts("06196")[0]
    sqlite_setting.desk.confirming.state_not_played(STRANGER, failed.id, "t", "Mất điện")
    sqlite_setting.sweep()
    return sqlite_setting


def sentence(html: str) -> str:
    return part(html, '<p class="week">', "</p>")


def test_one_sentence_says_how_the_week_stands(saturday: Setting, visit: Visit) -> None:
    said = sentence(visit(DISTRICT).get(PAGE).text)
    assert said == "Tuần 06–12/11: 3/5 xã đã phát · 1 đang chờ · 1 CÓ NGUY CƠ: Cao Lâu"


def test_what_is_at_risk_is_named_with_its_reason_and_one_step(saturday: Setting, visit: Visit) -> None:
    html = visit(DISTRICT).get(PAGE).text
    assert part(html, "Cần lo ngay</h2>", "</ul>") == (
        "Xã Cao Lâu ! có nguy cơ tuần 06–12/11 Chỉ còn trông vào một lượt: nếu hỏng thì khó kịp phát bù."
        " Nhắc xã phát đúng giờ"
    )
    assert primary_buttons(html) == ["Nhắc xã phát đúng giờ"]


def test_what_only_waits_for_news_is_folded_below(saturday: Setting, visit: Visit) -> None:
    assert part(visit(DISTRICT).get(PAGE).text, 'id="waiting">', "</summary>") == "Đang chờ tin (1)"


def test_the_days_left_stand_large_and_count_the_last_day(visit: Visit) -> None:
    html = visit(DISTRICT).get(PAGE).text
    assert part(html, '<p class="left', "</p>").endswith("19 ngày còn lại đến hết 22/11/2023")


def test_before_the_first_week_it_says_what_is_scheduled(visit: Visit) -> None:
    assert sentence(visit(DISTRICT).get(PAGE).text) == "Chưa bắt đầu: 15/15 tuần của các xã đã xếp lịch"


def test_after_the_last_day_it_says_how_it_ended(sqlite_setting: Setting, visit: Visit) -> None:
    sqlite_setting.sweep(at(LAST + timedelta(days=3), 12))
    assert sentence(visit(DISTRICT).get(PAGE).text) == "Đã kết thúc: 0/15 tuần của các xã đã phát đủ · 15 không đạt"


def test_every_cell_has_a_sign_a_word_and_its_page(saturday: Setting, visit: Visit) -> None:
    html = visit(DISTRICT).get(PAGE).text
    assert cells(html, "Bảo Lâm") == ["✓ đã phát", "○ đã xếp lịch", "○ đã xếp lịch"]
    assert html.count('href="/so/doi-ngay-ghi.loa/') >= 15
    assert f'href="/so/{DUTY}/06190/2023-11-06"' in html


def test_the_running_week_is_marked(saturday: Setting, visit: Visit) -> None:
    html = visit(DISTRICT).get(PAGE).text
    assert part(html, 'class="now" aria-current="date">', "</th>").startswith("tuần 06–12/11")


def test_an_officer_sees_the_whole_grid_and_opens_only_the_own_row(saturday: Setting, visit: Visit) -> None:
    html = visit(OFFICER).get(PAGE).text
    assert cells(html, "Cao Lâu")
    assert "/06196/" not in part_of_grid(html)
    assert part_of_grid(html).count("/06190/") == 3


def test_the_ledger_as_of_a_day_shows_what_was_known_then(saturday: Setting, visit: Visit) -> None:
    now = visit(DISTRICT).get(PAGE).text
    then = visit(DISTRICT).get(f"{PAGE}?as_of=2023-11-05").text
    assert "Sổ tính đến hết ngày 05/11/2023" in then
    assert (cells(now, "Bảo Lâm")[0], cells(then, "Bảo Lâm")[0]) == ("✓ đã phát", "○ đã xếp lịch")
    assert "Cần lo ngay" not in then


def test_an_excused_week_says_so(sqlite_setting: Setting, visit: Visit) -> None:
    sqlite_setting.desk.excusing.excuse(DISTRICT, CellKey(DUTY, "06193", FIRST), "CV 15/UBND", "Bão")
    assert cells(visit(DISTRICT).get(PAGE).text, "Thanh Lòa")[0] == "– được miễn"


def test_many_communes_are_turned_over_page_by_page(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "PER_PAGE", 2)
    first, last = visit(DISTRICT).get(PAGE).text, visit(DISTRICT).get(f"{PAGE}?page=3").text
    assert "Trang 1/3" in first
    assert "Trang sau" in first
    assert "Trang sau" not in last
    assert part(first, "<tbody>", "</tbody>") != part(last, "<tbody>", "</tbody>")


def test_what_changed_from_one_plan_to_the_next_can_be_read(sqlite_setting: Setting, visit: Visit) -> None:
    sqlite_setting.desk.loading.load(plan(title="Một tên khác"), "huyen")
    folded = part(visit(DISTRICT).get(PAGE).text, '<details class="fold" id="versions">', "</details>")
    assert "Phiên bản 2" in folded
    assert "title: Đổi lịch ghi chỉ số công tơ → Một tên khác" in folded
    assert "Lần nạp đầu tiên." in folded


def test_the_letter_stands_above_all_with_what_it_replaces(visit: Visit) -> None:
    html = visit(DISTRICT).get(PAGE).text
    assert part(html, '<p class="facts">', "</p>").startswith(
        "Công văn 100/UBND-KT, 01/11/2023, của UBND huyện Cao Lộc."
    )


def test_a_campaign_without_broadcasts_is_shown_too(sqlite_setting: Setting, visit: Visit) -> None:
    sqlite_setting.desk.loading.load(plan(slug="khong-loa", duties=(), recordings=(), letter=None), "huyen")
    assert sentence(visit(DISTRICT).get("/chien-dich/khong-loa").text) == "Chiến dịch này không giao nhiệm vụ phát loa."


def test_the_list_names_each_campaign_with_its_week(saturday: Setting, visit: Visit) -> None:
    html = visit(DISTRICT).get("/chien-dich").text
    listed = part(html, '<ul class="rows">', "</ul>")
    assert "Đổi lịch ghi chỉ số công tơ" in listed
    assert "còn 12 ngày" in listed
    assert primary_buttons(html) == ["Mở"]


def test_a_house_without_campaigns_says_how_to_load_one(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("empty")
    empty = open_setting(f"sqlite:///{folder / 'outreach.db'}", folder, load=False)
    app: Flask = make_app(empty.desk, read_settings({}), SECRET)
    visitor = signed_in(app.test_client(), DISTRICT)
    assert "outreach load" in visitor.get("/", follow_redirects=True).text
    assert visitor.get("/hom-nay").status_code == 200
    empty.store.close()


def test_the_grid_lists_all_communes_towns_first(visit: Visit) -> None:
    rows = words(visit(DISTRICT).get(PAGE).text.split("<tbody>")[1].split("</tbody>")[0])
    order = [rows.index(name) for name in ("Cao Lộc", "Đồng Đăng", "Bảo Lâm", "Cao Lâu", "Thanh Lòa")]
    assert order == sorted(order)
    assert len(order) == len(COMMUNES)


def test_a_watched_page_keeps_itself_fresh_and_a_past_one_does_not(visit: Visit) -> None:
    assert 'data-live="60"' in visit(DISTRICT).get(PAGE).text
    assert "data-live" not in visit(DISTRICT).get(f"{PAGE}?as_of={date(2023, 11, 5)}").text


def test_a_recording_stands_with_who_approved_it_and_where(visit: Visit) -> None:
    told = part(visit(DISTRICT).get(PAGE).text, 'id="recordings">', "</details>")
    assert "đã duyệt: UBND huyện, duyệt tại công văn" in told


def part_of_grid(html: str) -> str:
    return html.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
