"""The channels of this installation, made from its settings: a new one is one file in `channels/` and one line here."""

from collections.abc import Callable
from datetime import datetime

from outreach.channels.posting import Poster
from outreach.channels.sandbox import SandboxChannel
from outreach.channels.twilio import TwilioChannel
from outreach.config import Settings
from outreach.domain.gates import Lines, Rate
from outreach.domain.message_text import GATEWAY_ADVERTISING, GATEWAY_CARE, Gauge
from outreach.domain.messages import Channel, Medium, MessageClass

SANDBOX_RATE = Rate(per_s=2_000, burst=20_000)
BURST_S = 3
"""A worker looks again every second or two; what it may have missed meanwhile is not lost."""


def lines_of(settings: Settings, now: Callable[[], datetime]) -> Lines:
    """Live channels in the order in which they are preferred; without ``OUTREACH_SEND=live`` only sandboxes."""
    if not settings.providers.live:
        return sandboxes(now)
    providers = settings.providers
    found: list[tuple[Channel, Rate]] = []
    if providers.twilio:
        poster = Poster(providers.twilio.base, providers.connections, providers.call_timeout_s)
        channel = TwilioChannel(providers.twilio, settings.base_url, poster, providers.call_timeout_s)
        found.append((channel, _rate(providers.twilio.rate)))
    return Lines(tuple(found))


def sandboxes(now: Callable[[], datetime]) -> Lines:
    return Lines(
        (
            (SandboxChannel("sandbox-zalo", Medium.ZALO, now), SANDBOX_RATE),
            (SandboxChannel("sandbox-sms", Medium.SMS, now), SANDBOX_RATE),
        )
    )


def _rate(per_s: float) -> Rate:
    return Rate(per_s, max(round(per_s * BURST_S), 10))


def gauge_of(message_class: MessageClass) -> Gauge:
    """What a text is counted by: the Vietnamese gateways' ladder, which is the strictest of those we know."""
    return GATEWAY_ADVERTISING if message_class is MessageClass.ADVERTISING else GATEWAY_CARE
