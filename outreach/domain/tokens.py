"""Access tokens that run out, and the single-use tokens that renew them: whoever uses one twice burns the chain."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

ACCESS_MARGIN = timedelta(minutes=30)
"""So long before it runs out an access token is renewed."""
REFRESH_AGE = timedelta(days=90)
"""A refresh token that was not used for so long is void, and a person must give consent again."""
WARNING = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Pair:
    """What a provider hands out: a token for calls, and the token that buys the next pair, once."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    access_lasts: timedelta


@dataclass(frozen=True, slots=True)
class Tokens:
    """The pair of a channel as it is kept. ``generation`` counts the pairs; ``trouble`` is why a person must act.

    ``refreshing_until`` is the lease of the one process that is renewing it just now.
    """

    channel: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    access_expires_at: datetime
    refresh_obtained_at: datetime
    refreshing_until: datetime | None
    generation: int
    trouble: str = ""

    def due(self, now: datetime) -> bool:
        """Whether the access token is, or will soon be, of no use."""
        return not self.access or now >= self.access_expires_at - ACCESS_MARGIN

    def leased(self, now: datetime) -> bool:
        return self.refreshing_until is not None and now < self.refreshing_until

    def warning(self, now: datetime) -> bool:
        """Whether the refresh token ages out soon, so that nothing could be sent without a new consent."""
        return bool(self.trouble) or now >= self.refresh_obtained_at + REFRESH_AGE - WARNING


class NoToken(Exception):
    """No token is to be had. ``needs-consent`` and ``key-refused`` ask for a person, ``being-renewed`` for patience."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


NEEDS_CONSENT, KEY_REFUSED, BEING_RENEWED = "needs-consent", "key-refused", "being-renewed"


class TokenKeeper(Protocol):
    """Hands out a channel's access token. Waits a little while another process renews it; raises :class:`NoToken`."""

    def token(self) -> str: ...
    def renew(self, rejected: str) -> str:
        """Another token than the one that was rejected."""
        ...


class TokenRefused(Exception):
    """The provider sells no pair: ``for_good`` when this refresh token is void, else it does not know us."""

    def __init__(self, words: str, for_good: bool) -> None:
        super().__init__(words)
        self.for_good = for_good


class TokenSource(Protocol):
    """The provider's office for tokens."""

    def buy(self, refresh: str) -> Pair | None:
        """The next pair for a refresh token, which is void afterwards; None when no answer came (or none that
        makes sense), so that nobody knows whether it is void. Raises :class:`TokenRefused`."""
        ...


class TokenStore(Protocol):
    """Where the pairs are kept. Each call is a transaction of its own, done when it returns."""

    def get(self, channel: str) -> Tokens | None: ...
    def put(self, channel: str, refresh: str, now: datetime) -> None:
        """A refresh token got by a person's consent; it replaces whatever there was."""
        ...

    def lease(self, held: Tokens, now: datetime, until: datetime) -> bool:
        """Become the only one who renews this generation, until then; False when somebody else is, or has been."""
        ...

    def store(self, held: Tokens, pair: Pair, now: datetime) -> bool:
        """The pair bought with this generation's refresh token; False when it has been replaced meanwhile."""
        ...

    def trouble(self, held: Tokens, reason: str) -> bool:
        """Nothing goes on with this generation until a person acts; False when it has been replaced meanwhile."""
        ...
