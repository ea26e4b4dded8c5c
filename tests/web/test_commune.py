"""A commune's week: its days, its ledger, what to do first, and another broadcast for it."""

import re
from datetime import time, timedelta

import pytest

from outreach.domain.broadcasts import Purpose
from outreach.domain.calendar import Window, local
from tests.setting import ADMIN, BY_NODE, DISTRICT, DUTY, FIRST, LEADER, OFFICER, STRANGER, Setting, at
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

WEEK = "/xa/06190"


def page(visitor: Visitor, address: str = WEEK) -> str:
    return visitor.get(address).get_data(as_text=True)


def add(visitor: Visitor, **typed: str) -> tuple[int, str]:
    answer = visitor.fill_in(f"{WEEK}/them", **{"duty": DUTY, "tuan": "2023-11-06", **typed})
    return answer.status_code, answer.get_data(as_text=True)


def test_the_week_shows_its_days_with_hours_and_broadcasts(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast, text = sqlite_setting.broadcast(), page(visit(OFFICER))
    assert "06/11–12/11/2023" in text
    assert text.count("05:30–06:30") == 7
    assert f'href="/luot-phat/{broadcast.id}"' in text
    assert f"<b>{local(broadcast.starts_at):%H:%M}</b>" in text
    assert text.count('class="date"') == 7


def test_a_play_that_counts_for_another_week_is_shown_where_it_counts(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast = sqlite_setting.broadcast()
    sqlite_setting.clock.at = at(FIRST + timedelta(days=8), 12)
    sqlite_setting.say_played(broadcast, started_at=at(FIRST + timedelta(days=7), 5, 45))
    text = page(visit(OFFICER), f"{WEEK}?tuan=2023-11-13")
    monday = text.split('class="date"')[1]
    assert f'href="/luot-phat/{broadcast.id}"' in monday


def test_relayed_programmes_are_named_on_their_days(visit: Visit, sqlite_setting: Setting) -> None:
    station = sqlite_setting.desk.viewing.commune("06190").station
    relay = Window(time(6), time(6, 15), frozenset({0, 3}))
    sqlite_setting.desk.arranging.set_hours(OFFICER, "06190", station.windows, (relay,))
    assert page(visit(OFFICER)).count("06:00–06:15 tiếp sóng") == 2


def test_every_week_of_the_ledger_is_one_click_away(visit: Visit) -> None:
    text = page(visit(OFFICER))
    for monday in ("2023-11-06", "2023-11-13", "2023-11-20"):
        assert f'href="/so/{DUTY}/06190/{monday}"' in text


def test_one_walks_from_week_to_week_within_the_campaign(visit: Visit) -> None:
    officer = visit(OFFICER)
    first, last = page(officer), page(officer, f"{WEEK}?tuan=2023-11-22")
    assert ("Tuần trước" in first, "Tuần sau" in first) == (False, True)
    assert ("Tuần trước" in last, "Tuần sau" in last) == (True, False)
    assert "Tuần này nằm ngoài thời gian của nhiệm vụ." in page(officer, f"{WEEK}?tuan=2024-01-01")


def test_there_is_one_next_action(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast, officer = sqlite_setting.broadcast(), visit(OFFICER)
    assert [*_actions(page(officer))] == ["Xem lượt này, nghe bản ghi âm"]
    sqlite_setting.clock.at = broadcast.span.end
    assert [*_actions(page(officer))] == ["Xác nhận lượt này"]
    assert [*_actions(page(visit(LEADER)))] == ["Xác nhận lượt này"]
    sqlite_setting.say_played(broadcast)
    assert [*_actions(page(officer))] == []


def test_a_week_without_a_plan_asks_for_a_broadcast(visit: Visit, sqlite_setting: Setting) -> None:
    sqlite_setting.desk.arranging.cancel(OFFICER, sqlite_setting.broadcast().id, "Trùng lễ hội")
    officer = visit(OFFICER)
    assert [*_actions(page(officer))] == ["Xếp một lượt phát"]
    assert [*_actions(page(visit(DISTRICT)))] == []


def test_the_week_that_waits_for_a_word_is_found_from_the_next_one(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast = sqlite_setting.broadcast()
    sqlite_setting.clock.at = broadcast.span.end
    assert [*_actions(page(visit(OFFICER), f"{WEEK}?tuan=2023-11-13"))] == ["Xác nhận lượt này"]


def test_a_broadcast_is_added_at_a_free_opening(visit: Visit, sqlite_setting: Setting) -> None:
    officer = visit(OFFICER)
    opening = re.findall(r'<option value="(2023[^"]+)">', page(officer))[-1]
    status, _text = add(officer, opening=opening)
    assert status == 303
    added = max(sqlite_setting.broadcasts(), key=lambda b: b.starts_at)
    assert (added.starts_at.isoformat(), added.purpose) == (opening, Purpose.ADDED)
    assert "Đã thêm lượt phát" in page(officer)


def test_a_broadcast_is_added_at_another_time(visit: Visit, sqlite_setting: Setting) -> None:
    status, _text = add(visit(OFFICER), opening="own", day="08/11/2023", clock="9:05")
    assert status == 303
    assert at(FIRST + timedelta(days=2), 9, 5) in {b.starts_at for b in sqlite_setting.broadcasts()}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Chưa chọn giờ"),
        ({"opening": "mai"}, "Giờ vừa chọn không còn trống"),
        ({"opening": "own", "day": "8 tháng 11", "clock": "09:00"}, "Đọc được «8 tháng 11»"),
        ({"opening": "own", "day": "2023-11-08", "clock": ""}, "Còn trống; ghi giờ:phút"),
        ({"opening": "own", "day": "2023-11-01", "clock": "09:00"}, "Giờ đã chọn đã qua"),
        ({"opening": "own", "day": "2023-12-01", "clock": "09:00"}, "Ngày đã chọn nằm ngoài"),
        ({"opening": "own", "day": "2023-11-08", "clock": "23:30"}, "Giờ đã chọn nằm trong giờ yên tĩnh"),
    ],
)
def test_a_time_that_does_not_do_is_told_at_the_field(visit: Visit, typed: dict[str, str], sentence: str) -> None:
    status, text = add(visit(OFFICER), **typed)
    assert status == 400
    assert f'role="alert">{sentence}' in text


def test_only_those_who_may_arrange_see_and_use_the_forms(visit: Visit) -> None:
    assert "Thêm lượt phát" not in page(visit(DISTRICT))
    assert "Sửa khung giờ" not in page(visit(DISTRICT))
    assert add(visit(DISTRICT), opening="own", day="2023-11-08", clock="09:00")[0] == 403
    assert visit(STRANGER).get(WEEK).status_code == 403
    assert add(visit(STRANGER), opening="own", day="2023-11-08", clock="09:00")[0] == 403


def test_the_station_tells_when_its_machine_called(visit: Visit, sqlite_setting: Setting) -> None:
    node = sqlite_setting.equip_node()
    text = page(visit(DISTRICT), f"/xa/{BY_NODE}")
    assert f"Máy {node.id}" in text
    assert "chưa gọi về lần nào" in text
    sqlite_setting.desk.gathering.report(node.id, [], sqlite_setting.clock.at)
    assert "gọi về lúc Thứ Bảy 04/11/2023 08:00" in page(visit(DISTRICT), f"/xa/{BY_NODE}")


def test_the_calendar_address_is_offered_and_works(visit: Visit) -> None:
    officer = visit(OFFICER)
    address = re.findall(r'value="https://loa.example(/lich/[^"]+)"', page(officer))[0]
    assert officer.client.application.test_client().get(address).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/xa/99999", 404),
        ("/xa/%00", 404),
        (f"{WEEK}?tuan=hôm nay", 400),
        (f"{WEEK}?tuan=2023-02-30", 400),
        (f"{WEEK}?tuan=9999-12-31", 400),
        (f"{WEEK}/them", 405),
    ],
)
def test_what_cannot_be_shown_has_a_page_that_says_so(visit: Visit, address: str, status: int) -> None:
    answer = visit(ADMIN).get(address)
    assert answer.status_code == status
    assert 'role="alert"' in answer.get_data(as_text=True)


def test_a_duty_that_the_commune_does_not_have_is_unknown(visit: Visit) -> None:
    assert add(visit(OFFICER), duty="khong-co", opening="own")[0] == 404


def _actions(text: str) -> list[str]:
    return re.findall(r'class="btn btn-primary"[^>]*>([^<]+)<', text)
