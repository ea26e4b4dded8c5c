"""A commune's broadcasts in the calendar of a phone, which cannot sign in and so holds a key."""

from datetime import date, timedelta

import pytest
from flask import Flask
from icalendar import Calendar, Event

from outreach.web.calendar_feed import address_of
from tests.setting import OFFICER, Setting, at


def _address(app: Flask, commune: str = "06190") -> str:
    with app.test_request_context():
        return address_of(commune).removeprefix("https://loa.example")


def _events(app: Flask) -> list[Event]:
    answer = app.test_client().get(_address(app))
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    calendar = Calendar.from_ical(answer.data)
    assert calendar["X-WR-CALNAME"] == "Phát loa Xã Bảo Lâm"
    return calendar.events


def test_each_broadcast_is_an_event_with_an_alarm(app: Flask, sqlite_setting: Setting) -> None:
    broadcast = sqlite_setting.broadcast()
    event = next(event for event in _events(app) if event.uid == broadcast.id)
    assert (event.start, event.end) == (broadcast.starts_at, broadcast.span.end)
    assert event.summary == "Phát loa: Đổi lịch ghi chỉ số công tơ"
    assert (event.status, event.sequence) == ("CONFIRMED", 0)
    assert event.url == f"https://loa.example/luot-phat/{broadcast.id}"
    [alarm] = event.alarms.times
    assert alarm.trigger == broadcast.starts_at - timedelta(minutes=45)


def test_a_moved_broadcast_is_cancelled_and_another_stands_for_it(app: Flask, sqlite_setting: Setting) -> None:
    old = sqlite_setting.broadcast()
    opening = sqlite_setting.desk.arranging.openings(old.id)[-1]
    new = sqlite_setting.desk.arranging.move(OFFICER, old.id, opening.starts_at)
    events = {event.uid: event for event in _events(app)}
    assert (events[old.id].status, events[old.id].sequence) == ("CANCELLED", 1)
    assert events[old.id].summary.startswith("Đã hủy")
    assert not events[old.id].walk("VALARM")
    assert events[new.id].start == opening.starts_at


def test_the_feed_is_the_same_bytes_while_nothing_changed(app: Flask, sqlite_setting: Setting) -> None:
    client = app.test_client()
    first = client.get(_address(app))
    sqlite_setting.clock.at += timedelta(hours=1)
    again = client.get(_address(app), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("key", ["", "?key=", "?key=0000", "?key=%C4%91%00"])
def test_without_its_key_there_is_no_feed(app: Flask, key: str) -> None:
    assert app.test_client().get(f"/lich/06190.ics{key}").status_code == 404


def test_a_key_opens_its_own_commune_only(app: Flask) -> None:
    other = _address(app, "06196").replace("06196", "06190")
    assert app.test_client().get(other).status_code == 404


def test_a_commune_that_ended_keeps_its_feed(app: Flask, sqlite_setting: Setting) -> None:
    sqlite_setting.clock.at = at(date(2026, 1, 5), 8)
    assert _events(app) == []
