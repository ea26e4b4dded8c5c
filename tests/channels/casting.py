"""Which adapter plays with which stand-in, and what each provider says for the same thing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from outreach.channels.esms import EsmsChannel, EsmsSettings
from outreach.channels.posting import Poster
from outreach.channels.sandbox import SandboxChannel
from outreach.channels.twilio import TwilioChannel, TwilioSettings
from outreach.channels.zalo import ZaloChannel
from outreach.channels.zalo_tokens import ZaloSettings, ZaloTokens
from outreach.domain.messages import Channel, Medium, Message, MessageClass
from outreach.domain.tokens import BEING_RENEWED, NoToken
from tests.standins import esms as esms_standin
from tests.standins import twilio as twilio_standin
from tests.standins import zalo as zalo_standin

PUBLIC = "http://127.0.0.1:9"
STARTED = datetime(2023, 12, 1, 3, tzinfo=UTC)
TEXT = "Điện lực Cao Lộc: từ 31/12/2023 chỉ số công tơ của KH PA11CL0001234 được ghi vào ngày cuối tháng."
CALLBACK_SECRET = "a1b2c3d4e5f6" * 2
PATIENT_S = 20
"""Waited for an answer that comes: a machine that stalls for a moment makes no doubt of it."""
HASTY_S = 0.8
"""Waited for one that never comes."""


@dataclass(frozen=True, slots=True)
class Part:
    """How to build an adapter, and the codes with which its provider says the same things."""

    build: Callable[[str, Poster, float], Channel]
    bad_number: str
    no_key: str
    status: int = 200
    bad_news: str = "undelivered"


def build_twilio(base: str, poster: Poster, public: str = PUBLIC, timeout_s: float = PATIENT_S) -> TwilioChannel:
    settings = TwilioSettings(twilio_standin.ACCOUNT, twilio_standin.TOKEN, "CAOLOC", base)
    return TwilioChannel(settings, public, poster, timeout_s)


def build_esms(base: str, poster: Poster, public: str = PUBLIC) -> EsmsChannel:
    settings = EsmsSettings(esms_standin.KEY, esms_standin.SECRET, esms_standin.BRAND, CALLBACK_SECRET, base)
    return EsmsChannel(settings, public, poster)


class TokensAtHand:
    """Begins with the first pair, buys the next when asked for another token, and keeps it in memory."""

    def __init__(self, base: str, timeout_s: float) -> None:
        self._source = ZaloTokens(zalo_settings(base), timeout_s)
        self._access, self._refresh = zalo_standin.FIRST_ACCESS, zalo_standin.FIRST_REFRESH

    def token(self) -> str:
        return self._access

    def renew(self, rejected: str) -> str:
        pair = self._source.buy(self._refresh)
        if not pair:
            raise NoToken(BEING_RENEWED)
        self._access, self._refresh = pair.access, pair.refresh
        return self._access


def zalo_settings(base: str) -> ZaloSettings:
    return ZaloSettings(zalo_standin.APP_ID, zalo_standin.APP_SECRET, zalo_standin.OA_SECRET, base, base)


def build_zalo(base: str, poster: Poster, timeout_s: float = PATIENT_S) -> ZaloChannel:
    return ZaloChannel(zalo_settings(base), poster, TokensAtHand(base, timeout_s))


PARTS = {
    "twilio": Part(
        lambda base, poster, wait: build_twilio(base, poster, timeout_s=wait),
        bad_number="21211",
        no_key="20003",
        status=400,
    ),
    "esms": Part(lambda base, poster, _wait: build_esms(base, poster), bad_number="108", no_key="101"),
    "zalo": Part(build_zalo, bad_number="-118", no_key="-102", bad_news="on_way"),
}


EVERY = (*sorted(PARTS), "sandbox")
"""Every adapter, the one without a provider included."""


def build(name: str, base: str, connections: int = 8, timeout_s: float = PATIENT_S) -> Channel:
    if name == "sandbox":
        return SandboxChannel(name, Medium.SMS, lambda: STARTED)
    return PARTS[name].build(base, Poster(base, connections, timeout_s, timeout_s), timeout_s)


def message(no: int, text: str = TEXT, started_at: datetime | None = None) -> Message:
    return Message(
        request_id=f"n1-{no}-1",
        number=f"8490{no:07d}",
        text=text,
        parts=2,
        message_class=MessageClass.CARE,
        started_at=started_at or datetime.now(UTC),
        accented=True,
        template="205644",
        fields={"customer_name": "Hoàng Văn Bình", "customer_code": "PA11CL0001234"},
    )


def messages(count: int, first: int = 0) -> list[Message]:
    return [message(first + no) for no in range(count)]
