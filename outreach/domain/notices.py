"""A notice: one text, one audience, one route; approved by a second person as a frozen snapshot.

What is approved is a version of the text, the hash of the list, the price, the channels, the hours and the expiry. Any
change makes a new version and voids what was submitted or approved before it was sent.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from outreach.domain.calendar import Window
from outreach.domain.customers import AudienceFilter
from outreach.domain.errors import RuleBroken
from outreach.domain.law import ADVERTISING_LABELS, closes_at, hours_of
from outreach.domain.messages import Medium, MessageClass


class NoticeState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"  # waits for the second person
    APPROVED = "approved"  # its deliveries are written: it sends, or has sent
    PAUSED = "paused"
    CANCELLED = "cancelled"
    FINISHED = "finished"  # its last minute has passed and nothing is open any more


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """What a person composes. ``text`` is a template over the merge fields; ``accented`` keeps Vietnamese letters.

    ``route`` is tried in order, each medium once; ``zalo_fields`` are (parameter, template) pairs of ``zalo_template``.
    ``hours`` are local clock times inside the law's; ``starts_at`` and ``expires_at`` (exclusive) are aware UTC.
    ``one_per_person``: several meters under one number make one message. ``new_day``, ``hotline``: merge fields.
    """

    title: str
    text: str
    message_class: MessageClass
    route: tuple[Medium, ...]
    audience: AudienceFilter
    starts_at: datetime
    expires_at: datetime
    accented: bool = False
    one_per_person: bool = True
    opens: time = time(7)
    closes: time = time(21)
    zalo_template: str = ""
    zalo_fields: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)

    def hours(self, medium: Medium) -> Window:
        return hours_of(medium, self.message_class, Window(self.opens, self.closes))

    def after(self, medium: Medium) -> Medium | None:
        """The medium to fall back on, once."""
        place = self.route.index(medium) if medium in self.route else len(self.route)
        return self.route[place + 1] if place + 1 < len(self.route) else None


def content_as_mapping(content: NoticeContent) -> dict[str, Any]:
    """A content as plain JSON values, the same for equal contents."""
    return {
        "title": content.title,
        "text": content.text,
        "message_class": content.message_class.value,
        "route": [medium.value for medium in content.route],
        "audience": content.audience.as_mapping(),
        "starts_at": content.starts_at.isoformat(),
        "expires_at": content.expires_at.isoformat(),
        "accented": content.accented,
        "one_per_person": content.one_per_person,
        "opens": content.opens.isoformat(),
        "closes": content.closes.isoformat(),
        "zalo_template": content.zalo_template,
        "zalo_fields": [list(pair) for pair in content.zalo_fields],
        "values": dict(content.values),
    }


def content_from_mapping(told: Mapping[str, Any]) -> NoticeContent:
    return NoticeContent(
        title=told["title"],
        text=told["text"],
        message_class=MessageClass(told["message_class"]),
        route=tuple(Medium(medium) for medium in told["route"]),
        audience=AudienceFilter.from_mapping(told["audience"]),
        starts_at=datetime.fromisoformat(told["starts_at"]),
        expires_at=datetime.fromisoformat(told["expires_at"]),
        accented=told["accented"],
        one_per_person=told["one_per_person"],
        opens=time.fromisoformat(told["opens"]),
        closes=time.fromisoformat(told["closes"]),
        zalo_template=told["zalo_template"],
        zalo_fields=tuple((name, source) for name, source in told["zalo_fields"]),
        values=dict(told["values"]),
    )


def hash_of_content(content: NoticeContent) -> str:
    """SHA-256 (hex) of all that was composed."""
    told = json.dumps(content_as_mapping(content), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def refuse_unlawful(content: NoticeContent) -> None:
    """What no approval can allow: no medium, one named twice, an expiry before the start, a missing label."""
    if not content.route or len(set(content.route)) != len(content.route):
        raise RuleBroken("Chọn ít nhất một kênh, mỗi kênh một lần.")
    if content.expires_at <= content.starts_at:
        raise RuleBroken("Hạn chót phải sau lúc bắt đầu gửi.")
    for medium in content.route:
        content.hours(medium)
    labelled = content.text.lstrip().startswith(ADVERTISING_LABELS)
    if content.message_class is MessageClass.ADVERTISING and not labelled:
        raise RuleBroken("Tin quảng cáo phải mở đầu bằng [QC] hoặc [AD] (Nghị định 91/2020/NĐ-CP).")
    if Medium.ZALO in content.route and not content.zalo_template:
        raise RuleBroken("Gửi bằng Zalo cần mã mẫu tin đã được Zalo duyệt.")


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person on the list of a notice, with the words for them. ``codes``: all meters that this message speaks for.

    ``number`` is empty when no phone of theirs can take a message. ``parts`` of the SMS; ``fields`` for Zalo.
    """

    code: str
    number: str
    commune: str
    text: str
    parts: int
    fields: tuple[tuple[str, str], ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is put before the second person, and what that person's yes is about.

    ``price`` in VND before tax if nobody falls back on a second medium, ``ceiling`` if everybody does.
    """

    version: int
    content_sha256: str
    list_sha256: str
    people: int
    unreachable: int
    parts: int
    price: int
    ceiling: int
    by: str
    at: datetime

    @property
    def seal(self) -> str:
        """SHA-256 (hex) of everything that is approved: whoever says yes names what they saw by it."""
        told = (self.version, self.content_sha256, self.list_sha256, self.people, self.parts, self.price, self.ceiling)
        return hashlib.sha256("\x1f".join(map(str, told)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it stands. ``ref`` is short and unique among all installations: request ids begin with it.

    ``hold`` says why nothing goes out although it is approved (a text that the provider refuses); empty: nothing.
    """

    id: int
    slug: str
    campaign: str
    state: NoticeState
    version: int
    ref: str
    content: NoticeContent
    by: str
    at: datetime
    snapshot: Snapshot | None = None
    approved_by: str = ""
    approved_at: datetime | None = None
    hold: str = ""

    @property
    def sending(self) -> bool:
        return self.state is NoticeState.APPROVED and not self.hold

    @property
    def over(self) -> bool:
        """Whether nothing of it may ever leave any more."""
        return self.state in {NoticeState.CANCELLED, NoticeState.FINISHED}

    def may_send(self, medium: Medium, now: datetime) -> bool:
        """Whether a message of this notice may leave by this medium at this moment."""
        timely = self.content.starts_at <= now < self.content.expires_at
        return self.sending and timely and medium in self.content.route and self.open_at(medium, now)

    def open_at(self, medium: Medium, now: datetime) -> bool:
        return closes_at(self.content.hours(medium), now) > now

    def refuse_own_approval(self, username: str) -> None:
        """Two people: neither who wrote the version nor who submitted it may approve it."""
        if username == self.by or (self.snapshot and username == self.snapshot.by):
            raise RuleBroken("Người soạn hoặc trình không tự duyệt được: cần người thứ hai.")


@dataclass(frozen=True, slots=True)
class NoticeVersion:
    """One version of a notice's content, kept for good."""

    notice: int
    number: int
    content: NoticeContent
    sha256: str
    by: str
    at: datetime


def request_id(ref: str, delivery: int, no: int) -> str:
    """The name of an attempt at the provider's: the same for the same attempt, never used for another."""
    return f"{ref}-{delivery}-{no}"


def parse_request_id(text: str) -> tuple[str, int, int] | None:
    """(ref, delivery, no) of a request id of ours; None for anything else."""
    ref, _, rest = text.partition("-")
    delivery, _, no = rest.partition("-")
    if not (ref.isalnum() and delivery.isdecimal() and no.isdecimal() and len(delivery) < 19 and len(no) < 9):
        return None
    return ref, int(delivery), int(no)
