"""Which channels an installation has: sandboxes until told otherwise, then those that are set up, as preferred."""

from datetime import UTC, datetime
from pathlib import Path

from outreach.config import read_settings
from outreach.domain.messages import Medium
from outreach.lines import lines_of
from outreach.storage.opening import open_store
from tests.test_provider_settings import ESMS, TWILIO, ZALO


def _names(folder: Path, environment: dict[str, str]) -> list[tuple[str, Medium]]:
    store = open_store(f"sqlite:///{folder / 'outreach.db'}", folder)
    lines = lines_of(read_settings(environment), lambda: datetime.now(UTC), store.tokens)
    store.close()
    return [(channel.name, channel.medium) for channel, _ in lines.channels]


def test_until_told_otherwise_there_are_only_sandboxes(data_folder: Path) -> None:
    only = [("sandbox-zalo", Medium.ZALO), ("sandbox-sms", Medium.SMS)]
    assert _names(data_folder, {}) == _names(data_folder, {**TWILIO, **ESMS, **ZALO}) == only


def test_live_channels_come_in_the_order_in_which_they_are_preferred(data_folder: Path) -> None:
    live = {"OUTREACH_SEND": "live"}
    assert _names(data_folder, {**TWILIO, **live}) == [("twilio", Medium.SMS)]
    assert _names(data_folder, {**TWILIO, **ESMS, **ZALO, **live}) == [
        ("zalo", Medium.ZALO),
        ("esms", Medium.SMS),
        ("twilio", Medium.SMS),
    ]
