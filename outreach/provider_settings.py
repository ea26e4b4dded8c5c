"""What the providers of messages need: keys, names, addresses, rates. A provider is either whole or not there."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PROVIDER_SETTINGS = {
    "OUTREACH_SEND": "live: messages go out by the providers below; sandbox: none ever does (default: sandbox)",
    "OUTREACH_CALL_TIMEOUT": "longest a call to a provider may take, in seconds (default: 20)",
    "OUTREACH_CONNECTIONS": "connections that a worker keeps to a provider, 1 to 500 (default: 100)",
    "OUTREACH_PRICES": "VND a part before tax by contract, e.g. sms/care=820 zalo/care=120 (default: published prices)",
    "OUTREACH_TWILIO_SID": "Twilio account, AC…",
    "OUTREACH_TWILIO_TOKEN": "Twilio auth token; it also proves callbacks",
    "OUTREACH_TWILIO_SENDER": "registered sender name or number, or a messaging service MG…",
    "OUTREACH_TWILIO_BASE": "address of Twilio's API (default: https://api.twilio.com)",
    "OUTREACH_TWILIO_RATE": "message parts a second (default: 10)",
    "OUTREACH_ESMS_KEY": "eSMS ApiKey",
    "OUTREACH_ESMS_SECRET": "eSMS SecretKey",
    "OUTREACH_ESMS_BRAND": "registered brand name",
    "OUTREACH_ESMS_CALLBACK_SECRET": "at least 24 letters or digits in the callback's address: its only proof",
    "OUTREACH_ESMS_BASE": "address of eSMS's API (default: https://rest.esms.vn)",
    "OUTREACH_ESMS_RATE": "message parts a second (default: 20)",
    "OUTREACH_ZALO_APP_ID": "Zalo app",
    "OUTREACH_ZALO_APP_SECRET": "its secret, for renewing tokens",
    "OUTREACH_ZALO_OA_SECRET": "secret of the Official Account, which proves callbacks",
    "OUTREACH_ZALO_BASE": "address of Zalo's message API (default: https://business.openapi.zalo.me)",
    "OUTREACH_ZALO_OAUTH_BASE": "address where tokens are renewed (default: https://oauth.zaloapp.com)",
    "OUTREACH_ZALO_RATE": "messages a second (default: 20)",
}
TWILIO, ESMS = "https://api.twilio.com", "https://rest.esms.vn"
ZALO, ZALO_OAUTH = "https://business.openapi.zalo.me", "https://oauth.zaloapp.com"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsError(Exception):
    """A setting that cannot be used: which one, what was read, what to write instead."""


@dataclass(frozen=True, slots=True)
class TwilioSettings:
    account: str
    token: str = field(repr=False)
    sender: str
    base: str = TWILIO
    rate: float = 10.0

    @property
    def authorization(self) -> str:
        return "Authorization: Basic " + base64.b64encode(f"{self.account}:{self.token}".encode()).decode()


@dataclass(frozen=True, slots=True)
class EsmsSettings:
    key: str = field(repr=False)
    secret: str = field(repr=False)
    brand: str
    callback_secret: str = field(repr=False)
    base: str = ESMS
    rate: float = 20.0


@dataclass(frozen=True, slots=True)
class ZaloSettings:
    app_id: str
    app_secret: str = field(repr=False)
    oa_secret: str = field(repr=False)
    base: str = ZALO
    oauth_base: str = ZALO_OAUTH
    rate: float = 20.0


@dataclass(frozen=True, slots=True)
class Providers:
    """Which providers there are, and whether messages really go out."""

    live: bool = False
    call_timeout_s: float = 20.0
    connections: int = 100
    prices: Mapping[tuple[str, str], int] = field(default_factory=dict)
    twilio: TwilioSettings | None = None
    esms: EsmsSettings | None = None
    zalo: ZaloSettings | None = None


def read_providers(environment: Mapping[str, str]) -> Providers:
    send = environment.get("OUTREACH_SEND") or "sandbox"
    if send not in ("sandbox", "live"):
        raise SettingsError(f"OUTREACH_SEND={send}: write one of sandbox, live")
    found = Providers(
        live=send == "live",
        call_timeout_s=_number(environment, "OUTREACH_CALL_TIMEOUT", 20.0, 300),
        connections=_count(environment, "OUTREACH_CONNECTIONS", 100, 500),
        prices=_prices(environment.get("OUTREACH_PRICES", "")),
        twilio=_twilio(environment),
        esms=_esms(environment),
        zalo=_zalo(environment),
    )
    if found.live and not (found.twilio or found.esms or found.zalo):
        raise SettingsError("OUTREACH_SEND=live, but no provider is set up: set one up, or write sandbox")
    return found


def _prices(told: str) -> dict[tuple[str, str], int]:
    """Prices by (medium, class) as a contract gives them."""
    prices = {}
    for one in told.split():
        match = re.fullmatch(r"(sms|zalo)/(care|advertising|emergency)=(\d{1,6})", one)
        if not match:
            raise SettingsError(f"OUTREACH_PRICES={told}: «{one}» should read like sms/care=820")
        prices[match[1], match[2]] = int(match[3])
    return prices


def _twilio(environment: Mapping[str, str]) -> TwilioSettings | None:
    keys = _all_or_none(environment, "OUTREACH_TWILIO_", ("SID", "TOKEN", "SENDER"))
    if not keys:
        return None
    base = _address(environment, "OUTREACH_TWILIO_BASE", TWILIO)
    account, token, sender = keys
    return TwilioSettings(account, token, sender, base, rate=_number(environment, "OUTREACH_TWILIO_RATE", 10.0))


def _esms(environment: Mapping[str, str]) -> EsmsSettings | None:
    keys = _all_or_none(environment, "OUTREACH_ESMS_", ("KEY", "SECRET", "BRAND", "CALLBACK_SECRET"))
    if not keys:
        return None
    key, secret, brand, callback_secret = keys
    if len(callback_secret) < 24 or not callback_secret.isascii() or not callback_secret.isalnum():
        raise SettingsError("OUTREACH_ESMS_CALLBACK_SECRET: write at least 24 letters or digits")
    base = _address(environment, "OUTREACH_ESMS_BASE", ESMS)
    return EsmsSettings(
        key, secret, brand, callback_secret, base, rate=_number(environment, "OUTREACH_ESMS_RATE", 20.0)
    )


def _zalo(environment: Mapping[str, str]) -> ZaloSettings | None:
    keys = _all_or_none(environment, "OUTREACH_ZALO_", ("APP_ID", "APP_SECRET", "OA_SECRET"))
    if not keys:
        return None
    base = _address(environment, "OUTREACH_ZALO_BASE", ZALO)
    oauth = _address(environment, "OUTREACH_ZALO_OAUTH_BASE", ZALO_OAUTH)
    app_id, app_secret, oa_secret = keys
    return ZaloSettings(
        app_id, app_secret, oa_secret, base, oauth, rate=_number(environment, "OUTREACH_ZALO_RATE", 20.0)
    )


def _all_or_none(environment: Mapping[str, str], prefix: str, names: tuple[str, ...]) -> tuple[str, ...]:
    values = tuple(environment.get(prefix + name, "").strip() for name in names)
    missing = [prefix + name for name, value in zip(names, values, strict=True) if not value]
    if missing and any(values):
        raise SettingsError(f"{', '.join(missing)} missing: set them too, or none that begin with {prefix}")
    return () if missing else values


def _address(environment: Mapping[str, str], name: str, default: str) -> str:
    """Keys and phone numbers travel there, so only by https; a stand-in on this machine may do without."""
    address = (environment.get(name) or default).rstrip("/")
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        raise SettingsError(f"{name}={address}: {error}") from error
    if (parts.scheme == "https" and parts.hostname) or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return address
    raise SettingsError(f"{name}={address}: write an address that begins with https://")


def _count(environment: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal() or not 0 < int(text) <= most:
        raise SettingsError(f"{name}={text}: write a whole number above 0, at most {most}")
    return int(text)


def _number(environment: Mapping[str, str], name: str, default: float, most: float = 1e9) -> float:
    text = environment.get(name) or str(default)
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 < number <= most:
        raise SettingsError(f"{name}={text}: write a number above 0" + (f", at most {most:g}" if most < 1e9 else ""))
    return number
