"""Letting a commune off a week: the district's form, with the document on which it rests."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField

from outreach.domain.duties import CellKey
from outreach.domain.errors import NotAllowed
from outreach.domain.people import Action
from outreach.services.views import CellView
from outreach.web.forms import Filled, WordsField
from outreach.web.guards import may, person
from outreach.web.house import desk

blueprint = Blueprint("excuse", __name__)
Page = str | tuple[str, int] | Response


class ExcuseForm(FlaskForm):
    document = WordsField(
        most=200,
        validators=[Filled(lazy_gettext("Còn trống; ghi số và ngày văn bản, như 12/UBND-VP ngày 05/11/2023."))],
    )
    granted = HiddenField()
    reason = WordsField(validators=[Filled(lazy_gettext("Còn trống; ghi lý do, như mất điện cả tuần do bão."))])


@blueprint.get("/so/<code:duty>/<code:commune>/<day:monday>/mien")
def edit(duty: str, commune: str, monday: date) -> Page:
    view = _view(duty, commune, monday)
    return _page(view, ExcuseForm(granted="0" if _excused(view) else "1"))


@blueprint.post("/so/<code:duty>/<code:commune>/<day:monday>/mien")
def save(duty: str, commune: str, monday: date) -> Page:
    """Does what the form offered, excuse or take the excuse back, so that sending it twice does it once."""
    view, form = _view(duty, commune, monday), ExcuseForm()
    if not form.validate():
        return _page(view, form), 400
    granted, key = form.granted.data != "0", CellKey(duty, commune, monday)
    if granted != _excused(view):
        desk().excusing.excuse(person(), key, form.document.data, form.reason.data, granted)
    flash(_("Đã ghi: tuần này được miễn.") if granted else _("Đã rút lại việc miễn."))
    return redirect(url_for("cell.show", duty=duty, commune=commune, monday=monday), 303)


def _view(duty: str, commune: str, monday: date) -> CellView:
    view = desk().reporting.cell(CellKey(duty, commune, monday))
    if not may(Action.EXCUSE, view.above):
        raise NotAllowed("Tài khoản {user} không có quyền làm việc này ở đây.", user=person().username)
    return view


def _excused(view: CellView) -> bool:
    return bool(view.excuses) and view.excuses[-1].granted


def _page(view: CellView, form: Any) -> str:
    return render_template("pages/excuse/edit.html", view=view, form=form, excused=_excused(view))
