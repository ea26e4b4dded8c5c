"""Keeping a channel's access token fresh. Exactly one process renews it: what buys the next pair is good once.

The lease is taken in one transaction, the provider is asked outside any, and the new pair is stored before anybody
uses it. Whoever dies between the two leaves the old refresh token: it is tried once more, and if it is void a person
must give consent again, which stops the channel in plain sight.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.errors import RuleBroken
from outreach.domain.tokens import (
    BEING_RENEWED,
    KEY_REFUSED,
    NEEDS_CONSENT,
    NoToken,
    TokenRefused,
    Tokens,
    TokenSource,
    TokenStore,
)


@dataclass(frozen=True, slots=True)
class RenewingTokens:
    """A TokenKeeper. ``lease_s`` must be longer than a call to the source may take; ``wait`` passes a moment, of
    which ``patience`` many are waited for somebody else's renewal."""

    channel: str
    tokens: TokenStore
    source: TokenSource
    now: Callable[[], datetime]
    wait: Callable[[], None]
    lease_s: float = 60
    patience: int = 50

    def token(self) -> str:
        """The one kept, renewed in time; while that fails the old one is used as long as it lasts."""
        held = self._held()
        now = self.now()
        if not held.due(now):
            return held.access
        if held.access and now < held.access_expires_at:
            return self._renewed_if_free(held)
        return self._renewed(held)

    def renew(self, rejected: str) -> str:
        held = self._held()
        if held.access and held.access != rejected:
            return held.access
        return self._renewed(held)

    def put(self, refresh: str) -> None:
        """The first refresh token of a chain, which a person got by giving consent; it is tried at once."""
        self.tokens.put(self.channel, refresh, self.now())
        self._renewed(self._held())

    def keep(self) -> int:
        """For a sweep: renew in time even when nothing is sent, and say aloud when a person must act. Returns 1 if
        it renewed."""
        held = self.tokens.get(self.channel)
        if held is None:
            raise RuleBroken("Kênh {channel} chưa có mã truy cập: chạy outreach zalo-token.", channel=self.channel)
        try:
            self.token()
        except NoToken as none:
            if none.reason != BEING_RENEWED:
                raise RuleBroken(
                    "Kênh {channel} không lấy được mã truy cập ({reason}): cần cấp quyền lại bằng outreach zalo-token.",
                    channel=self.channel,
                    reason=f"{none.reason} {held.trouble}".strip(),
                ) from none
        kept = self._held()
        if kept.warning(self.now()):
            raise RuleBroken(
                "Quyền gửi của kênh {channel} sắp hết hạn: cần cấp quyền lại bằng outreach zalo-token.",
                channel=self.channel,
            )
        return int(kept.generation != held.generation)

    def _held(self) -> Tokens:
        held = self.tokens.get(self.channel)
        if held is None or held.trouble:
            raise NoToken(NEEDS_CONSENT)
        return held

    def _renewed_if_free(self, held: Tokens) -> str:
        """Nobody waits here: the old token is still good for a while."""
        if not self._leased(held):
            return held.access
        try:
            return self._bought(held)
        except NoToken as none:
            if none.reason == NEEDS_CONSENT:
                raise
            return held.access

    def _renewed(self, held: Tokens) -> str:
        for _ in range(self.patience):
            if self._leased(held):
                return self._bought(held)
            self.wait()
            seen = self._held()
            if seen.generation != held.generation and seen.access:
                return seen.access
        raise NoToken(BEING_RENEWED)

    def _leased(self, held: Tokens) -> bool:
        now = self.now()
        return self.tokens.lease(held, now, now + timedelta(seconds=self.lease_s))

    def _bought(self, held: Tokens) -> str:
        """With the lease in hand: what was bought counts only once it is stored."""
        try:
            pair = self.source.buy(held.refresh)
        except TokenRefused as refused:
            if not refused.for_good:
                raise NoToken(KEY_REFUSED) from refused
            if self.tokens.trouble(held, str(refused)[:200]):
                raise NoToken(NEEDS_CONSENT) from refused
            return self._by_somebody_else()
        if pair is None:
            raise NoToken(BEING_RENEWED)
        return pair.access if self.tokens.store(held, pair, self.now()) else self._by_somebody_else()

    def _by_somebody_else(self) -> str:
        """What replaced the generation that we had in hand."""
        access = self._held().access
        if not access:
            raise NoToken(BEING_RENEWED)
        return access
