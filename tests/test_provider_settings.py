"""Providers: none by default, whole or not at all, and never over an open wire."""

import pytest

from outreach.channels.twilio import TwilioSettings
from outreach.config import SettingsError
from outreach.lines import installation_of
from outreach.provider_settings import Providers

TWILIO = {"OUTREACH_TWILIO_SID": "AC1", "OUTREACH_TWILIO_TOKEN": "t", "OUTREACH_TWILIO_SENDER": "CAOLOC"}
ESMS = {
    "OUTREACH_ESMS_KEY": "k",
    "OUTREACH_ESMS_SECRET": "s",
    "OUTREACH_ESMS_BRAND": "DIENLUC",
    "OUTREACH_ESMS_CALLBACK_SECRET": "a1" * 12,
}
ZALO = {"OUTREACH_ZALO_APP_ID": "1", "OUTREACH_ZALO_APP_SECRET": "a", "OUTREACH_ZALO_OA_SECRET": "o"}


def test_with_no_settings_nothing_is_set_up_and_nothing_goes_out() -> None:
    assert installation_of({}).providers == Providers(live=False)


def test_a_provider_set_up_is_not_used_until_told_to() -> None:
    assert not installation_of(TWILIO).providers.live
    assert installation_of({**TWILIO, "OUTREACH_SEND": "live"}).providers.live


def test_each_provider_has_the_address_of_the_real_one_unless_told() -> None:
    providers = installation_of({**TWILIO, **ESMS, **ZALO, "OUTREACH_ESMS_BASE": "http://127.0.0.1:9/"}).providers
    assert providers.accounts["twilio"] == TwilioSettings("AC1", "t", "CAOLOC", "https://api.twilio.com", 10.0)
    esms, zalo = providers.accounts["esms"], providers.accounts["zalo"]
    assert (esms.brand, esms.base) == ("DIENLUC", "http://127.0.0.1:9")
    assert zalo.base == "https://business.openapi.zalo.me"
    assert zalo.oauth_base == "https://oauth.zaloapp.com"


@pytest.mark.parametrize("whole", [TWILIO, ESMS, ZALO], ids=["twilio", "esms", "zalo"])
def test_half_a_provider_is_refused_by_the_name_of_what_is_missing(whole: dict[str, str]) -> None:
    for missing in whole:
        with pytest.raises(SettingsError, match=f"{missing} missing"):
            installation_of({name: value for name, value in whole.items() if name != missing})


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("OUTREACH_TWILIO_BASE", "http://api.twilio.com", "https://"),
        ("OUTREACH_TWILIO_BASE", "ftp://127.0.0.1", "https://"),
        ("OUTREACH_TWILIO_BASE", "https://x:port", "OUTREACH_TWILIO_BASE"),
        ("OUTREACH_TWILIO_BASE", "https://[", "OUTREACH_TWILIO_BASE"),
        ("OUTREACH_TWILIO_RATE", "0", "above 0"),
        ("OUTREACH_TWILIO_RATE", "fast", "above 0"),
        ("OUTREACH_TWILIO_RATE", "nan", "above 0"),
        ("OUTREACH_CONNECTIONS", "501", "at most 500"),
        ("OUTREACH_CONNECTIONS", "0.5", "whole number"),
        ("OUTREACH_CALL_TIMEOUT", "-1", "above 0"),
        ("OUTREACH_SEND", "yes", "one of sandbox, live"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_write(name: str, value: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        installation_of({**TWILIO, name: value})


def test_a_rate_or_an_address_alone_is_half_a_provider_too() -> None:
    with pytest.raises(SettingsError, match="OUTREACH_ESMS_KEY, OUTREACH_ESMS_SECRET"):
        installation_of({"OUTREACH_ESMS_RATE": "5"})


def test_the_secret_of_an_address_must_be_long_and_plain() -> None:
    for secret in ("short", "đ" * 30, "a/../" * 8):
        with pytest.raises(SettingsError, match="at least 24 letters or digits"):
            installation_of({**ESMS, "OUTREACH_ESMS_CALLBACK_SECRET": secret})


def test_sending_in_earnest_needs_a_provider() -> None:
    with pytest.raises(SettingsError, match="no provider is set up"):
        installation_of({"OUTREACH_SEND": "live"})


def test_secrets_are_not_shown_when_settings_are_printed() -> None:
    shown = repr(installation_of({**TWILIO, **ESMS, **ZALO, "OUTREACH_TWILIO_TOKEN": "hush-hush"}))
    assert "hush-hush" not in shown
    assert "a1a1" not in shown
