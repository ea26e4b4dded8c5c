"""A commune's week: its days, its ledger, its station, and another broadcast for it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from outreach.domain.broadcasts import Broadcast
from outreach.domain.calendar import DAY, local, monday_of
from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.people import Action
from outreach.services.views import CommuneView, DutyOfCommune
from outreach.web.broadcast_forms import PlacingForm, placing_form
from outreach.web.calendar_feed import address_of
from outreach.web.commune_week import days_of, next_step, operated_by_hand, shown_cell
from outreach.web.formats import brief
from outreach.web.forms import day_in, refuse
from outreach.web.guards import may, person, require_view
from outreach.web.house import desk
from outreach.web.overdue import state_now
from outreach.web.translating import told

blueprint = Blueprint("commune", __name__)
Page = str | tuple[str, int] | Response


@blueprint.get("/xa/<code:code>")
def week(code: str) -> Page:
    return _page(_view(code, request.args.get("tuan", "")))


@blueprint.post("/xa/<code:code>/them")
def add(code: str) -> Page:
    view = _view(code, request.form.get("tuan", ""))
    duty = _duty(view, request.form.get("duty", ""))
    form = placing_form(duty.openings, view.monday, sent=True)
    if not form.validate():
        return _page(view, {duty.id: form}), 400
    try:
        new = desk().arranging.add(person(), duty.id, code, form.starts_at())
    except RuleBroken as broken:
        if isinstance(broken, NotFound | NotAllowed):
            raise
        refuse(form.time_field, told(broken))
        return _page(view, {duty.id: form}), 400
    flash(_("Đã thêm lượt phát %(when)s.", when=brief(new.starts_at)))
    return redirect(url_for("commune.week", code=code, tuan=new.week.isoformat()), 303)


def _view(code: str, wanted: str) -> CommuneView:
    day = day_in(wanted) if wanted else None
    if wanted and day is None:
        raise RuleBroken("Ngày «{value}» không đúng; viết năm-tháng-ngày, như 2023-11-02.", value=wanted)
    view = desk().viewing.commune(code, day)
    require_view(view.above)
    return view


def _duty(view: CommuneView, wanted: str) -> DutyOfCommune:
    found = next((duty for duty in view.duties if duty.id == wanted), None)
    if found is None:
        raise NotFound("Xã này không có nhiệm vụ «{duty}».", duty=wanted[:80])
    return found


def _page(view: CommuneView, sent: dict[str, PlacingForm] | None = None) -> str:
    arranges = may(Action.ARRANGE, view.above)
    forms = {duty.id: placing_form(duty.openings, view.monday) for duty in view.duties} | (sent or {})
    return render_template(
        "pages/commune/week.html",
        view=view,
        days=days_of(view),
        cells={duty.id: shown_cell(duty) for duty in view.duties},
        titles={duty.id: duty.duty.title for duty in view.duties},
        arranges=arranges,
        by_hand=operated_by_hand(view),
        recordings=desk().audio.library.for_commune(view.place.code),
        step=next_step(view, arranges, _to_confirm(view)),
        forms=forms,
        sent=bool(sent),
        state_now=state_now,
        feed=address_of(view.place.code),
        **_weeks_beside(view),
    )


def _to_confirm(view: CommuneView) -> Broadcast | None:
    """The oldest broadcast here that waits for the reader's own word."""
    if not may(Action.CONFIRM, view.above):
        return None
    waiting = desk().viewing.today(person()).to_confirm
    return next((item.broadcast for item in waiting if item.broadcast.commune == view.place.code), None)


def _weeks_beside(view: CommuneView) -> dict[str, Any]:
    """The weeks before and after, as far as there are duties, and the running one."""
    mondays = sorted({week.monday for duty in view.duties for week in duty.weeks})
    this = monday_of(local(view.now).date())
    return {
        "before": view.monday - 7 * DAY if mondays and view.monday > mondays[0] else None,
        "after": view.monday + 7 * DAY if mondays and view.monday < mondays[-1] else None,
        "this_week": this if this in mondays and this != view.monday else None,
    }
