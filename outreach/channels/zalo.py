"""Zalo template messages (ZNS). Zalo neither refuses a repeated id nor finds a message by ours, so a person settles
doubts that no callback settles.

Callbacks: ``user_received_message`` with a phone number is our receipt. Who presses the template's button with the
query ``#TUCHOI`` wants no more; Zalo often names such a person by an id of its own only, and then somebody has to look.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urlencode

from outreach.channels.hearing import UNREADABLE, hear, not_started, own_id, record, refused, unknown
from outreach.channels.posting import Call, Failure, Poster, Reply
from outreach.channels.provider import Provider
from outreach.channels.zalo_codes import CODES, TOKEN_CODES, UNKNOWN_ERROR
from outreach.channels.zalo_tokens import ZaloSettings, ZaloTokens
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
from outreach.domain.phones import PhoneProblem, read_phone
from outreach.domain.tokens import BEING_RENEWED, NoToken, TokenKeeper

Key = TypeVar("Key")
Calls = Sequence[tuple[Key, Callable[[str], Call]]]
OPT_OUT = "#TUCHOI"
_STATES = {0: ReceiptState.ON_WAY, 1: ReceiptState.DELIVERED}


class ZaloChannel:
    name = "zalo"
    medium = Medium.ZALO
    settling = Settling.PERSON
    batch = 50

    def __init__(self, settings: ZaloSettings, poster: Poster, tokens: TokenKeeper) -> None:
        self._settings, self._poster, self._tokens = settings, poster, tokens

    def send(self, messages: Sequence[Message], may_start: MayStart) -> Iterator[Answered]:
        calls = [(message.request_id, self._message(message)) for message in messages]
        for request_id, heard in self._post(calls, may_start):
            outcome = _without_token(heard) if isinstance(heard, NoToken) else hear(heard, _read_answer)
            yield Answered(request_id, outcome)

    def look_up(self, messages: Sequence[Message], known: frozenset[str] = frozenset()) -> Iterator[Answered]:
        return iter(())

    def poll(self, asked: Sequence[tuple[str, str, str]]) -> Iterator[Receipt]:
        about = [(one, self._question(f"/message/status?{_named(one[1], one[2])}")) for one in asked if one[1]]
        for (request_id, own, _), heard in self._post(about, lambda: True):
            try:
                if isinstance(heard, Reply):
                    told = record(heard.body)["data"]
                    yield Receipt(_STATES[told["status"]], request_id, own, happened_at=_moment(told["delivery_time"]))
            except UNREADABLE:
                continue

    def quota(self) -> Quota | None:
        for _, heard in self._post([("", self._question("/message/quota"))], lambda: True):
            try:
                if isinstance(heard, Reply):
                    told = record(heard.body)["data"]
                    return Quota(int(told["remainingQuota"]), int(told["dailyQuota"]))
            except UNREADABLE:
                continue
        return None

    def verify(self, raw: RawReceipt) -> None:
        """``mac`` is a plain SHA-256, in which the secret comes last; over the bytes as they came."""
        try:
            timestamp = str(record(raw.body)["timestamp"]).encode()
        except UNREADABLE as error:
            raise Forged from error
        signed = self._settings.app_id.encode() + raw.body + timestamp + self._settings.oa_secret.encode()
        told = raw.headers.get("x-zevent-signature", "").removeprefix("mac=")
        if not hmac.compare_digest(told.encode("utf-8", "replace"), hashlib.sha256(signed).hexdigest().encode()):
            raise Forged

    def read(self, raw: RawReceipt) -> tuple[Receipt | Refusal, ...]:
        try:
            return tuple(_read_event(record(raw.body)))
        except UNREADABLE as error:
            raise Unreadable(f"{type(error).__name__}: {error}") from error

    def _post(self, calls: Calls[Key], may_start: MayStart) -> Iterator[tuple[Key, Reply | Failure | NoToken]]:
        """Post with the token of the day. What is refused for the token alone was not accepted: the token is renewed,
        once, and that is posted again."""
        try:
            token = self._tokens.token() if calls else ""
            rejected: list[Key] = []
            for key, heard in self._poster.post(_with_token(calls, token), may_start):
                if isinstance(heard, Reply) and _is_about_token(heard):
                    rejected.append(key)
                else:
                    yield key, heard
        except NoToken as none:
            yield from ((key, none) for key, _ in calls)
            return
        if rejected:
            again = set(rejected)
            yield from self._post_again([one for one in calls if one[0] in again], token, may_start)

    def _post_again(
        self, calls: Calls[Key], rejected: str, may_start: MayStart
    ) -> Iterator[tuple[Key, Reply | Failure | NoToken]]:
        try:
            token = self._tokens.renew(rejected)
        except NoToken as none:
            yield from ((key, none) for key, _ in calls)
        else:
            yield from self._poster.post(_with_token(calls, token), may_start)

    def _message(self, message: Message) -> Callable[[str], Call]:
        told = {
            "phone": message.number,
            "template_id": message.template,
            "template_data": dict(message.fields),
            "tracking_id": message.request_id,
        }
        body = json.dumps(told, ensure_ascii=False).encode()
        url = f"{self._settings.base}/message/template"
        return lambda token: Call(url, body, ("Content-Type: application/json", f"access_token: {token}"))

    def _question(self, path: str) -> Callable[[str], Call]:
        return lambda token: Call(self._settings.base + path, headers=(f"access_token: {token}",))


def _with_token(calls: Calls[Key], token: str) -> Iterable[tuple[Key, Call]]:
    return ((key, call(token)) for key, call in calls)


def _is_about_token(reply: Reply) -> bool:
    try:
        return reply.status < 500 and record(reply.body)["error"] in TOKEN_CODES
    except UNREADABLE:
        return False


def _without_token(none: NoToken) -> Outcome:
    """Nothing was sent. While another process renews the token it is merely too early."""
    if none.reason == BEING_RENEWED:
        return not_started(none.reason)
    return refused("no-token", none.reason, Fault.TOKEN)


def _named(own: str, number: str) -> str:
    return urlencode({"message_id": own, "phone": number})


def _read_answer(reply: Reply) -> Outcome:
    """Zalo answers 200 even when it refuses; ``error`` says what it did."""
    told = record(reply.body)
    code = int(told["error"])
    if code == 0:
        return Outcome(Verdict.ACCEPTED, own_id(told["data"]["msg_id"]), "0")
    if code == UNKNOWN_ERROR:
        return unknown("provider-failed", str(code))
    return refused(str(code), *CODES.get(code, ("unknown-code", Fault.STRANGE, False)))


def _read_event(told: dict[str, object]) -> Iterator[Receipt | Refusal]:
    """The same event name has a phone number as text for template messages, and an object for chat messages."""
    event = told["event_name"]
    if event == "user_received_message" and isinstance(told.get("recipient"), str):
        tracking, own = str(told.get("tracking_id") or ""), own_id(told["msg_id"])
        yield Receipt(ReceiptState.DELIVERED, tracking, own, happened_at=_moment(told.get("delivery_time")))
    elif event == "user_send_text" and _text_of(told).strip().upper() == OPT_OUT:
        phone = read_phone(str(told.get("sender")))
        if isinstance(phone, PhoneProblem):
            raise ValueError("somebody wants no more, and Zalo does not say their number")
        yield Refusal(phone.number, "zalo-button")


def _text_of(told: dict[str, object]) -> str:
    message = told.get("message")
    return str(message.get("text", "")) if isinstance(message, dict) else ""


def _moment(milliseconds: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(str(milliseconds)) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


PROVIDER = Provider(
    ZaloSettings,
    lambda settings, site: ZaloChannel(settings, site.poster, site.keep(ZaloTokens(settings, site.call_s))),
    tokens=ZaloTokens,
)
