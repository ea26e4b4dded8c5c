"""The day's page: what needs one's word comes first, and there is always something to do next."""

from datetime import date, time, timedelta

import pytest

from outreach.domain.calendar import Window
from outreach.domain.duties import CellState
from outreach.domain.people import Person, Role
from outreach.services import todays_work
from tests.setting import ADMIN, BY_NODE, DISTRICT, DUTY, FIRST, MEDIA, OFFICER, PASSWORD, STRANGER, Setting, at
from tests.web.conftest import Visit
from tests.web.reading_pages import part, primary_buttons, words
from tests.web.visitor import Visitor, said

PAGE = "/hom-nay"
PROVINCE = Person("tinh", "Văn phòng UBND tỉnh", Role.DISTRICT_OFFICE, "20")
ELSEWHERE = Person("noi-khac", "Văn phòng nơi khác", Role.DISTRICT_OFFICE, "79")


@pytest.fixture(autouse=True)
def wider(sqlite_setting: Setting) -> None:
    """People whose place is two levels above the communes, or elsewhere."""
    sqlite_setting.desk.signing_in.enrol_many((PROVINCE, ELSEWHERE), PASSWORD)


@pytest.fixture
def unspoken(sqlite_setting: Setting) -> Setting:
    """An hour after Bảo Lâm's broadcast, of which nobody has spoken."""
    sqlite_setting.sweep(sqlite_setting.broadcast().span.end + timedelta(hours=1))
    return sqlite_setting


def test_what_needs_the_officers_word_is_one_big_button(unspoken: Setting, visit: Visit) -> None:
    html = visit(OFFICER).get(PAGE).text
    broadcast = unspoken.broadcast()
    assert len(primary_buttons(html)) == 1
    assert primary_buttons(html)[0].startswith("Xác nhận lượt ")
    assert f'class="btn btn-primary" href="/luot-phat/{broadcast.id}#xac-nhan"' in html
    assert "Đã phát chưa? Hãy xác nhận." in html


def test_after_the_word_the_button_is_gone_and_the_next_time_is_named(unspoken: Setting, visit: Visit) -> None:
    unspoken.say_played(unspoken.broadcast())
    html = visit(OFFICER).get(PAGE).text
    assert "Không có lượt nào chờ bạn xác nhận." in html
    assert "Hôm nay không còn lượt phát nào." in html
    assert "Lượt tới: " in html
    assert "✓ đã phát" in part(html, 'id="done"', "</details>")


def test_what_comes_today_is_listed_with_its_hour(sqlite_setting: Setting, visit: Visit) -> None:
    broadcast = sqlite_setting.broadcast()
    sqlite_setting.sweep(broadcast.starts_at - timedelta(minutes=30))
    html = visit(OFFICER).get(PAGE).text
    coming = part(html, "Sắp phát</h2>", "</ul>")
    assert "Xã Bảo Lâm" in coming
    assert "phát bằng tay" in coming
    assert "Sắp đến giờ phát." in coming


def test_the_district_sees_who_has_not_confirmed_but_is_not_asked_to(unspoken: Setting, visit: Visit) -> None:
    html = visit(DISTRICT).get(PAGE).text
    waiting = part(html, 'id="to-confirm"', "</details>")
    assert "Xã Bảo Lâm" in waiting
    assert "chờ xác nhận" in waiting
    assert "Xác nhận lượt" not in words(html)


def test_a_week_that_is_slipping_is_raised_to_the_district_on_saturday(sqlite_setting: Setting, visit: Visit) -> None:
    for day in range(6):
        for hour in (8, 20):
            sqlite_setting.sweep(at(FIRST + timedelta(days=day), hour))
    html = visit(DISTRICT).get(PAGE).text
    assert "Đã báo đến bạn." in part(html, "Có nguy cơ lỡ tuần</h2>", "</ul>")
    assert len(primary_buttons(html)) == 1


def test_a_broadcast_of_a_node_asks_nobody_to_confirm(sqlite_setting: Setting, visit: Visit) -> None:
    sqlite_setting.equip_node()
    broadcast = sqlite_setting.broadcast(BY_NODE)
    sqlite_setting.sweep(broadcast.starts_at - timedelta(minutes=20))
    assert "máy tự phát" in words(visit(MEDIA).get(PAGE).text)


def test_a_quiet_day_says_what_to_do_next(visit: Visit) -> None:
    html = visit(DISTRICT).get(PAGE).text
    assert "Không xã nào có nguy cơ lúc này." in html
    assert primary_buttons(html) == ["Xem cả sổ"]


def test_of_many_the_first_are_shown_with_how_many_there_are(
    sqlite_setting: Setting, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(todays_work, "SHOWN", 2)
    sqlite_setting.clock.at = at(FIRST, 8)
    for commune in ("06187", "06193", "06196"):
        sqlite_setting.desk.arranging.add(MEDIA, DUTY, commune, at(FIRST, 17))
    total = said(visit(ADMIN).get("/api/v1/today"))["totals"]["coming"]
    coming = visit(ADMIN).get(PAGE).text.split("Sắp phát</h2>")[1]
    assert total >= 3
    assert coming.split("</ul>")[0].count("<li>") == 2
    assert f"Đang hiện 2 trên {total}. Xem cả sổ" in words(coming)


def test_a_province_sees_all_of_its_own_pressing_weeks(
    sqlite_setting: Setting, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(todays_work, "SHOWN", 2)
    sqlite_setting.sweep(at(FIRST + timedelta(days=6), 23))
    assert _pressing(visit(STRANGER)) == {"06196"}
    assert len(_pressing(visit(DISTRICT))) == len(_pressing(visit(PROVINCE))) == len(_pressing(visit(ADMIN))) == 2
    assert _pressing(visit(ELSEWHERE)) == set()


def test_what_is_at_risk_stands_before_what_only_waits(unspoken: Setting) -> None:
    failed = unspoken.broadcasts("06196")[0]
    unspoken.sweep(at(FIRST + timedelta(days=6), 12))
    unspoken.desk.confirming.state_not_played(STRANGER, failed.id, "t", "Mất điện")
    unspoken.sweep(at(FIRST + timedelta(days=6), 22))
    cells = [pressing.cell for pressing in unspoken.desk.viewing.today(ADMIN).pressing]
    assert cells == sorted(cells, key=lambda cell: (cell.state is not CellState.AT_RISK, cell.key.week))


def test_a_province_two_levels_up_may_let_off(sqlite_setting: Setting, visit: Visit) -> None:
    sqlite_setting.desk.arranging.set_hours(MEDIA, "06196", (Window(time(5), time(5, 30), frozenset({0})),), ())
    sqlite_setting.sweep(at(FIRST + timedelta(days=3), 20))
    assert "Xét cho miễn" in visit(PROVINCE).get(PAGE).text


def test_a_campaign_of_places_that_are_gone_is_still_its_districts(unspoken: Setting, visit: Visit) -> None:
    """The district ended in 2025: in 2026 its people still see what their campaign of 2023 left open."""
    before = _pressing(visit(DISTRICT))
    unspoken.clock.at = at(date(2026, 1, 5), 8)
    assert before == _pressing(visit(DISTRICT))
    assert "06190" in before


def _pressing(visitor: Visitor) -> set[str]:
    return {pressing["place"]["code"] for pressing in said(visitor.get("/api/v1/today"))["pressing"]}
