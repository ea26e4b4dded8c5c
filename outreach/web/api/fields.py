"""How values look in JSON: instants with the offset of Vietnam, days, clock times, and words a person wrote."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from marshmallow import fields

from outreach.domain.calendar import local
from outreach.services.reporting import end_of_day
from outreach.web.api.marking import _
from outreach.web.written import says_something, seen

Data = Mapping[str, Any] | None
CENTURY = range(2000, 2100)
"""Years that people mean; others would overflow the calendar."""
Messages = dict[str, str | list[Any] | dict[Any, Any]]
TOLD: Messages = {
    "required": _("Thiếu trường này."),
    "null": _("Trường này không được để null."),
    "validator_failed": _("Giá trị không hợp lệ."),
}


def _saying(**messages: str) -> Messages:
    return {**TOLD, **messages}


class Instant(fields.DateTime):
    """A moment, ISO 8601 with an offset; given back as the clock of Vietnam shows it (+07:00)."""

    default_error_messages = _saying(
        invalid=_("Viết thời điểm kèm múi giờ, ví dụ 2023-11-02T05:30:00+07:00."),
    )

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else local(value).isoformat()

    def _deserialize(self, value: Any, attr: str | None, data: Data, **kwargs: Any) -> datetime:
        try:
            at = datetime.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise self.make_error("invalid") from error
        if at.tzinfo is None or at.year not in CENTURY:
            raise self.make_error("invalid")
        return at.astimezone(UTC)


class AsOf(Instant):
    """A moment, or a day, which means its end. A ``+`` that a careless client left unescaped arrives as a space."""

    default_error_messages = _saying(
        invalid=_("Viết một ngày (2023-11-02) hoặc thời điểm kèm múi giờ (2023-11-02T05:30:00+07:00).")
    )

    def _deserialize(self, value: Any, attr: str | None, data: Data, **kwargs: Any) -> datetime:
        text = str(value)
        if re.fullmatch(r"20\d\d-\d\d-\d\d", text):
            return end_of_day(_day(self, text))
        return super()._deserialize(re.sub(r" (?=\d\d:\d\d$)", "+", text), attr, data, **kwargs)


class Day(fields.Date):
    """A local day, yyyy-mm-dd."""

    default_error_messages = _saying(
        invalid=_("Viết ngày theo dạng năm-tháng-ngày, ví dụ 2023-11-02."),
    )

    def _deserialize(self, value: Any, attr: str | None, data: Data, **kwargs: Any) -> date:
        return _day(self, value)


def _day(field: fields.Field[Any], value: Any) -> date:
    if not isinstance(value, str) or not re.fullmatch(r"20\d\d-\d\d-\d\d", value):
        raise field.make_error("invalid")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise field.make_error("invalid") from error


class ClockTime(fields.Time):
    """A time of the local day, hh:mm."""

    default_error_messages = _saying(
        invalid=_("Viết giờ theo dạng giờ:phút, ví dụ 05:30."),
    )

    def _serialize(self, value: time | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else f"{value:%H:%M}"

    def _deserialize(self, value: Any, attr: str | None, data: Data, **kwargs: Any) -> time:
        if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise self.make_error("invalid")
        return time.fromisoformat(value)


class Words(fields.String):
    """What a person wrote: in NFC, trimmed, with no control or invisible characters or halves of characters.

    Where words are required there must be a letter or a digit.
    """

    default_error_messages = _saying(
        invalid=_("Viết bằng chữ (chuỗi ký tự)."),
        unfit=_("Có ký tự không dùng được (ký tự điều khiển)."),
        short=_("Không được để trống."),
        long=_("Dài quá: rút ngắn lại."),
    )

    def __init__(self, most: int, **kwargs: Any) -> None:
        super().__init__(metadata={"maxLength": most, **kwargs.pop("metadata", {})}, **kwargs)
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Data, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        text = seen(value)
        if any(unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t" for character in text):
            raise self.make_error("unfit")
        if len(text) > self.most:
            raise self.make_error("long")
        if self.required and not says_something(text):
            raise self.make_error("short")
        return text


class YesOrNo(fields.Boolean):
    """``true`` or ``false`` and nothing that looks like them."""

    default_error_messages = _saying(invalid=_("Viết true hoặc false."))

    def _deserialize(self, value: Any, attr: str | None, data: Data, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class Several(fields.List[Any]):
    """A list of bounded length."""

    default_error_messages = _saying(
        invalid=_("Viết một danh sách [ … ]."),
        long=_("Danh sách dài quá."),
    )

    def __init__(self, item: fields.Field[Any], most: int, **kwargs: Any) -> None:
        super().__init__(item, **kwargs)
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Data, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        if len(value) > self.most:
            raise self.make_error("long")
        return super()._deserialize(value, attr, data, **kwargs)
