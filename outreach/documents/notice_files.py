"""A notice as a person writes it, in a TOML file or as options: read whole, or refused with every problem found."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from outreach.documents.fields import Section
from outreach.documents.report import Report
from outreach.documents.toml_files import open_toml
from outreach.domain.calendar import ZONE, instant
from outreach.domain.customers import AgreementState, AudienceFilter, PaymentWay
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.notices import NoticeContent

SPOKEN_FOR_ALL = ("new_day", "deadline", "hotline", "campaign")
"""Merge fields that are the same for everybody, so that the notice gives them; the others come with the customer."""
EXAMPLE = "2023-12-20T08:00:00"
_FIRST_DAY, _LAST_DAY = datetime(2000, 1, 1, tzinfo=ZONE), datetime(2099, 12, 31, tzinfo=ZONE)


def read_notice(path: Path | None, given: Mapping[str, Any], now: datetime) -> NoticeContent:
    """The content of a notice, from a file, from what is ``given`` instead, or from both: then the given stands.

    What names no start may go out from ``now`` on.
    """
    root = _root(path, given)
    message_class = _message_class(root)
    opens, closes = _hours(root, message_class)
    content = NoticeContent(
        title=root.text("title"),
        text=root.text("text"),
        message_class=message_class,
        route=tuple(Medium(word) for word in _some_of(root, "route", Medium)),
        audience=_audience(root.section("audience")),
        starts_at=_moment(root, "starts_at", now),
        expires_at=_moment(root, "expires_at", None, whole_day=True),
        accented=root.flag("accented", False),
        one_per_person=root.flag("one_per_person", True),
        opens=opens,
        closes=closes,
        zalo_template=root.text("zalo_template", default=""),
        zalo_fields=root.pairs("zalo_fields"),
        values=dict(root.pairs("values", SPOKEN_FOR_ALL)),
    )
    root.close()
    root.report.refuse()
    return content


def _root(path: Path | None, given: Mapping[str, Any]) -> Section:
    if path is None:
        return Section(dict(given), (), Report("lựa chọn trên dòng lệnh", {}))
    return open_toml(path).overlaid(given)


def _message_class(root: Section) -> MessageClass:
    known = [one.value for one in MessageClass]
    word = root.choice("message_class", known) if root.has("message_class") else ""
    return MessageClass(word) if word in known else MessageClass.CARE


def _hours(root: Section, message_class: MessageClass) -> tuple[time, time]:
    """By day; an emergency at any hour, as far as the law and the provider let it."""
    opens, closes = (time.min, time.max) if message_class is MessageClass.EMERGENCY else (time(7), time(21))
    return (
        root.clock("opens") if root.has("opens") else opens,
        root.clock("closes") if root.has("closes") else closes,
    )


def _some_of(section: Section, key: str, known: type[Any], default: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """The known ones of a list of words; the others are in the report."""
    values = [one.value for one in known if one.value]
    return tuple(word for word in section.choices(key, values, default) if word in values)


def _audience(section: Section | None) -> AudienceFilter:
    if section is None:
        return AudienceFilter()
    found = AudienceFilter(
        communes=section.texts("communes", default=()),
        hamlets=section.texts("hamlets", default=()),
        power_units=section.texts("power_units", default=()),
        reading_days=section.integers("reading_days", 1, 31),
        agreements=tuple(AgreementState(word) for word in _some_of(section, "agreements", AgreementState, ())),
        payments=tuple(PaymentWay(word) for word in _some_of(section, "payments", PaymentWay, ())),
    )
    section.close()
    return found


def _moment(section: Section, key: str, default: datetime | None, whole_day: bool = False) -> datetime:
    """An instant in local time; a bare day begins at midnight or, as the last one (``whole_day``), ends there."""
    value = section.raw(key)
    if value is None and default is not None:
        return default
    if type(value) is date:
        return instant(value + timedelta(days=whole_day))
    if isinstance(value, datetime):
        at = value if value.tzinfo else value.replace(tzinfo=ZONE)
        if _FIRST_DAY <= at <= _LAST_DAY:
            return at.astimezone(UTC)
        section.add(key, "năm phải từ 2000 đến 2099")
    else:
        what = (
            "thiếu khóa này: thêm dòng" if value is None else "phải là ngày và giờ địa phương, không có ngoặc kép: viết"
        )
        section.add(key, f"{what} {key} = {EXAMPLE}")
    return _FIRST_DAY
