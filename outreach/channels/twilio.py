"""Twilio Programmable Messaging. Sends go over the same HTTP API as its SDK's; questions and signatures by the SDK.

Twilio knows no id of ours. An attempt without an answer is looked for among the messages to its number; what comes
early or late is told by the callback, whose address carries our id.
"""

import base64
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, urlencode

from twilio.base.exceptions import TwilioException
from twilio.request_validator import RequestValidator

from outreach.channels.hearing import UNREADABLE, hear, own_id, record, refused, text, unknown
from outreach.channels.posting import Call, Poster, Reply
from outreach.channels.provider import Provider
from outreach.domain.messages import (
    Answered,
    Fault,
    Forged,
    MayStart,
    Medium,
    Message,
    Outcome,
    Quota,
    RawReceipt,
    Receipt,
    ReceiptState,
    Refusal,
    Settling,
    Unreadable,
    Verdict,
)
from outreach.provider_settings import address, rate, word

LOOK_BACK = timedelta(hours=24)  # our clock may be wrong; what other attempts own is told apart by its id
ASKING = 8  # questions at a time
NOT_ASKED = (TwilioException, OSError, *UNREADABLE)

# https://www.twilio.com/docs/api/errors: what each says, whether for good
_CODES = {
    20003: ("key-refused", Fault.CHANNEL, False),
    20005: ("account-inactive", Fault.CHANNEL, False),
    20404: ("no-such-account", Fault.CHANNEL, False),
    20429: ("too-fast", Fault.BUSY, False),
    14107: ("too-fast", Fault.BUSY, False),
    21211: ("no-such-number", Fault.NUMBER, True),
    21265: ("no-such-number", Fault.NUMBER, True),
    21408: ("country-not-allowed", Fault.CHANNEL, False),
    21602: ("no-text", Fault.MESSAGE, True),
    21603: ("no-sender", Fault.CHANNEL, False),
    21606: ("sender-not-ours", Fault.CHANNEL, False),
    21610: ("unsubscribed", Fault.REFUSES, True),
    21611: ("sender-queue-full", Fault.BUSY, False),
    21612: ("no-route", Fault.NUMBER, True),
    21614: ("landline", Fault.NUMBER, True),
    21617: ("text-too-long", Fault.MESSAGE, True),
    21659: ("sender-not-ours", Fault.CHANNEL, False),
    21660: ("sender-not-ours", Fault.CHANNEL, False),
    63038: ("daily-limit", Fault.QUOTA, False),
}
_STATES = {
    **dict.fromkeys(("accepted", "scheduled", "queued", "sending", "sent"), ReceiptState.ON_WAY),
    **dict.fromkeys(("delivered", "read"), ReceiptState.DELIVERED),
    **dict.fromkeys(("undelivered", "failed", "canceled"), ReceiptState.UNDELIVERED),
}
_QUOTED = [quote_plus(bytes([byte])) for byte in range(256)].__getitem__  # quote_plus at twice its speed


@dataclass(frozen=True, slots=True)
class TwilioSettings:
    sid: str = field(metadata=word("Twilio account, AC…"))
    token: str = field(repr=False, metadata=word("Twilio auth token; it also proves callbacks"))
    sender: str = field(metadata=word("registered sender name or number, or a messaging service MG…"))
    base: str = field(default="https://api.twilio.com", metadata=address("address of Twilio's API"))
    rate: float = field(default=10.0, metadata=rate("message parts a second"))

    @property
    def authorization(self) -> str:
        return "Authorization: Basic " + base64.b64encode(f"{self.sid}:{self.token}".encode()).decode()


