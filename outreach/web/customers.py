"""Looking for a customer: one box for a code, a number or a name."""

from flask import Blueprint, render_template, request

from outreach.services.finding import MOST
from outreach.web.guards import person
from outreach.web.house import desk
from outreach.web.written import seen

blueprint = Blueprint("customers", __name__)
LONGEST = 100


@blueprint.get("/khach-hang")
def index() -> str:
    asked = seen(request.args.get("q", ""))[:LONGEST]
    found = desk().finding.find(person(), asked)
    return render_template("pages/customers/index.html", asked=asked, found=found, most=MOST)
