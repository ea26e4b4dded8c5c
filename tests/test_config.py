"""Settings: safe with none, strict with any."""

from pathlib import Path

import pytest

from outreach.config import SettingsError, read_settings
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.tariffs import USUAL, by_contract


def test_with_no_settings_all_runs_on_sqlite_and_loopback() -> None:
    settings = read_settings({})
    assert (settings.host, settings.port, settings.https) == ("127.0.0.1", 8000, False)
    assert settings.database == f"sqlite:///{Path('data').absolute() / 'outreach.db'}"
    assert settings.base_url == "http://127.0.0.1:8000"


def test_sounds_may_be_as_large_as_said_and_a_folder_is_watched_only_when_named(tmp_path: Path) -> None:
    usual = read_settings({})
    assert (usual.audio_mb, usual.audio_inbox, usual.piper_voice) == (300, None, None)
    voice = tmp_path / "vi.onnx"
    voice.touch()
    environment = {"OUTREACH_AUDIO_MB": "50", "OUTREACH_AUDIO_INBOX": "vao", "OUTREACH_PIPER_VOICE": str(voice)}
    with pytest.raises(SettingsError, match=r"there is no file .*vi\.onnx\.json"):
        read_settings(environment)
    (tmp_path / "vi.onnx.json").touch()
    told = read_settings(environment)
    assert (told.audio_mb, told.audio_inbox) == (50, Path("vao").absolute())
    assert told.piper_voice == voice


def test_empty_values_mean_the_default() -> None:
    assert read_settings({"OUTREACH_PORT": "", "OUTREACH_DATA": "", "OUTREACH_LOG": ""}) == read_settings({})


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("OUTREACH_PORT", "http", "write a port number"),
        ("OUTREACH_PORT", "65536", "write a port number"),
        ("OUTREACH_SECRET", "short", "shorter than 32"),
        ("OUTREACH_HTTPS", "yes", "write one of 0, 1"),
        ("OUTREACH_LOG", "loud", "write one of info"),
        ("OUTREACH_AUDIO_MB", "0", "from 1 to 2000"),
        ("OUTREACH_AUDIO_MB", "300 MB", "from 1 to 2000"),
        ("OUTREACH_DATABSE", "x", "unknown setting OUTREACH_DATABSE: did you mean OUTREACH_DATABASE"),
        ("OUTREACH_SNED", "live", "did you mean OUTREACH_SEND"),
        ("OUTREACH_QQQQQQQQQQ", "x", "known are: OUTREACH_DATA, "),
        ("OUTREACH_BASE_URL", "loa.example.vn", "such as https://loa.example.vn"),
        ("OUTREACH_BASE_URL", "https://", "such as https://loa.example.vn"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_write(name: str, value: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        read_settings({name: value})


def test_a_public_address_may_have_a_port_and_a_path() -> None:
    assert read_settings({"OUTREACH_BASE_URL": "http://10.0.0.4:8000/loa/"}).base_url == "http://10.0.0.4:8000/loa"


def test_prices_of_a_contract_replace_the_usual_ones() -> None:
    told = read_settings({"OUTREACH_PRICES": "sms/care=820 zalo/care=120"}).providers.prices
    assert by_contract(told).price(Medium.SMS, MessageClass.CARE, 2) == 1_640
    assert by_contract(told).price(Medium.ZALO, MessageClass.ADVERTISING, 1) == USUAL.price(
        Medium.ZALO, MessageClass.ADVERTISING, 1
    )


def test_a_price_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(SettingsError, match="sms/care=820"):
        read_settings({"OUTREACH_PRICES": "sms/care=cheap"})
