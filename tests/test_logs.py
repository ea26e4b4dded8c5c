"""Logs hold no phone number and no secret."""

import pytest

from outreach.logs import hide_private


@pytest.mark.parametrize("number", ["0912345678", "+84912345678", "84912345678", "02053870123", "0912 345.678"])
def test_a_phone_number_never_reaches_the_log(number: str) -> None:
    event = hide_private(None, "info", {"event": f"gửi tới {number}."})
    assert event == {"event": "gửi tới «phone»."}


def test_secrets_are_hidden_by_their_name() -> None:
    assert hide_private(None, "info", {"password": "x", "Token": "y"}) == {"password": "«hidden»", "Token": "«hidden»"}


def test_days_codes_and_hashes_are_left_alone() -> None:
    event = {"event": "tuần 2023-11-06, xã 06190", "sha256": "0912345678abcdef" * 4, "done": 3}
    assert hide_private(None, "info", event) == event
