"""The channels of this installation, made from its settings: a new one is one file in `channels/` and one line here."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import Any

from outreach.channels.posting import Poster
from outreach.channels.provider import Provider, Site
from outreach.channels.sandbox import SandboxChannel
from outreach.config import Settings, known_settings, read_settings
from outreach.domain.gates import Lines, Rate
from outreach.domain.message_text import GATEWAY_ADVERTISING, GATEWAY_CARE, Gauge
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.tokens import TokenSource, TokenStore
from outreach.provider_settings import Providers
from outreach.services.renewing_tokens import RenewingTokens
from outreach.services.sending import IN_AIR

PREFERRED = (
    "zalo",
    "esms",
    "twilio",
)
"""The files of `channels/` that have a ``PROVIDER``, the most wanted first: here a new channel adds its line."""

SANDBOX_RATE = Rate(per_s=2_000, burst=20_000)
BURST_S = 3
"""A worker looks again every second or two; what it may have missed meanwhile is not lost."""


def provider_of(channel: str) -> Provider[Any]:
    """By the name of its file, so that a channel need be named in one line only."""
    found: Provider[Any] = import_module(f"outreach.channels.{channel}").PROVIDER
    return found


def installation_of(environment: Mapping[str, str]) -> Settings:
    """The settings of the environment, those of every channel included. Raises SettingsError."""
    return read_settings(environment, _kinds())


def every_setting() -> dict[str, str]:
    """Every name that the environment may have, with what it says."""
    return known_settings(_kinds())


def lines_of(settings: Settings, now: Callable[[], datetime], tokens: TokenStore) -> Lines:
    """Live channels in the order in which they are preferred; without ``OUTREACH_SEND=live`` only sandboxes."""
    providers = settings.providers
    if not providers.live:
        return sandboxes(now)
    found = []
    for name, account in providers.accounts.items():
        keep = partial(_keeper, name, providers.call_timeout_s, now, tokens)
        site = Site(settings.base_url, _poster(account.base, providers), providers.call_timeout_s, keep)
        found.append((provider_of(name).open(account, site), _rate(account.rate)))
    return Lines(tuple(found))


def keepers_of(settings: Settings, now: Callable[[], datetime], tokens: TokenStore) -> dict[str, RenewingTokens]:
    """Who renew tokens that run out, by channel."""
    call_s, found = settings.providers.call_timeout_s, {}
    for name, account in settings.providers.accounts.items():
        if source := provider_of(name).tokens:
            found[name] = _keeper(name, call_s, now, tokens, source(account, call_s))
    return found


def _keeper(
    channel: str, call_s: float, now: Callable[[], datetime], tokens: TokenStore, source: TokenSource
) -> RenewingTokens:
    """Its lease is longer than a call; it waits as long as a call for somebody else's."""
    return RenewingTokens(channel, tokens, source, now, partial(time.sleep, 0.2), 3 * call_s, max(round(5 * call_s), 1))


def _kinds() -> dict[str, type[Any]]:
    return {name: provider_of(name).settings for name in PREFERRED}


def sandboxes(now: Callable[[], datetime]) -> Lines:
    return Lines(
        (
            (SandboxChannel("sandbox-zalo", Medium.ZALO, now), SANDBOX_RATE),
            (SandboxChannel("sandbox-sms", Medium.SMS, now), SANDBOX_RATE),
        ),
        rehearsal=True,
    )


def _poster(base: str, providers: Providers) -> Poster:
    return Poster(base, max(providers.connections // IN_AIR, 1), providers.call_timeout_s)


def _rate(per_s: float) -> Rate:
    return Rate(per_s, max(round(per_s * BURST_S), 10))


def gauge_of(message_class: MessageClass) -> Gauge:
    """What a text is counted by: the Vietnamese gateways' ladder, which is the strictest of those we know."""
    return GATEWAY_ADVERTISING if message_class is MessageClass.ADVERTISING else GATEWAY_CARE