class TwilioChannel:
    name = "twilio"
    medium = Medium.SMS
    settling = Settling.LOOK_UP
    batch = 1_000

    def __init__(self, settings: TwilioSettings, public: str, poster: Poster, timeout_s: float = 20.0) -> None:
        self._public, self._poster = public, poster
        self._sdk = _open_sdk(settings, timeout_s)
        self._validator = RequestValidator(settings.token)
        self._url = f"{settings.base}/2010-04-01/Accounts/{settings.sid}/Messages.json"
        self._headers = ("Content-Type: application/x-www-form-urlencoded", settings.authorization)
        sender = "MessagingServiceSid" if settings.sender.startswith("MG") else "From"
        callback = quote_plus(f"{public}/callbacks/twilio?attempt=")
        self._fixed = f"&{urlencode({sender: settings.sender})}&StatusCallback={callback}"

    def send(self, messages: Sequence[Message], may_start: MayStart) -> Iterator[Answered]:
        calls = ((message.request_id, self._call(message)) for message in messages)
        for request_id, heard in self._poster.post(calls, may_start):
            yield Answered(request_id, hear(heard, _read_answer))

    def look_up(self, messages: Sequence[Message], known: frozenset[str] = frozenset()) -> Iterator[Answered]:
        """Attempts to one number with one text are alike to Twilio, so they are counted together: of the messages
        found that nobody owns yet, the first belongs to the first attempt."""
        alike: dict[tuple[str, str], list[Message]] = defaultdict(list)
        for message in sorted(messages, key=lambda one: one.started_at):
            alike[message.number, message.text].append(message)
        with ThreadPoolExecutor(ASKING) as pool:
            for answers in pool.map(lambda group: self._look_up_alike(group, known), alike.values()):
                yield from answers

    def poll(self, asked: Sequence[tuple[str, str, str]]) -> Iterator[Receipt]:
        with ThreadPoolExecutor(ASKING) as pool:
            for receipt in pool.map(lambda one: self._fetch(one[0], one[1]), asked):
                if receipt:
                    yield receipt

    def quota(self) -> Quota | None:
        return None

    def verify(self, raw: RawReceipt) -> None:
        signature = raw.headers.get("x-twilio-signature", "")
        form = dict(parse_qsl(raw.body.decode("utf-8", "replace"), keep_blank_values=True))
        if not signature.isascii() or not self._validator.validate(self._public + raw.url, form, signature):
            raise Forged

    def read(self, raw: RawReceipt) -> tuple[Receipt | Refusal, ...]:
        form = dict(parse_qsl(text(raw.body)))
        state = _STATES.get(form.get("MessageStatus", ""))
        if not state or not form.get("MessageSid"):
            raise Unreadable("neither status nor id")
        attempt = dict(parse_qsl(raw.url.partition("?")[2])).get("attempt", "")
        return (Receipt(state, attempt, form["MessageSid"], form.get("ErrorCode", "")),)

    def _call(self, message: Message) -> Call:
        body = "".join(map(_QUOTED, message.text.encode()))
        form = f"To=%2B{message.number}&Body={body}{self._fixed}{quote(message.request_id, safe='')}"
        return Call(self._url, form.encode("ascii"), self._headers)

    def _look_up_alike(self, group: list[Message], known: frozenset[str]) -> list[Answered]:
        try:
            found = self._sent_to(group[0], known)
        except NOT_ASKED:
            return [Answered(message.request_id, unknown("not-asked")) for message in group]
        taken = [Outcome(Verdict.ACCEPTED, sid) for sid in found]
        missing = refused("not-found", "never-accepted", Fault.BUSY)
        outcomes = taken + [missing] * len(group)
        return [Answered(message.request_id, outcome) for message, outcome in zip(group, outcomes, strict=False)]

    def _sent_to(self, first: Message, known: frozenset[str]) -> list[str]:
        """Ids of the messages with this number and text that no attempt owns, oldest first.

        Not asked by DateSent, which a message that still waits at Twilio does not have.
        """
        since, found = first.started_at - LOOK_BACK, []
        for seen in self._sdk.messages.stream(to=f"+{first.number}", page_size=50):
            if seen.date_created and seen.date_created < since:
                break
            if seen.sid and seen.sid not in known and _is_text(seen, first.text):
                found.append(seen.sid)
        return found[::-1]

    def _fetch(self, request_id: str, sid: str) -> Receipt | None:
        try:
            seen = self._sdk.messages(sid).fetch()
            return Receipt(_STATES[str(seen.status)], request_id, sid, str(seen.error_code or ""))
        except NOT_ASKED:
            return None


def _open_sdk(settings: TwilioSettings, timeout_s: float) -> Any:
    """Imported here, since what the SDK stands on opens a socket when it is imported."""
    from twilio.http.http_client import TwilioHttpClient  # noqa: PLC0415
    from twilio.rest import Client  # noqa: PLC0415

    sdk = Client(settings.sid, settings.token, http_client=TwilioHttpClient(timeout=timeout_s))
    sdk.api.base_url = settings.base
    return sdk


def _is_text(seen: Any, wanted: str) -> bool:
    """A trial account puts a sentence of its own before the text."""
    return (seen.body or "").strip().endswith(wanted.strip())


def _read_answer(reply: Reply) -> Outcome:
    told = record(reply.body)
    if 200 <= reply.status < 300:
        return Outcome(Verdict.ACCEPTED, own_id(told["sid"]))
    code = int(told["code"])
    reason, fault, permanent = _CODES.get(code, ("unknown-code", Fault.STRANGE, False))
    return refused(str(code), reason, fault, permanent, reply.retry_after_s)


PROVIDER = Provider(
    TwilioSettings, lambda settings, site: TwilioChannel(settings, site.public, site.poster, site.call_s)
)
