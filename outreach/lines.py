"""The channels of this installation, made from its settings: a new one is one file in `channels/` and one line here."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from outreach.channels.esms import EsmsChannel
from outreach.channels.posting import Poster
from outreach.channels.sandbox import SandboxChannel
from outreach.channels.twilio import TwilioChannel
from outreach.channels.zalo import ZaloChannel
from outreach.channels.zalo_tokens import ZaloTokens
from outreach.config import Settings
from outreach.domain.gates import Lines, Rate
from outreach.domain.message_text import GATEWAY_ADVERTISING, GATEWAY_CARE, Gauge
from outreach.domain.messages import Channel, Medium, MessageClass
from outreach.domain.tokens import TokenStore
from outreach.provider_settings import Providers, ZaloSettings
from outreach.services.renewing_tokens import RenewingTokens
from outreach.services.sending import IN_AIR

SANDBOX_RATE = Rate(per_s=2_000, burst=20_000)
BURST_S = 3
"""A worker looks again every second or two; what it may have missed meanwhile is not lost."""


def lines_of(settings: Settings, now: Callable[[], datetime], tokens: TokenStore) -> Lines:
    """Live channels in the order in which they are preferred; without ``OUTREACH_SEND=live`` only sandboxes."""
    providers, public = settings.providers, settings.base_url
    if not providers.live:
        return sandboxes(now)
    found: list[tuple[Channel, Rate]] = []
    if zalo := providers.zalo:
        keeper = keeper_of(zalo, providers.call_timeout_s, now, tokens)
        found.append((ZaloChannel(zalo, _poster(zalo.base, providers), keeper), _rate(zalo.rate)))
    if esms := providers.esms:
        found.append((EsmsChannel(esms, public, _poster(esms.base, providers)), _rate(esms.rate)))
    if twilio := providers.twilio:
        poster = _poster(twilio.base, providers)
        found.append((TwilioChannel(twilio, public, poster, providers.call_timeout_s), _rate(twilio.rate)))
    return Lines(tuple(found))


def keeper_of(zalo: ZaloSettings, call_s: float, now: Callable[[], datetime], tokens: TokenStore) -> RenewingTokens:
    """Who renews Zalo's tokens. Its lease is longer than a call; it waits as long as a call for somebody else's."""
    source = ZaloTokens(zalo, call_s)
    return RenewingTokens("zalo", tokens, source, now, partial(time.sleep, 0.2), 3 * call_s, max(round(5 * call_s), 1))


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
