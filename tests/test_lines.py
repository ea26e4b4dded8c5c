"""Which channels an installation has: sandboxes until told otherwise, then those that are set up, as preferred."""

from datetime import UTC, datetime
from pathlib import Path

from outreach import channels
from outreach.domain.messages import Medium
from outreach.lines import PREFERRED, every_setting, installation_of, lines_of
from outreach.storage.opening import open_store
from tests.test_provider_settings import ESMS, TWILIO, ZALO


def _names(folder: Path, environment: dict[str, str]) -> list[tuple[str, Medium]]:
    store = open_store(f"sqlite:///{folder / 'outreach.db'}", folder)
    lines = lines_of(installation_of(environment), lambda: datetime.now(UTC), store.tokens)
    store.close()
    return [(channel.name, channel.medium) for channel, _ in lines.channels]


def test_every_channel_with_a_provider_has_its_place_in_the_order() -> None:
    files = {file.stem for file in Path(channels.__path__[0]).glob("*.py") if "\nPROVIDER = " in file.read_text()}
    assert files == set(PREFERRED)


def test_every_setting_of_a_channel_says_what_it_is() -> None:
    told = every_setting()
    assert told["OUTREACH_ESMS_BRAND"] == "registered brand name"
    assert told["OUTREACH_TWILIO_RATE"] == "message parts a second (default: 10.0)"
    assert all(told.values())


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
