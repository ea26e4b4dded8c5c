"""The campaigns: their list, and one with its letter, its figures and its ledger."""

from flask import Blueprint, render_template, request

from outreach.web.asked import asked_day, asked_page
from outreach.web.house import desk

blueprint = Blueprint("campaign", __name__)


@blueprint.get("/chien-dich")
def index() -> str:
    return render_template("pages/campaign/index.html", lines=desk().reporting.campaigns())


@blueprint.get("/chien-dich/<code:slug>")
def show(slug: str) -> str:
    day, as_of = asked_day(request.args)
    view = desk().reporting.campaign(slug, as_of, asked_page(request.args))
    return render_template("pages/campaign/show.html", view=view, day=day)
