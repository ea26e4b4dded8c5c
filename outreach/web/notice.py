"""One notice, by its state: a draft to look over, a snapshot to approve, a send to watch."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.notices import Notice
from outreach.domain.people import Action, Person
from outreach.domain.ports import Progress
from outreach.services.notice_views import Dossier
from outreach.services.reach import UNSENT
from outreach.web.customer_lists import background
from outreach.web.guards import may, person
from outreach.web.house import desk
from outreach.web.list_reading import ListReadings, Reading
from outreach.web.notice_deciding import APPROVE, DOING, SAID, SUBMIT, Decision, Decisions
from outreach.web.notice_form import AGREEMENTS, PAYMENTS
from outreach.web.notice_steps import may_approve, next_step, sums_of
from outreach.web.translating import told

blueprint = Blueprint("notice", __name__)
Page = str | tuple[str, int] | Response


@blueprint.get("/thong-bao/<code:slug>")
def show(slug: str) -> Page:
    dossier = desk().following.dossier(person(), slug)
    if dossier.notice.state in UNSENT:
        return _draft(dossier)
    return _progress(slug)


def _draft(dossier: Dossier, problem: str = "") -> str:
    """What would be sent, on the whole list, with its price; or why it cannot be said."""
    notice, decision = dossier.notice, _decisions().of(dossier.notice.slug)
    deciding = decision if decision and decision.runs_on(notice) else None
    reading = _reading(notice, deciding)
    preview = reading.outcome if reading else None
    return render_template(
        "pages/notice/draft.html",
        dossier=dossier,
        preview=preview,
        reading=reading,
        deciding=deciding,
        doing=DOING,
        said=_said(decision, notice),
        problem=problem or (decision.trouble_with(notice) if decision else "") or (reading.trouble if reading else ""),
        names=_names(),
        agreements=AGREEMENTS,
        payments=PAYMENTS,
        writes=may(Action.COMPOSE) and not deciding,
        may_approve=may_approve(person(), notice),
        changed=bool(preview and notice.snapshot and notice.snapshot.list_sha256 != preview.appraisal.list_sha256),
    )


def _reading(notice: Notice, deciding: Decision | None) -> Reading | None:
    """The list and its price: at once, or for a long list as far as it has been read.

    While the list is being decided on, only what was read before: nobody is kept waiting by a second reading.
    """
    drafting, by, slug = desk().drafting, person(), notice.slug
    readings, key = _readings(), (slug, notice.version, notice.state)
    now, work = drafting.clock.now(), partial(drafting.preview, by, slug)
    if deciding:
        return readings.kept(key)
    if not _is_long(slug):
        return readings.at_once(now, work)
    return readings.in_time(key, now, work, background().start, afresh="doc-lai" in request.args)


@blueprint.record_once
def _furnish(state: Any) -> None:
    state.app.extensions["outreach.list_readings"] = ListReadings()
    state.app.extensions["outreach.decisions"] = Decisions()


def _readings() -> ListReadings:
    found: ListReadings = current_app.extensions["outreach.list_readings"]
    return found


def _decisions() -> Decisions:
    found: Decisions = current_app.extensions["outreach.decisions"]
    return found


def _is_long(slug: str) -> bool:
    return desk().drafting.contracts(person(), slug) > _readings().longest


def _said(decision: Decision | None, notice: Notice) -> str:
    return decision.said_to(person().username, notice) if decision else ""


def _names() -> dict[str, str]:
    return {place.code: place.label for place in desk().loading.places()}


def _progress(slug: str) -> str:
    view = desk().following.progress(person(), slug)
    return render_template(
        "pages/notice/progress.html",
        view=view,
        said=_said(_decisions().of(slug), view.notice),
        sums=sums_of(view.counts),
        sums_of=sums_of,
        step=next_step(person(), view.notice, view.counts),
        names=_names(),
        agreements=AGREEMENTS,
        payments=PAYMENTS,
        writes=view.whole and may(Action.COMPOSE),
        tends=may(Action.TEND),
    )


@blueprint.post("/thong-bao/<code:slug>/trinh")
def submit(slug: str) -> Page:
    notifying, by = desk().notifying, person()
    return _decide(
        SUBMIT, slug, partial(notifying.check_submission, by, slug), lambda told: notifying.submit(by, slug, told)
    )


@blueprint.post("/thong-bao/<code:slug>/duyet")
def approve(slug: str) -> Page:
    notifying, by, seal = desk().notifying, person(), request.form.get("seal", "")
    return _decide(
        APPROVE,
        slug,
        partial(notifying.check_approval, by, slug, seal),
        lambda told: notifying.approve(by, slug, seal, told),
    )


def _decide(step: str, slug: str, check: Callable[[], None], work: Callable[[Progress | None], Notice]) -> Page:
    """At once, or for a long list in the background: what needs no reading is refused before that begins."""

    def begin(by: Person, slug: str) -> None:
        check()
        notice = desk().notifying.get(slug)
        _decisions().begin(step, by.username, notice, desk().drafting.clock.now(), work, background().start)

    if _is_long(slug):
        return _done(slug, begin)
    return _done(slug, lambda _by, _slug: work(None), str(SAID[step]))


@blueprint.post("/thong-bao/<code:slug>/thu")
def try_out(slug: str) -> Page:
    def trying(by: Person, slug: str) -> Notice:
        return desk().notifying.try_out(by, slug, request.form.get("number", ""))

    return _done(
        slug, trying, _("Đã xếp một tin gửi thử đến máy của bạn. Kết quả ở mục «Tin gửi thử» trong danh sách.")
    )


@blueprint.post("/thong-bao/<code:slug>/tam-dung")
def pause(slug: str) -> Page:
    return _done(slug, desk().notifying.pause, _("Đã tạm dừng: không tin nào đi thêm cho đến khi cho gửi tiếp."))


@blueprint.post("/thong-bao/<code:slug>/gui-tiep")
def resume(slug: str) -> Page:
    return _done(slug, desk().notifying.resume, _("Đã cho gửi tiếp."))


@blueprint.post("/thong-bao/<code:slug>/mo-giu")
def release(slug: str) -> Page:
    return _done(slug, desk().notifying.release, _("Đã bỏ giữ: tin đi tiếp."))


@blueprint.post("/thong-bao/<code:slug>/huy")
def cancel(slug: str) -> Page:
    """For good, so it is asked for with a tick."""
    if request.form.get("sure") != "y":
        raise RuleBroken("Đánh dấu vào ô «Tôi chắc chắn» rồi mới hủy được.")
    return _done(slug, desk().notifying.cancel, _("Đã hủy. Tin đã giao cho nhà mạng thì không gọi lại được."))


def _done(slug: str, doing: Callable[[Person, str], Any], said: str = "") -> Page:
    """Do it and come back; what a rule forbids is told on the page of the notice."""
    before = desk().following.dossier(person(), slug)
    try:
        doing(person(), slug)
    except RuleBroken as broken:
        if isinstance(broken, NotFound | NotAllowed):
            raise
        if before.notice.state in UNSENT:
            return _draft(desk().following.dossier(person(), slug), told(broken)), 400
        raise
    if said:
        flash(said)
    return redirect(url_for("notice.show", slug=slug), 303)
