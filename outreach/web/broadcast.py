"""One broadcast: its timeline with evidence, and the words and changes of those who may."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from outreach.domain.broadcasts import Broadcast
from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.people import Action
from outreach.services.views import BroadcastView
from outreach.web.broadcast_forms import StatementForm, cancel_form, not_played_form, placing_form, statement_form
from outreach.web.broadcast_page import effect_of, page_of
from outreach.web.evidence_files import received, sealed
from outreach.web.formats import brief
from outreach.web.forms import refuse
from outreach.web.guards import person, require_view
from outreach.web.house import desk
from outreach.web.translating import told

blueprint = Blueprint("broadcast", __name__)
Page = str | tuple[str, int] | Response


@blueprint.get("/luot-phat/<code:broadcast>")
def show(broadcast: str) -> Page:
    return _page(_view(broadcast))


@blueprint.post("/luot-phat/<code:broadcast>/da-phat")
def state_played(broadcast: str) -> Page:
    view = _view(broadcast)
    if not person().may(Action.CONFIRM, view.above):
        raise NotAllowed("Tài khoản {user} không có quyền làm việc này ở đây.", user=person().username)
    form = statement_form(view, sent=True)
    right, attachment = form.validate(), _attachment(form, broadcast)
    if not right or attachment is None:
        return _again(view, statement=form)
    try:
        after = desk().confirming.state_played(person(), form.statement(broadcast, attachment))
    except RuleBroken as broken:
        return _refused(view, broken, form.clock, statement=form)
    return _done(broadcast, effect_of(after))


@blueprint.post("/luot-phat/<code:broadcast>/khong-phat")
def state_not_played(broadcast: str) -> Page:
    view, form = _view(broadcast), not_played_form(sent=True)
    if not form.validate():
        return _again(view, not_played=form)
    try:
        after = desk().confirming.state_not_played(person(), broadcast, form.token.data, form.told())
    except RuleBroken as broken:
        return _refused(view, broken, form.why, not_played=form)
    return _done(broadcast, effect_of(after))


@blueprint.post("/luot-phat/<code:broadcast>/chung-kien")
def countersign(broadcast: str) -> Page:
    _view(broadcast)
    after = desk().confirming.countersign(person(), broadcast)
    return _done(broadcast, _("Đã ký chứng kiến.") + " " + effect_of(after))


@blueprint.post("/luot-phat/<code:broadcast>/chuyen")
def move(broadcast: str) -> Page:
    view = _view(broadcast)
    form = placing_form(view.openings, view.broadcast.week, sent=True)
    if not form.validate():
        return _again(view, placing=form)
    try:
        new = desk().arranging.move(person(), broadcast, form.starts_at())
    except RuleBroken as broken:
        return _refused(view, broken, form.time_field, placing=form)
    return _changed(new, _("Đã chuyển sang %(when)s.", when=brief(new.starts_at)))


@blueprint.post("/luot-phat/<code:broadcast>/huy")
def cancel(broadcast: str) -> Page:
    view, form = _view(broadcast), cancel_form(sent=True)
    if not form.validate():
        return _again(view, cancelling=form)
    try:
        desk().arranging.cancel(person(), broadcast, form.why.data)
    except RuleBroken as broken:
        return _refused(view, broken, form.why, cancelling=form)
    when = brief(view.broadcast.starts_at)
    return _changed(view.broadcast, _("Đã hủy lượt %(when)s. Nếu tuần còn thiếu, hệ thống tự tìm giờ khác.", when=when))


def _view(broadcast: str) -> BroadcastView:
    view = desk().viewing.broadcast(broadcast)
    require_view(view.above)
    return view


def _attachment(form: StatementForm, broadcast: str) -> str | None:
    """The file that was sent or kept from before, noted in the form; None when it cannot be taken."""
    try:
        sha256 = received(form.file.data, form.kept.data or "", broadcast)
    except RuleBroken as broken:
        refuse(form.file, told(broken))
        return None
    form.kept.data = sealed(sha256, broadcast)
    return sha256


def _page(view: BroadcastView, **sent: Any) -> str:
    return render_template("pages/broadcast/show.html", **page_of(view, person(), sent))


def _again(view: BroadcastView, **sent: Any) -> Page:
    """The page once more, with all that was typed and what must be put right."""
    return _page(view, **sent), 400


def _refused(view: BroadcastView, broken: RuleBroken, field: Any, **sent: Any) -> Page:
    """A rule of the field was broken by what was typed in ``field``; other refusals have pages of their own."""
    if isinstance(broken, NotFound | NotAllowed):
        raise broken
    refuse(field, told(broken))
    return _again(view, **sent)


def _done(broadcast: str, message: str) -> Response:
    flash(message)
    return redirect(url_for("broadcast.show", broadcast=broadcast), 303)


def _changed(broadcast: Broadcast, message: str) -> Response:
    """Back to the week, where the change shows."""
    flash(message)
    return redirect(url_for("commune.week", code=broadcast.commune, tuan=broadcast.week.isoformat()), 303)
