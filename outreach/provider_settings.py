"""What the providers of messages need: keys, names, addresses, rates. A provider is either whole or not there.

Each channel declares its own settings as a dataclass (``outreach.channels``); here they are read from the environment.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, TypeVar
from urllib.parse import urlsplit

PROVIDER_SETTINGS = {
    "OUTREACH_SEND": "live: messages go out by the providers below; sandbox: none ever does (default: sandbox)",
    "OUTREACH_CALL_TIMEOUT": "longest a call to a provider may take, in seconds (default: 20)",
    "OUTREACH_CONNECTIONS": "connections that a worker keeps to a provider, 1 to 500 (default: 100)",
    "OUTREACH_PRICES": "VND a part before tax by contract, e.g. sms/care=820 zalo/care=120 (default: published prices)",
}
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
Account = TypeVar("Account")
Read = Callable[[str, str], object]
"""From a setting's name and what was written there to its value; raises :class:`SettingsError`."""


class SettingsError(Exception):
    """A setting that cannot be used: which one, what was read, what to write instead."""


@dataclass(frozen=True, slots=True)
class Providers:
    """Which providers there are, and whether messages really go out. ``accounts``: the settings of those that are set
    up, by the name of their channel."""

    live: bool = False
    call_timeout_s: float = 20.0
    connections: int = 100
    prices: Mapping[tuple[str, str], int] = field(default_factory=dict)
    accounts: Mapping[str, Any] = field(default_factory=dict)


def word(about: str, read: Read = lambda _, value: value) -> dict[str, Any]:
    """Metadata of a channel's setting that is taken as it stands, or as ``read`` makes of it."""
    return {"about": about, "read": read}


def address(about: str) -> dict[str, Any]:
    """Metadata of an address of the provider. Keys and phone numbers travel there, so only by https."""
    return {"about": about, "read": _address}


def rate(about: str) -> dict[str, Any]:
    """Metadata of a number above 0."""
    return {"about": about, "read": _number}


def names_of(channel: str, kind: type[Any]) -> dict[str, str]:
    """What a channel's settings are called in the environment, each with what it says."""
    return {_name(channel, one): one.metadata["about"] + _usual(one) for one in fields(kind)}


def read_providers(environment: Mapping[str, str], kinds: Mapping[str, type[Any]]) -> Providers:
    """``kinds``: the settings that each channel declares, by the channel's name. Raises :class:`SettingsError`."""
    send = environment.get("OUTREACH_SEND") or "sandbox"
    if send not in ("sandbox", "live"):
        raise SettingsError(f"OUTREACH_SEND={send}: write one of sandbox, live")
    told = {channel: read_account(channel, kind, environment) for channel, kind in kinds.items()}
    found = Providers(
        live=send == "live",
        call_timeout_s=_number("OUTREACH_CALL_TIMEOUT", environment.get("OUTREACH_CALL_TIMEOUT") or "20", 300),
        connections=_count("OUTREACH_CONNECTIONS", environment.get("OUTREACH_CONNECTIONS") or "100", 500),
        prices=_prices(environment.get("OUTREACH_PRICES", "")),
        accounts={channel: account for channel, account in told.items() if account},
    )
    if found.live and not found.accounts:
        raise SettingsError("OUTREACH_SEND=live, but no provider is set up: set one up, or write sandbox")
    return found


def read_account(channel: str, kind: type[Account], environment: Mapping[str, str]) -> Account | None:
    """A channel's settings. What has no default must be there whole, or not at all: then there is no such provider."""
    asked: tuple[Field[Any], ...] = fields(kind)  # type: ignore[arg-type]  # a dataclass, which a TypeVar cannot say
    values = {one.name: environment.get(_name(channel, one), "").strip() for one in asked}
    keys = [one for one in asked if one.default is MISSING]
    missing = [_name(channel, one) for one in keys if not values[one.name]]
    if missing and any(values.values()):
        prefix = _prefix(channel)
        raise SettingsError(f"{', '.join(missing)} missing: set them too, or none that begin with {prefix}")
    if missing or not any(values.values()):
        return None
    given = {one.name: one.metadata["read"](_name(channel, one), values[one.name]) for one in asked if values[one.name]}
    return kind(**given)


def _prefix(channel: str) -> str:
    return f"OUTREACH_{channel.upper()}_"


def _name(channel: str, one: Field[Any]) -> str:
    return _prefix(channel) + one.name.upper()


def _usual(one: Field[Any]) -> str:
    return "" if one.default is MISSING else f" (default: {one.default})"


def _prices(told: str) -> dict[tuple[str, str], int]:
    """Prices by (medium, class) as a contract gives them."""
    prices = {}
    for one in told.split():
        match = re.fullmatch(r"(sms|zalo)/(care|advertising|emergency)=(\d{1,6})", one)
        if not match:
            raise SettingsError(f"OUTREACH_PRICES={told}: «{one}» should read like sms/care=820")
        prices[match[1], match[2]] = int(match[3])
    return prices


def _address(name: str, value: str) -> str:
    """A stand-in on this machine may do without https."""
    told = value.rstrip("/")
    try:
        parts = urlsplit(told)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        raise SettingsError(f"{name}={told}: {error}") from error
    if (parts.scheme == "https" and parts.hostname) or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return told
    raise SettingsError(f"{name}={told}: write an address that begins with https://")


def _count(name: str, text: str, most: int) -> int:
    if not text.isdecimal() or not 0 < int(text) <= most:
        raise SettingsError(f"{name}={text}: write a whole number above 0, at most {most}")
    return int(text)


def _number(name: str, text: str, most: float = 1e9) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 < number <= most:
        raise SettingsError(f"{name}={text}: write a number above 0" + (f", at most {most:g}" if most < 1e9 else ""))
    return number
