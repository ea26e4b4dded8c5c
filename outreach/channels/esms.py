"""eSMS, a Vietnamese gateway. It refuses a request id it has seen (124), so an attempt in doubt is simply repeated.

Its callbacks are bare GETs with no signature: a secret in the address is all that proves them.
"""

import hmac
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from outreach.channels.hearing import UNREADABLE, hear, own_id, record, refused, unknown
from outreach.channels.posting import Call, Poster, Reply
from outreach.channels.provider import Provider
from outreach.domain.messages import (
    Answered,
    Fault,
    Forged,
    MayStart,
    Medium,
    Message,
    MessageClass,
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
from outreach.provider_settings import SettingsError, address, rate, word

ACCEPTED, SEEN, RUNNING = "100", "124", "199"
_CODES = {
    "99": ("number-blocked", Fault.NUMBER, True),
    "101": ("key-refused", Fault.CHANNEL, False),
    "102": ("no-price-table", Fault.CHANNEL, False),
    "103": ("no-balance", Fault.CHANNEL, False),
    "104": ("brand-not-registered", Fault.CHANNEL, False),
    "107": ("advertising-needs-30-numbers", Fault.MESSAGE, True),
    "108": ("no-such-number", Fault.NUMBER, True),
    "120": ("too-many-numbers", Fault.MESSAGE, True),
    "140": ("address-not-allowed", Fault.CHANNEL, False),
    "146": ("not-the-registered-template", Fault.MESSAGE, True),
    "177": ("network-not-registered", Fault.NUMBER, True),
    "300": ("no-message-type", Fault.MESSAGE, True),
    "687": ("too-many-numbers", Fault.MESSAGE, True),
}
_TYPES = {MessageClass.CARE: "2", MessageClass.EMERGENCY: "2", MessageClass.ADVERTISING: "1"}
_NETWORKS = dict(enumerate(("Viettel", "MobiFone", "VinaPhone", "Vietnamobile", "Gtel", "iTel", "Reddi"), start=1))
_WAITING, _REFUSED, _DONE = "1", "4", "5"


def _long_and_plain(name: str, value: str) -> str:
    if len(value) < 24 or not value.isascii() or not value.isalnum():
        raise SettingsError(f"{name}: write at least 24 letters or digits")
    return value


@dataclass(frozen=True, slots=True)
class EsmsSettings:
    key: str = field(repr=False, metadata=word("eSMS ApiKey"))
    secret: str = field(repr=False, metadata=word("eSMS SecretKey"))
    brand: str = field(metadata=word("registered brand name"))
    callback_secret: str = field(
        repr=False,
        metadata=word("at least 24 letters or digits in the callback's address: its only proof", _long_and_plain),
    )
    base: str = field(default="https://rest.esms.vn", metadata=address("address of eSMS's API"))
    rate: float = field(default=20.0, metadata=rate("message parts a second"))


class EsmsChannel:
    name = "esms"
    medium = Medium.SMS
    settling = Settling.REPEAT
    batch = 1_000

    def __init__(self, settings: EsmsSettings, public: str, poster: Poster) -> None:
        self._settings, self._poster = settings, poster
        self._door = f"/callbacks/esms/{settings.callback_secret}"
        self._root = f"{settings.base}/MainService.svc/json/"
        self._keys = {"ApiKey": settings.key, "SecretKey": settings.secret}
        callback = public + self._door
        self._fixed = {**self._keys, "Brandname": settings.brand, "Sandbox": 0, "CallbackUrl": callback}

    def send(self, messages: Sequence[Message], may_start: MayStart) -> Iterator[Answered]:
        calls = ((message.request_id, self._call(message)) for message in messages)
        for request_id, heard in self._poster.post(calls, may_start):
            yield Answered(request_id, hear(heard, _read_answer))

    def look_up(self, messages: Sequence[Message], known: frozenset[str] = frozenset()) -> Iterator[Answered]:
        return iter(())

    def poll(self, asked: Sequence[tuple[str, str, str]]) -> Iterator[Receipt]:
        calls = ((one, Call(f"{self._root}GetSmsReceiverStatus_get?{self._about(one[1])}")) for one in asked if one[1])
        for (request_id, sms_id, _), heard in self._poster.post(calls, lambda: True):
            try:
                if isinstance(heard, Reply):
                    yield _read_state(record(heard.body), request_id, sms_id)
            except UNREADABLE:
                continue

    def quota(self) -> Quota | None:
        return None

    def verify(self, raw: RawReceipt) -> None:
        path = raw.url.partition("?")[0]
        if not hmac.compare_digest(path.encode("utf-8", "replace"), self._door.encode()):
            raise Forged

    def read(self, raw: RawReceipt) -> tuple[Receipt | Refusal, ...]:
        told = dict(parse_qsl(raw.url.partition("?")[2]))
        try:
            return (_read_callback(told),)
        except UNREADABLE as error:
            raise Unreadable(f"{type(error).__name__}: {error}") from error

    def _call(self, message: Message) -> Call:
        told = {
            "Phone": f"0{message.number[2:]}",
            "Content": message.text,
            "SmsType": _TYPES[message.message_class],
            "IsUnicode": int(message.accented),
            "RequestId": message.request_id,
            **self._fixed,
        }
        body = json.dumps(told, ensure_ascii=False).encode()
        return Call(f"{self._root}SendMultipleMessage_V4_post_json/", body, ("Content-Type: application/json",))

    def _about(self, sms_id: str) -> str:
        return urlencode({**self._keys, "RefId": sms_id})


def _read_answer(reply: Reply) -> Outcome:
    told = record(reply.body)
    code = str(told["CodeResult"])
    if code == ACCEPTED:
        return Outcome(Verdict.ACCEPTED, own_id(told["SMSID"]), code)
    if code == SEEN:
        return Outcome(Verdict.ACCEPTED, str(told.get("SMSID") or ""), code, "accepted-before")
    if code == RUNNING:
        return unknown("still-running", code)
    return refused(code, *_CODES.get(code, ("unknown-code", Fault.STRANGE, False)))


def _read_state(told: dict[str, object], request_id: str, sms_id: str) -> Receipt:
    lines = told["ReceiverList"]
    if not isinstance(lines, list):
        raise TypeError
    sent, good = lines[0]["IsSent"], lines[0]["SentResult"]
    state = ReceiptState.ON_WAY if not sent else ReceiptState.DELIVERED if good else ReceiptState.UNDELIVERED
    return Receipt(state, request_id, sms_id, network=str(lines[0].get("NetworkName") or ""))


def _read_callback(told: dict[str, str]) -> Receipt:
    status, good, bad = told["SendStatus"], int(told.get("SendSuccess", 0)), int(told.get("SendFailed", 0))
    if status not in (_WAITING, _REFUSED, _DONE):
        raise ValueError(f"SendStatus {status[:20]}")
    state = ReceiptState.ON_WAY
    if status == _REFUSED or (status == _DONE and bad > 0 and not good):
        state = ReceiptState.UNDELIVERED
    elif status == _DONE and good > 0:
        state = ReceiptState.DELIVERED
    request_id, sms_id = told.get("RequestId", ""), told.get("SMSID", "")
    if not request_id and not sms_id:
        raise ValueError("neither RequestId nor SMSID")
    cost = round(float(told["TotalPrice"])) if told.get("TotalPrice") else None
    return Receipt(state, request_id, sms_id, status, _NETWORKS.get(int(told.get("telcoid") or 0), ""), cost)


PROVIDER = Provider(EsmsSettings, lambda settings, site: EsmsChannel(settings, site.public, site.poster))
