"""The day's page: what needs one's word comes first, and there is always something to do next."""

from datetime import timedelta

import pytest

from tests.setting import BY_NODE, DISTRICT, FIRST, MEDIA, OFFICER, Setting, at
from tests.web.conftest import Visit
from tests.web.reading_pages import part, primary_buttons, words

PAGE = "/hom-nay"


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
