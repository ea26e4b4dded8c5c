"""What passes between us and a provider: a message out, an outcome at once, receipts later; and the port of a channel.

Providers differ in names and numbers only. Everything that decides (retry, fall back, ask a person) reads these values.
Those of which each message makes one are named tuples: a frozen dataclass takes three times as long to make.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol


class Medium(StrEnum):
    """What a citizen sees: a short message, or a Zalo notice. Several channels (providers) may carry one medium."""

    ZALO = "zalo"
    SMS = "sms"


class MessageClass(StrEnum):
    """Operators carry these apart, and the law treats them apart (Nghị định 91/2020/NĐ-CP)."""

    CARE = "care"
    ADVERTISING = "advertising"
    EMERGENCY = "emergency"


class Verdict(StrEnum):
    """What one call came to. ``UNKNOWN`` is no guess: the message may or may not be on its way."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Fault(StrEnum):
    """What a refusal is about, and so what has to stop or change."""

    NONE = "none"
    NUMBER = "number"  # this number cannot take it: another medium may
    REFUSES = "refuses"  # the person has said no to this sender: put on the suppression list, no other medium
    MESSAGE = "message"  # the text or its fields: every message of this notice would fail, so the notice is held
    CHANNEL = "channel"  # key, balance, rights: every message of this channel would fail, so the channel is held
    TOKEN = "token"  # the access token: renewed once by the refresher, then tried again
    QUOTA = "quota"  # no more today
    HOURS = "hours"  # the provider's own night: later, and not counted as a try
    BUSY = "busy"  # too fast, overloaded, not reachable: later
    STRANGE = "strange"  # a code that we do not know: a person looks


class Settling(StrEnum):
    """How an unknown outcome of this channel becomes known."""

    REPEAT = "repeat"  # the same request id again: the provider answers for the first one and sends nothing twice
    LOOK_UP = "look_up"  # ask the provider for what it took
    PERSON = "person"  # neither: a receipt may come, else somebody decides


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one number. ``request_id`` names the attempt and never changes; ``number`` is ``84xxxxxxxxx``.

    ``text`` is NFC and final (SMS); ``template`` and ``fields`` are for media with templates approved before (Zalo).
    ``accented`` says whether the text needs UCS-2; ``started_at`` when the attempt row was written (aware, UTC).
    """

    request_id: str
    number: str
    text: str
    parts: int
    message_class: MessageClass
    started_at: datetime
    accented: bool = False
    template: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


class Outcome(NamedTuple):
    """What the provider made of a message. ``permanent`` matters only when refused: trying again would be in vain.

    ``code`` is the provider's own, ``reason`` a short English word for logs and rules (never a phone number);
    ``cost`` in VND where the provider says so; ``wait_s`` is how long it asks us to wait.
    """

    verdict: Verdict
    provider_id: str = ""
    code: str = ""
    reason: str = ""
    fault: Fault = Fault.NONE
    permanent: bool = False
    cost: int | None = None
    wait_s: int | None = None


class Answered(NamedTuple):
    """The outcome of the message with this request id."""

    request_id: str
    outcome: Outcome


class ReceiptState(StrEnum):
    """What a receipt says of a message. ``ON_WAY`` is anything before the end."""

    ON_WAY = "on_way"
    UNDELIVERED = "undelivered"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Receipt:
    """News of one message after its acceptance, found by our request id; one without it is shown to a person."""

    state: ReceiptState
    request_id: str = ""
    provider_id: str = ""
    code: str = ""
    network: str = ""
    cost: int | None = None
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Somebody told the provider that they want no more from us (a Zalo button, an unfollow)."""

    number: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RawReceipt:
    """A callback exactly as it came: ``path`` and ``query`` undecoded, header names in lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


class Forged(Exception):
    """A callback whose signature or secret is wrong: answered 403 and never stored."""


class Unreadable(Exception):
    """A callback that is genuine and makes no sense: kept raw, for a person."""


@dataclass(frozen=True, slots=True)
class Quota:
    """What a provider still lets us send today, in messages."""

    remaining: int
    daily: int


MayStart = Callable[[], bool]
"""Asked just before each call: False once the lease, the hours or the notice's last minute would be overstepped."""


class Channel(Protocol):
    """One provider. Blocking calls, no decisions: its errors become outcomes here, and are judged elsewhere."""

    @property
    def name(self) -> str:
        """Unique among channels, e.g. ``twilio``."""
        ...

    @property
    def medium(self) -> Medium: ...
    @property
    def settling(self) -> Settling: ...
    @property
    def batch(self) -> int:
        """The most messages that may be in doubt at once if this process dies: the size of a lot."""
        ...

    def send(self, messages: Sequence[Message], may_start: MayStart) -> Iterator[Answered]:
        """Send each message at most once, many at a time; yields each exactly once, in any order, as answers come.

        A message not begun because ``may_start`` said no, or whose connection was never made, is REFUSED with
        Fault.BUSY and code ``not-started`` (reason ``held-back`` if ``may_start`` said no): it is certain that the
        provider has not seen it.
        Never raises for what a provider or a network does.
        """
        ...

    def look_up(self, messages: Sequence[Message], known: frozenset[str] = frozenset()) -> Iterator[Answered]:
        """For LOOK_UP: what became of messages with unknown outcome; one not found is REFUSED, code ``not-found``.

        ``known`` are the provider ids that other attempts to these numbers already own: what belongs to them is not
        found again. UNKNOWN when the provider cannot be asked now. Other channels yield nothing.
        """
        ...

    def poll(self, asked: Sequence[tuple[str, str, str]]) -> Iterator[Receipt]:
        """Ask for news of accepted messages given as (request id, provider id, number); callbacks do get lost."""
        ...

    def quota(self) -> Quota | None:
        """Today's quota as the provider tells it now; None: it sets none, or cannot be asked."""
        ...

    def verify(self, raw: RawReceipt) -> None:
        """Raise :class:`Forged` unless the callback comes from the provider. Looks at raw bytes only."""
        ...

    def read(self, raw: RawReceipt) -> tuple[Receipt | Refusal, ...]:
        """What a verified callback says; empty for news that does not concern us. Raises :class:`Unreadable`."""
        ...


LONGEST_WORD = 200
MOST_VND = 10**9


def storable(told: str) -> str:
    """What a provider says, as any database takes it: no zero byte, no half of a character, not without end."""
    if told.isascii() and "\0" not in told and len(told) <= LONGEST_WORD:
        return told
    return told[:LONGEST_WORD].encode("utf-8", "replace").decode().replace("\0", "")


def sensible(cost: int | None) -> int | None:
    """A cost that a message can have, or none."""
    return cost if cost is not None and 0 <= cost <= MOST_VND else None
