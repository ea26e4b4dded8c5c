"""When a commune's station may be heard, and when it relays others."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField
from wtforms.validators import ValidationError

from outreach.domain.calendar import Window
from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.people import Action
from outreach.services.views import CommuneView
from outreach.web.formats import SHORT_WEEKDAYS
from outreach.web.forms import WHICH_TIME, ClockField, WordsField
from outreach.web.guards import may, person
from outreach.web.house import desk
from outreach.web.translating import told

blueprint = Blueprint("hours", __name__)
Page = str | tuple[str, int] | Response
MOST = 12
"""Rows of one kind; more are no hours that anybody keeps."""
WEEKDAYS = {str(number): name for number, name in enumerate(SHORT_WEEKDAYS)}


class WindowRow(FlaskForm):
    """One stretch of the day. A row without hours is left out, so that clearing it removes it."""

    class Meta:
        csrf = False  # checked once for the whole page

    name = WordsField(most=60)
    opens = ClockField()
    closes = ClockField()
    weekdays = SelectMultipleField(choices=list(WEEKDAYS), validate_choice=False)

    def empty(self) -> bool:
        return not (self.opens.typed or self.closes.typed)

    def window(self) -> Window:
        return Window(self.opens.data, self.closes.data, frozenset(map(int, self.weekdays.data)), self.name.data)

    def validate_opens(self, field: Any) -> None:
        if self.closes.typed and not field.typed:
            raise ValidationError(str(WHICH_TIME))

    def validate_closes(self, field: Any) -> None:
        if self.opens.typed and not field.typed:
            raise ValidationError(str(WHICH_TIME))
        if field.data and self.opens.data and field.data <= self.opens.data:
            span = f"{self.opens.data:%H:%M}–{field.data:%H:%M}"
            raise ValidationError(_("Đọc được %(span)s; giờ kết thúc phải sau giờ bắt đầu trong cùng ngày.", span=span))

    def validate_weekdays(self, field: Any) -> None:
        if not self.empty() and not field.data:
            raise ValidationError(_("Chưa chọn ngày nào; đánh dấu những ngày có khung giờ này."))
        if set(field.data) - set(WEEKDAYS):
            raise ValidationError(_("Có ngày không đúng; chọn trong danh sách."))


Rows = list[WindowRow]


@blueprint.get("/xa/<code:code>/gio")
def edit(code: str) -> Page:
    view = _view(code)
    return _page(view, _rows("windows", view.station.windows), _rows("relays", view.station.relays))


@blueprint.post("/xa/<code:code>/gio")
def save(code: str) -> Page:
    view, windows, relays = _view(code), _sent("windows"), _sent("relays")
    wrong = [row for row in (*windows, *relays) if not row.validate()]
    if wrong:
        return _page(view, windows, relays), 400
    try:
        desk().arranging.set_hours(person(), code, _windows(windows), _windows(relays))
    except RuleBroken as broken:
        if isinstance(broken, NotFound | NotAllowed):
            raise
        return _page(view, windows, relays, told(broken)), 400
    flash(_("Đã đổi khung giờ. Lượt phát nào không còn hợp giờ thì hệ thống đã xếp lại."))
    return redirect(url_for("commune.week", code=code), 303)


def _view(code: str) -> CommuneView:
    view = desk().viewing.commune(code)
    if not may(Action.ARRANGE, view.above):
        raise NotAllowed("Tài khoản {user} không có quyền làm việc này ở đây.", user=person().username)
    return view


def _rows(kind: str, windows: Sequence[Window]) -> Rows:
    """The hours as they are, and one empty row to add another."""
    rows = [WindowRow(formdata=None, prefix=f"{kind}-{n}-", **_values(window)) for n, window in enumerate(windows)]
    blank = WindowRow(formdata=None, prefix=f"{kind}-{len(rows)}-", weekdays=list(WEEKDAYS))
    return [*rows, blank] if len(rows) < MOST else rows


def _values(window: Window) -> dict[str, Any]:
    days = [str(day) for day in sorted(window.weekdays)]
    return {"name": window.name, "opens": window.opens, "closes": window.closes, "weekdays": days}


def _sent(kind: str) -> Rows:
    return [WindowRow(prefix=f"{kind}-{n}-") for n in range(MOST) if f"{kind}-{n}-opens" in request.form]


def _windows(rows: Rows) -> tuple[Window, ...]:
    return tuple(row.window() for row in rows if not row.empty())


def _page(view: CommuneView, windows: Rows, relays: Rows, problem: str = "") -> str:
    return render_template(
        "pages/hours/edit.html", view=view, windows=windows, relays=relays, weekdays=WEEKDAYS, problem=problem
    )
