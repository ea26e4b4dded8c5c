"""Logs hold no phone number and no secret."""

import logging

import pytest

from outreach.logs import hide_private, start_logging


@pytest.mark.parametrize("number", ["0912345678", "+84912345678", "84912345678", "02053870123", "0912 345.678"])
def test_a_phone_number_never_reaches_the_log(number: str) -> None:
    event = hide_private(None, "info", {"event": f"gửi tới {number}."})
    assert event == {"event": "gửi tới «phone»."}


def test_secrets_are_hidden_by_their_name() -> None:
    assert hide_private(None, "info", {"password": "x", "Token": "y"}) == {"password": "«hidden»", "Token": "«hidden»"}


def test_days_codes_and_hashes_are_left_alone() -> None:
    event = {"event": "tuần 2023-11-06, xã 06190", "sha256": "0912345678abcdef" * 4, "done": 3}
    assert hide_private(None, "info", event) == event


def test_a_turn_that_comes_while_its_sweep_still_runs_is_no_news() -> None:
    start_logging("info")
    assert not logging.getLogger("apscheduler.scheduler").isEnabledFor(logging.WARNING)
    assert logging.getLogger("apscheduler.executors.default").isEnabledFor(logging.WARNING)
