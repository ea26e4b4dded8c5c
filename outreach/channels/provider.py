"""What a channel's file tells about itself in its ``PROVIDER``: which settings it reads, and how it is opened."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from outreach.channels.posting import Poster
from outreach.domain.messages import Channel
from outreach.domain.tokens import TokenKeeper, TokenSource


class Account(Protocol):
    """A frozen dataclass whose fields say by their metadata (``outreach.provider_settings``) how they are read; the
    field ``key`` of the channel ``esms`` is the setting ``OUTREACH_ESMS_KEY``. ``base`` is the address of the
    provider's API, ``rate`` its parts a second."""

    @property
    def base(self) -> str: ...
    @property
    def rate(self) -> float: ...


Own = TypeVar("Own", bound=Account)


@dataclass(frozen=True, slots=True)
class Site:
    """What an installation gives a channel: its own public address, a client for the provider's, the longest that a
    call may take in seconds, and a keeper for tokens that run out."""

    public: str
    poster: Poster
    call_s: float
    keep: Callable[[TokenSource], TokenKeeper]


@dataclass(frozen=True, slots=True)
class Provider(Generic[Own]):
    """``tokens``: where tokens that run out are renewed, for a provider that has such."""

    settings: type[Own]
    open: Callable[[Own, Site], Channel]
    tokens: Callable[[Own, float], TokenSource] | None = None
