"""Zalo's settings, and where Zalo sells the next pair of tokens: only their keeper goes there, one at a time."""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from outreach.channels.hearing import UNREADABLE, own_id, record
from outreach.channels.posting import Call, Poster, Reply
from outreach.domain.tokens import Pair, TokenRefused
from outreach.provider_settings import address, rate, word


@dataclass(frozen=True, slots=True)
class ZaloSettings:
    app_id: str = field(metadata=word("Zalo app"))
    app_secret: str = field(repr=False, metadata=word("its secret, for renewing tokens"))
    oa_secret: str = field(repr=False, metadata=word("secret of the Official Account, which proves callbacks"))
    base: str = field(default="https://business.openapi.zalo.me", metadata=address("address of Zalo's message API"))
    oauth_base: str = field(default="https://oauth.zaloapp.com", metadata=address("address where tokens are renewed"))
    rate: float = field(default=20.0, metadata=rate("messages a second"))


class ZaloTokens:
    def __init__(self, settings: ZaloSettings, timeout_s: float = 20.0) -> None:
        self._settings = settings
        self._poster = Poster(settings.oauth_base, 1, timeout_s)

    def buy(self, refresh: str) -> Pair | None:
        form = {"refresh_token": refresh, "app_id": self._settings.app_id, "grant_type": "refresh_token"}
        headers = ("Content-Type: application/x-www-form-urlencoded", f"secret_key: {self._settings.app_secret}")
        call = Call(f"{self._settings.oauth_base}/v4/oa/access_token", urlencode(form).encode(), headers)
        ((_, heard),) = self._poster.post([("", call)], lambda: True)
        return _read(heard) if isinstance(heard, Reply) and heard.status < 500 else None


def _read(reply: Reply) -> Pair | None:
    """``expires_in`` is a number written as text."""
    try:
        told = record(reply.body)
        if told.get("error"):
            words = f"{told['error']} {told.get('error_name', '')}"
            raise TokenRefused(words, for_good="refresh" in str(told).lower())
        lasts = timedelta(seconds=int(told["expires_in"]))
        return Pair(own_id(told["access_token"]), own_id(told["refresh_token"]), lasts)
    except UNREADABLE:
        return None
