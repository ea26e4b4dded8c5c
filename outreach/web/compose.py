"""Writing a notice: the form, and the counter that tells what it would come to while it is typed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from outreach.domain.calendar import local
from outreach.domain.campaigns import Campaign, NoticePlan
from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.law import HOURS, next_open
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.people import Action
from outreach.domain.wordings import MERGE_FIELDS
from outreach.services.drafting import Choices, Sketch
from outreach.services.notice_views import Dossier
from outreach.web.asked import asked_code
from outreach.web.guards import may, person
from outreach.web.house import desk
from outreach.web.notice_form import ROUTES, NoticeForm, filled_from
from outreach.web.translating import told

blueprint = Blueprint("compose", __name__)
COUNTED = ("communes", "power_units", "reading_days", "agreements", "payments", "message_class")
"""Fields that the counter needs beside the text."""
Page = str | tuple[str, int] | Response


@blueprint.get("/thong-bao/moi")
def new() -> Page:
    """A form, filled from what the campaign's plan asks for if a notice of it is named."""
    campaign = asked_code(request.args, "chien-dich")
    if not campaign:  # the list says for which
        return redirect(url_for("notices.index"))
    choices = _choices(campaign)
    wanted, plan = request.args.get("mau", ""), choices.campaign.plan
    planned = next((one for one in plan.notices if one.slug == wanted), None)
    form = NoticeForm(data=_first(choices.campaign, planned))
    return _page(choices, form, wordings=() if planned else plan.notices)


@blueprint.post("/thong-bao/moi")
def create() -> Page:
    choices = _choices(asked_code(request.form, "chien-dich"))
    form = NoticeForm().offer(choices)
    if request.form.get("action") == "count":
        return _page(choices, form, _sketch(choices, form))
    if not _sound(form):
        return _page(choices, form), 400
    content, campaign = form.content(), choices.campaign.slug
    try:
        name = desk().drafting.name_for(campaign, content.title)
        notice = desk().notifying.compose(person(), campaign, name, content)
    except RuleBroken as broken:
        return _refused(choices, form, broken)
    return redirect(url_for("notice.show", slug=notice.slug), 303)


@blueprint.get("/thong-bao/<code:slug>/sua")
def edit(slug: str) -> Page:
    dossier = desk().following.dossier(person(), slug)
    choices = _choices(dossier.notice.campaign)
    return _page(choices, NoticeForm(data=filled_from(dossier.notice.content)), dossier=dossier)


@blueprint.post("/thong-bao/<code:slug>/sua")
def save(slug: str) -> Page:
    dossier = desk().following.dossier(person(), slug)
    choices = _choices(dossier.notice.campaign)
    form = NoticeForm().offer(choices)
    if request.form.get("action") == "count":
        return _page(choices, form, _sketch(choices, form), dossier)
    if not _sound(form):
        return _page(choices, form, dossier=dossier), 400
    content = replace(
        form.content(), audience=replace(form.audience(), hamlets=dossier.notice.content.audience.hamlets)
    )
    try:
        desk().notifying.revise(person(), slug, content)
    except RuleBroken as broken:
        return _refused(choices, form, broken, dossier)
    flash(_("Đã lưu. Xem lại bên dưới rồi trình duyệt."))
    return redirect(url_for("notice.show", slug=slug), 303)


@blueprint.post("/thong-bao/dem")
def count() -> Response:
    """What the counter beside the text says, for the script of the form."""
    choices = _choices(asked_code(request.form, "chien-dich"))
    sketch = _sketch(choices, NoticeForm().offer(choices))
    if sketch is None:
        return jsonify(html="")
    return jsonify(html=render_template("pages/compose/counter.html", sketch=sketch))


def _choices(campaign: str) -> Choices:
    if not may(Action.COMPOSE):
        raise NotAllowed("Tài khoản {user} không có quyền làm việc này ở đây.", user=person().username)
    return desk().drafting.choices(person(), campaign)


def _sound(form: NoticeForm) -> bool:
    """Every problem at once: of the fields, and of the texts if the fields can be read."""
    if not form.validate():
        return False
    faults = desk().drafting.faults(form.content())
    form.tell(faults)
    return not faults


def _sketch(choices: Choices, form: NoticeForm) -> Sketch | None:
    """None while what was typed cannot be read as far as the counter needs it."""
    form.validate()
    if any(form[name].errors for name in COUNTED):
        return None
    wanted, own = form.audience(), form.own()
    return desk().drafting.sketch(person(), choices.campaign.slug, form.text.data or "", form.kind(), wanted, own)


def _refused(choices: Choices, form: NoticeForm, broken: RuleBroken, dossier: Dossier | None = None) -> Page:
    if isinstance(broken, NotFound | NotAllowed):
        raise broken
    return _page(choices, form, dossier=dossier, problem=told(broken)), 400


def _first(campaign: Campaign, planned: NoticePlan | None) -> dict[str, Any]:
    """What the form holds at first: the next hour for messages, the campaign's last evening, the plan's own words."""
    now = local(desk().clock.now())
    starts = local(next_open(HOURS[Medium.SMS, MessageClass.CARE], now + timedelta(minutes=30)))
    first = {
        "starts_day": starts.date(),
        "starts_clock": starts.time().replace(second=0, microsecond=0),
        "expires_day": planned.by if planned else campaign.plan.last,
        "expires_clock": now.time().replace(hour=20, minute=0, second=0, microsecond=0),
    }
    if planned is None:
        return first
    route = ",".join(name for name in ("zalo", "sms") if name in planned.channels)
    return {**first, "title": planned.title, "text": planned.text, "route": route if route in ROUTES else "sms"}


def _page(
    choices: Choices,
    form: NoticeForm,
    sketch: Sketch | None = None,
    dossier: Dossier | None = None,
    problem: str = "",
    wordings: Iterable[NoticePlan] = (),
) -> str:
    return render_template(
        "pages/compose/edit.html",
        choices=choices,
        form=form.offer(choices),
        sketch=sketch,
        dossier=dossier,
        problem=problem,
        wordings=wordings,
        merge_fields=MERGE_FIELDS,
    )
