"""The hours of a station, as its officer sets them."""

from datetime import time

import pytest
from werkzeug.test import TestResponse

from outreach.domain.calendar import local
from tests.setting import DISTRICT, OFFICER, STRANGER, Setting
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

WEEK = "/xa/06190"
HOURS = f"{WEEK}/gio"
ALL = [str(day) for day in range(7)]
RELAY = {"relays-0-opens": "19:15", "relays-0-closes": "19:45", "relays-0-weekdays": ["0", "3"]}
MORNING = {"windows-0-opens": "06:00", "windows-0-closes": "07:00", "windows-0-weekdays": ALL, "windows-0-name": "Sáng"}


def save(visitor: Visitor, **typed: object) -> TestResponse:
    return visitor.fill_in(HOURS, **typed)


def test_the_form_shows_the_hours_as_they_are(visit: Visit) -> None:
    text = visit(OFFICER).get(HOURS).get_data(as_text=True)
    for clock in ("05:30", "06:30", "17:00", "18:00"):
        assert f'value="{clock}"' in text
    assert "+ Thêm khung giờ" in text


def test_saving_sets_windows_and_relays_and_plans_anew(visit: Visit, sqlite_setting: Setting) -> None:
    answer = save(visit(OFFICER), **MORNING, **RELAY)
    assert (answer.status_code, answer.location) == (303, WEEK)
    station = sqlite_setting.desk.viewing.commune("06190").station
    assert [(w.opens, w.closes, w.name) for w in station.windows] == [(time(6), time(7), "Sáng")]
    assert [(w.opens, sorted(w.weekdays)) for w in station.relays] == [(time(19, 15), [0, 3])]
    assert local(sqlite_setting.broadcast().starts_at).hour == 6


def test_a_row_without_hours_is_left_out(visit: Visit, sqlite_setting: Setting) -> None:
    empty = {"windows-1-opens": "", "windows-1-closes": "", "windows-1-weekdays": ALL, "windows-1-name": "Chiều"}
    assert save(visit(OFFICER), **MORNING, **empty).status_code == 303
    assert len(sqlite_setting.desk.viewing.commune("06190").station.windows) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"windows-0-closes": "05:00"}, "Đọc được 06:00–05:00; giờ kết thúc phải sau giờ bắt đầu"),
        ({"windows-0-opens": "6 giờ"}, "Đọc được «6 giờ»"),
        ({"windows-0-opens": ""}, "Còn trống; ghi giờ:phút"),
        ({"windows-0-closes": ""}, "Còn trống; ghi giờ:phút"),
        ({"windows-0-weekdays": []}, "Chưa chọn ngày nào"),
        ({"windows-0-weekdays": ["7"]}, "Có ngày không đúng"),
        ({"windows-0-name": "x" * 61}, "Dài 61 ký tự"),
        ({"windows-0-opens": "04:00"}, "Khung giờ 04:00–07:00 chạm giờ yên tĩnh"),
        ({"windows-0-opens": "", "windows-0-closes": ""}, "Đài phải có ít nhất một khung giờ phát."),
    ],
)
def test_hours_that_cannot_be_are_told_and_stay_typed(
    visit: Visit, sqlite_setting: Setting, typed: dict[str, object], sentence: str
) -> None:
    before = sqlite_setting.desk.viewing.commune("06190").station
    answer = save(visit(OFFICER), **{**MORNING, **RELAY, **typed})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert f'role="alert">{sentence}' in text
    assert 'value="19:15"' in text
    assert sqlite_setting.desk.viewing.commune("06190").station == before


def test_only_those_who_may_arrange_here_set_hours(visit: Visit) -> None:
    for person in (DISTRICT, STRANGER):
        assert visit(person).get(HOURS).status_code == 403
        assert save(visit(person), **MORNING).status_code == 403
