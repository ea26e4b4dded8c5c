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
TIMEOUT_S = 0.4


@dataclass(frozen=True, slots=True)
class Part:
    """How to build an adapter, and the codes with which its provider says the same things."""

    build: Callable[[str, Poster], Channel]
    bad_number: str
    no_key: str
    status: int = 200
    bad_news: str = "undelivered"


def build_twilio(base: str, poster: Poster, public: str = PUBLIC) -> TwilioChannel:
    settings = TwilioSettings(twilio_standin.ACCOUNT, twilio_standin.TOKEN, "CAOLOC", base)
    return TwilioChannel(settings, public, poster, TIMEOUT_S)


def build_esms(base: str, poster: Poster, public: str = PUBLIC) -> EsmsChannel:
    settings = EsmsSettings(esms_standin.KEY, esms_standin.SECRET, esms_standin.BRAND, CALLBACK_SECRET, base)
    return EsmsChannel(settings, public, poster)


class TokensAtHand:
    """Begins with the first pair, buys the next when asked for another token, and keeps it in memory."""

    def __init__(self, base: str) -> None:
        self._source = ZaloTokens(zalo_settings(base), TIMEOUT_S)
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


def build_zalo(base: str, poster: Poster) -> ZaloChannel:
    return ZaloChannel(zalo_settings(base), poster, TokensAtHand(base))


PARTS = {
    "twilio": Part(build_twilio, bad_number="21211", no_key="20003", status=400),
    "esms": Part(build_esms, bad_number="108", no_key="101"),
    "zalo": Part(build_zalo, bad_number="-118", no_key="-102", bad_news="on_way"),
}


EVERY = (*sorted(PARTS), "sandbox")
"""Every adapter, the one without a provider included."""


def build(name: str, base: str, connections: int = 8) -> Channel:
    if name == "sandbox":
        return SandboxChannel(name, Medium.SMS, lambda: STARTED)
    return PARTS[name].build(base, Poster(base, connections, TIMEOUT_S, TIMEOUT_S))


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
