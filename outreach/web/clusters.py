"""Which speaker clusters a commune's station has: one name a line."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.people import Action
from outreach.services.views import CommuneView
from outreach.web.guards import may, person
from outreach.web.house import desk
from outreach.web.translating import told
from outreach.web.written import seen

blueprint = Blueprint("clusters", __name__)
Page = str | tuple[str, int] | Response


@blueprint.get("/xa/<code:code>/cum-loa")
def edit(code: str) -> Page:
    view = _view(code)
    return _page(view, "\n".join(view.station.clusters))


@blueprint.post("/xa/<code:code>/cum-loa")
def save(code: str) -> Page:
    view, typed = _view(code), request.form.get("clusters", "")
    names = tuple(name for line in typed.splitlines() if (name := " ".join(seen(line).split())))
    try:
        desk().equipping.declare_clusters(person(), code, names)
    except RuleBroken as broken:
        if isinstance(broken, NotFound | NotAllowed):
            raise
        return _page(view, typed, told(broken)), 400
    flash(_("Đã ghi %(count)s cụm loa của đài.", count=len(names)))
    return redirect(url_for("commune.week", code=code), 303)


def _view(code: str) -> CommuneView:
    view = desk().viewing.commune(code)
    if not may(Action.ARRANGE, view.above):
        raise NotAllowed("Tài khoản {user} không có quyền làm việc này ở đây.", user=person().username)
    return view


def _page(view: CommuneView, typed: str, problem: str = "") -> str:
    return render_template("pages/clusters/edit.html", view=view, typed=typed, problem=problem)
