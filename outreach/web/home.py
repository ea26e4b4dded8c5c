"""The front door: sends everybody to the page on which their work is."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from outreach.domain.campaigns import CampaignState
from outreach.domain.people import Role
from outreach.web.guards import person
from outreach.web.house import desk

blueprint = Blueprint("home", __name__)
OF_A_COMMUNE = (Role.COMMUNE_OFFICER, Role.COMMUNE_LEADER)


@blueprint.get("/")
def show() -> Response:
    if person().role in OF_A_COMMUNE:
        return redirect(url_for("today.show"))
    active = [line for line in desk().reporting.campaigns() if line.campaign.state is CampaignState.ACTIVE]
    if len(active) == 1:
        return redirect(url_for("campaign.show", slug=active[0].campaign.slug))
    return redirect(url_for("campaign.index"))
