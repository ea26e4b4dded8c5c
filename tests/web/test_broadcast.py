"""The page of a broadcast: an officer's word, and changes before it has begun."""

import re
from datetime import timedelta

import pytest

from outreach.domain.broadcasts import BroadcastState
from outreach.domain.calendar import local
from outreach.domain.duties import CellState
from tests.setting import BY_NODE, DISTRICT, LEADER, MEDIA, OFFICER, STRANGER, Setting
from tests.web.conftest import Visit
from tests.web.officer import TOKEN, confirm, page, played


def test_before_its_time_an_officer_is_told_to_prepare_and_may_change_it(visit: Visit, sqlite_setting: Setting) -> None:
    text = page(visit(OFFICER), sqlite_setting.broadcast())
    assert "Chưa đến giờ phát." in text
    assert "Chuyển giờ hoặc hủy" in text
    assert "Đã phát sớm hơn giờ này?" in text


def test_after_its_time_an_officer_is_asked_with_everything_filled_in(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast = played(sqlite_setting)
    text, began = page(visit(OFFICER), broadcast), local(broadcast.starts_at)
    assert f"Lượt {began:%H:%M} đã phát chưa?" in text
    assert f'name="day" value="{began:%Y-%m-%d}"' in text
    assert f'name="clock" value="{began:%H:%M}"' in text
    assert 'name="clusters" value="Cụm 1" checked' in text
    assert "chờ xác nhận" in text
    assert "Chuyển giờ hoặc hủy" not in text


def test_one_tap_confirms_and_says_what_it_did_to_the_week(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast, officer = played(sqlite_setting), visit(OFFICER)
    answer = confirm(officer, broadcast)
    assert (answer.status_code, answer.location) == (303, f"/luot-phat/{broadcast.id}")
    text = page(officer, broadcast)
    assert "Đã ghi: phát trọn bản. Tuần này đã đạt (1/1 lượt)." in text
    assert "được tính cho tuần" in text
    assert sqlite_setting.cell().state is CellState.KEPT


def test_a_late_word_is_still_asked_for_and_keeps_the_week(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast, officer = sqlite_setting.broadcast(), visit(OFFICER)
    sqlite_setting.sweep(broadcast.span.end + timedelta(hours=25))
    assert sqlite_setting.broadcasts()[0].state is BroadcastState.MISSED
    assert "xác nhận bây giờ vẫn được tính" in page(officer, broadcast)
    assert confirm(officer, broadcast).status_code == 303
    assert sqlite_setting.cell().state is CellState.KEPT


def test_sending_it_twice_counts_once(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast, officer = played(sqlite_setting), visit(OFFICER)
    assert {confirm(officer, broadcast).status_code for _ in range(3)} == {303}
    assert len(sqlite_setting.desk.viewing.broadcast(broadcast.id).evidence) == 1


def test_each_page_carries_a_token_of_its_own(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast, officer = played(sqlite_setting), visit(OFFICER)
    tokens = {
        token
        for _ in range(2)
        for token in re.findall(r'name="token" value="([0-9a-f]{32})"', page(officer, broadcast))
    }
    assert len(tokens) == 4


def test_a_later_word_corrects_the_earlier_and_both_stay(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast, officer = played(sqlite_setting), visit(OFFICER)
    confirm(officer, broadcast)
    confirm(officer, broadcast, token="f" * 32, outcome="broken")
    assert sqlite_setting.broadcasts()[0].state is BroadcastState.INTERRUPTED
    assert len(sqlite_setting.desk.viewing.broadcast(broadcast.id).evidence) == 2
    assert "đã được sửa bằng dòng sau" in page(officer, broadcast)


def test_what_could_not_be_played_is_told_with_a_reason(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast, officer = played(sqlite_setting), visit(OFFICER)
    answer = officer.fill_in(f"/luot-phat/{broadcast.id}/khong-phat", token=TOKEN, reason="Mất điện", why="cả xã")
    assert answer.status_code == 303
    assert "Đã ghi: không phát được." in page(officer, broadcast)
    [row] = sqlite_setting.desk.viewing.broadcast(broadcast.id).evidence
    assert row.note == "Mất điện. cả xã"


@pytest.mark.parametrize("typed", [{}, {"why": " \x00 "}, {"why": "\u2060…\u202e"}, {"reason": "Bịa ra"}])
def test_a_reason_is_asked_for(visit: Visit, sqlite_setting: Setting, typed: dict[str, str]) -> None:
    broadcast = played(sqlite_setting)
    answer = visit(OFFICER).fill_in(f"/luot-phat/{broadcast.id}/khong-phat", token=TOKEN, **typed)
    assert answer.status_code == 400
    assert "lý do" in answer.get_data(as_text=True).split("field-problem")[1]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "31/02/2023"}, "Đọc được «31/02/2023»"),
        ({"day": ""}, "Còn trống; chọn ngày."),
        ({"day": "9999-12-31"}, "Đọc được «9999-12-31»"),
        ({"clock": "25:99"}, "Đọc được «25:99»"),
        ({"clock": ""}, "Còn trống; ghi giờ:phút"),
        ({"day": "2023-12-24"}, "Giờ phát ghi ở tương lai"),
        ({"day": "2023-10-01"}, "Giờ phát ghi sớm hơn giờ dự kiến quá 2 giờ"),
        ({"clusters": []}, "Chưa chọn cụm loa nào"),
        ({"clusters": ["Cụm 9"]}, "Đài không có cụm «Cụm 9»"),
        ({"note": "x" * 501}, "Dài 501 ký tự"),
        ({"token": "cũ"}, "Mở lại trang rồi gửi lại."),
        ({"token": f"{TOKEN}\x00"}, "Mở lại trang rồi gửi lại."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
    visit: Visit, sqlite_setting: Setting, typed: dict[str, object], sentence: str
) -> None:
    broadcast = played(sqlite_setting)
    answer = confirm(visit(OFFICER), broadcast, **{"note": "loa 2 rè", **typed})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert f'role="alert">{sentence}' in text
    assert ("loa 2 rè" in text) is ("note" not in typed)
    assert sqlite_setting.desk.viewing.broadcast(broadcast.id).evidence == ()


def test_people_may_write_days_and_times_as_they_are_used_to(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast = played(sqlite_setting)
    began = local(broadcast.starts_at)
    answer = confirm(visit(OFFICER), broadcast, day=f"{began:%d/%m/%Y}", clock=f"{began:%Hh%M}")
    assert answer.status_code == 303
    assert sqlite_setting.broadcasts()[0].played_at == broadcast.starts_at


def test_a_second_person_countersigns(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast, leader = played(sqlite_setting), visit(LEADER)
    confirm(visit(OFFICER), broadcast)
    assert "Tôi chứng kiến: đã phát" in page(leader, broadcast)
    assert leader.fill_in(f"/luot-phat/{broadcast.id}/chung-kien").status_code == 303
    text = page(leader, broadcast)
    assert "Đã ký chứng kiến." in text
    assert "Tôi chứng kiến: đã phát" not in text
    assert sqlite_setting.broadcasts()[0].grade == "M3"


def test_nobody_countersigns_the_own_word(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast, officer = played(sqlite_setting), visit(OFFICER)
    confirm(officer, broadcast)
    assert "Tôi chứng kiến" not in page(officer, broadcast)
    answer = officer.fill_in(f"/luot-phat/{broadcast.id}/chung-kien")
    assert answer.status_code == 400
    assert "phải là hai người khác nhau" in answer.get_data(as_text=True)


def test_a_broadcast_is_moved_to_a_free_opening(visit: Visit, sqlite_setting: Setting) -> None:
    old, officer = sqlite_setting.broadcast(), visit(OFFICER)
    opening = re.findall(r'<option value="(2023[^"]+)">', page(officer, old))[-1]
    answer = officer.fill_in(f"/luot-phat/{old.id}/chuyen", opening=opening)
    assert (answer.status_code, answer.location) == (303, "/xa/06190?tuan=2023-11-06")
    assert "Đã thay bằng" in page(officer, old)
    assert sqlite_setting.broadcast().starts_at.isoformat() == opening


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Chưa chọn giờ"),
        ({"opening": "2023-11-07T00:00:00+00:00"}, "Giờ vừa chọn không còn trống"),
        ({"opening": "own"}, "Còn trống; chọn ngày."),
        ({"opening": "own", "day": "2023-11-08", "clock": "23:00"}, "Giờ đã chọn nằm trong giờ yên tĩnh"),
        ({"opening": "own", "day": "2023-11-14", "clock": "09:00"}, "Chỉ chuyển được trong cùng tuần"),
        ({"opening": "own", "day": "2023-11-01", "clock": "09:00"}, "Chỉ chuyển được trong cùng tuần"),
    ],
)
def test_a_time_that_does_not_do_is_told_at_the_field(
    visit: Visit, sqlite_setting: Setting, typed: dict[str, str], sentence: str
) -> None:
    old = sqlite_setting.broadcast()
    answer = visit(OFFICER).fill_in(f"/luot-phat/{old.id}/chuyen", **typed)
    assert answer.status_code == 400
    assert f'role="alert">{sentence}' in answer.get_data(as_text=True)
    assert sqlite_setting.broadcast().state is BroadcastState.PLANNED


def test_a_broadcast_is_cancelled_with_a_reason(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast, officer = sqlite_setting.broadcast(), visit(OFFICER)
    empty = officer.fill_in(f"/luot-phat/{broadcast.id}/huy", why="")
    assert (empty.status_code, "ghi lý do hủy" in empty.get_data(as_text=True)) == (400, True)
    assert officer.fill_in(f"/luot-phat/{broadcast.id}/huy", why="Trùng lễ hội").status_code == 303
    assert "Trùng lễ hội" in page(officer, broadcast)
    late = confirm(officer, broadcast)
    assert late.status_code == 400


def test_what_has_begun_is_changed_no_more(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast = played(sqlite_setting)
    answer = visit(OFFICER).fill_in(f"/luot-phat/{broadcast.id}/huy", why="Trùng lễ hội")
    assert answer.status_code == 400
    assert "không đổi được nữa" in answer.get_data(as_text=True)


@pytest.mark.parametrize("action", ["da-phat", "khong-phat", "chung-kien", "chuyen", "huy"])
def test_others_read_or_are_sent_away_but_change_nothing(visit: Visit, sqlite_setting: Setting, action: str) -> None:
    broadcast = played(sqlite_setting)
    typed = {"token": TOKEN, "reason": "Mất điện", "why": "x", "opening": "own", "day": "2023-11-08", "clock": "09:00"}
    for person in (STRANGER, DISTRICT):
        answer = visit(person).fill_in(f"/luot-phat/{broadcast.id}/{action}", **typed)
        assert answer.status_code == 403
    assert sqlite_setting.desk.viewing.broadcast(broadcast.id).evidence == ()


def test_readers_without_a_word_are_not_asked_for_one(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast = played(sqlite_setting)
    for person in (DISTRICT, MEDIA):
        assert "đã phát chưa?" not in page(visit(person), broadcast)
    assert visit(STRANGER).get(f"/luot-phat/{broadcast.id}").status_code == 403


def test_without_the_token_of_the_session_nothing_is_recorded(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast, officer = played(sqlite_setting), visit(OFFICER)
    officer.token = "bịa"
    assert confirm(officer, broadcast).status_code == 400
    assert sqlite_setting.desk.viewing.broadcast(broadcast.id).evidence == ()


def test_where_a_machine_plays_a_person_is_not_asked(visit: Visit, sqlite_setting: Setting) -> None:
    sqlite_setting.equip_node()
    broadcast = sqlite_setting.broadcast(BY_NODE)
    sqlite_setting.clock.at = broadcast.span.end
    text = page(visit(MEDIA), broadcast)
    assert "máy tự phát" in text
    sqlite_setting.node_log(broadcast)
    text = page(visit(MEDIA), broadcast)
    assert "Nhật ký của máy: đã phát" in text
    assert "E2" in text


def test_an_unknown_broadcast_has_a_page_that_says_so(visit: Visit) -> None:
    answer = visit(OFFICER).get("/luot-phat/khong-co")
    assert answer.status_code == 404
    assert "Không có lượt phát «khong-co»." in answer.get_data(as_text=True)
