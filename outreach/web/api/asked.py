"""What a program may send. An unknown field of a body is refused, since a typo would go unnoticed."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from outreach.domain.calendar import EVERY_DAY, Window
from outreach.web.api.fields import TOLD, AsOf, ClockTime, Day, Instant, Several, Words, YesOrNo
from outreach.web.api.marking import _

WHOLE = {"type": _("Viết một đối tượng JSON { … }."), "unknown": _("Không có trường nào tên như vậy.")}
THEN = "how things stood at this moment, or at the end of this day; without it, now"
WEEKDAY = _("Viết các ngày trong tuần bằng số, 0 (thứ Hai) đến 6 (Chủ nhật), ít nhất một ngày.")
PAGE = _("Viết số trang từ 1 trở lên.")
TOKEN = "a new one for each word that is given: the same word sent twice counts once"


class Asked(Schema):
    error_messages = WHOLE


def _fits_key(value: str) -> None:
    if not re.fullmatch(r"[0-9A-Za-z_-]{8,64}", value):
        raise ValidationError(_("Viết một mã riêng cho mỗi lần gửi: 8–64 chữ cái, chữ số, gạch nối."))


class StatusQuery(Asked):
    as_of = AsOf(load_default=None, metadata={"description": THEN})


class GridQuery(StatusQuery):
    page = fields.Integer(
        load_default=1,
        validate=validate.Range(1, 10_000, error=PAGE),
        error_messages={"invalid": PAGE},
    )


class WeekQuery(Asked):
    week = Day(load_default=None, metadata={"description": "any day of the week to show; without it, the running week"})


class StatementBody(Asked):
    token = Words(64, required=True, validate=_fits_key, metadata={"description": TOKEN})
    started_at = Instant(required=True)
    clusters = Several(Words(80, required=True), 200, required=True)
    whole = YesOrNo(required=True, metadata={"description": "false: it broke off before 95 % had been played"})
    note = Words(500, load_default="")


class NotPlayedBody(Asked):
    token = Words(64, required=True, validate=_fits_key, metadata={"description": TOKEN})
    why = Words(500, required=True)


class MoveBody(Asked):
    starts_at = Instant(required=True)


class AddBody(MoveBody):
    duty = Words(120, required=True, metadata={"description": "as in the commune's list of duties"})


class CancelBody(Asked):
    why = Words(500, required=True)


class ExcuseBody(Asked):
    document = Words(200, required=True, metadata={"description": "number and date of the document that lets it off"})
    reason = Words(500, required=True)
    granted = YesOrNo(load_default=True, metadata={"description": "false takes the excuse back; both stay on record"})


class WindowBody(Asked):
    opens = ClockTime(required=True)
    closes = ClockTime(required=True)
    weekdays = Several(
        fields.Integer(
            strict=True, validate=validate.Range(0, 6, error=WEEKDAY), error_messages={**TOLD, "invalid": WEEKDAY}
        ),
        7,
        load_default=lambda: sorted(EVERY_DAY),
        validate=validate.Length(min=1, error=WEEKDAY),
        metadata={"description": "0 is Monday"},
    )
    name = Words(60, load_default="")

    @validates_schema
    def _refuse_midnight(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if data["opens"] >= data["closes"]:
            raise ValidationError(_("Giờ kết thúc phải sau giờ bắt đầu trong cùng ngày."), "closes")

    @post_load
    def _as_window(self, data: Mapping[str, Any], **kwargs: Any) -> Window:
        return Window(data["opens"], data["closes"], frozenset(data["weekdays"]), data["name"])


class HoursBody(Asked):
    windows = Several(fields.Nested(WindowBody), 20, required=True)
    relays = Several(fields.Nested(WindowBody), 20, load_default=list)
