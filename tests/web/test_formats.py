"""Days and hours as people here write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from outreach.domain.calendar import DutyWeek
from outreach.web import formats

NIGHT = datetime(2023, 11, 1, 22, 45, tzinfo=UTC)
"""05:45 of the next day in Vietnam."""


def test_an_instant_is_shown_on_the_local_clock(app: Flask) -> None:
    with app.test_request_context():
        assert formats.when(NIGHT) == "Thứ Năm 02/11/2023 05:45"
        assert formats.brief(NIGHT) == "T5 02/11 05:45"
        assert formats.clock(NIGHT) == "05:45"
        assert formats.day(NIGHT) == "02/11/2023"


def test_the_reader_of_english_gets_english_days(app: Flask) -> None:
    with app.test_request_context(headers={"Cookie": "lang=en"}):
        assert formats.when(NIGHT) == "Thursday 02/11/2023 05:45"


def test_what_ends_with_a_day_is_called_by_that_day(app: Flask) -> None:
    midnight = datetime(2023, 12, 20, 17, tzinfo=UTC)
    with app.test_request_context():
        assert formats.until(midnight) == "hết Thứ Tư 20/12/2023"
        assert formats.until(midnight - timedelta(minutes=1)) == "Thứ Tư 20/12/2023 23:59"


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2023, 11, 6), date(2023, 11, 12), "06–12/11"),
        (date(2023, 10, 30), date(2023, 11, 5), "30/10–05/11"),
        (date(2023, 12, 18), date(2023, 12, 20), "18–20/12"),
        (date(2023, 12, 18), date(2023, 12, 18), "18/12"),
    ],
)
def test_a_week_is_named_by_its_days(first: date, last: date, shown: str) -> None:
    assert formats.week(DutyWeek(first, first, last)) == shown


def test_a_length_is_minutes_and_seconds() -> None:
    assert formats.minutes(timedelta(seconds=87)) == "1:27"
    assert formats.minutes(timedelta(seconds=59.6)) == "1:00"


@pytest.mark.parametrize(("issued", "shown"), [("2023-10-04", "04/10/2023"), ("2023-10", "10/2023")])
def test_a_letter_whose_day_was_left_blank_is_dated_by_its_month(issued: str, shown: str) -> None:
    assert formats.letter_day(issued) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("0912345678", "0912 345 678"), ("02053870123", "0205 387 0123"), ("091****678", "091****678"), ("", "")],
)
def test_a_number_is_written_as_people_read_it_out(number: str, shown: str) -> None:
    assert formats.phone(number) == shown
