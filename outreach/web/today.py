"""A person's day: what needs their word first, then what comes."""

from flask import Blueprint, render_template

from outreach.web.guards import person
from outreach.web.house import desk

blueprint = Blueprint("today", __name__)


@blueprint.get("/hom-nay")
def show() -> str:
    view = desk().viewing.today(person())
    return render_template("pages/today/show.html", view=view)
