"""Notices for programs: the list, one, how it goes, whom it did not reach, what it would come to."""

from typing import Any

from outreach.domain.notices import Notice
from outreach.services.appraising import Appraisal
from outreach.services.notice_views import Failures, NoticeLine, Progress
from outreach.web.api.documented import ApiRoutes
from outreach.web.api.notice_shapes import (
    AppraisalShape,
    CustomerNoticeShape,
    FailureQuery,
    FailuresShape,
    NoticeLineShape,
    NoticeQuery,
    ProgressShape,
)
from outreach.web.guards import person
from outreach.web.house import desk

blueprint = ApiRoutes("notice_facts", __name__, description="Notices to customers' phones, and what became of them")


@blueprint.get("/notices")
@blueprint.arguments(NoticeQuery, location="query")
@blueprint.response(200, NoticeLineShape(many=True))
def notices(query: dict[str, Any]) -> list[NoticeLine]:
    """All notices that the reader may see, the newest first, with their deliveries by state."""
    return list(desk().following.notices(person(), query["campaign"] or None))


@blueprint.get("/notices/<code:slug>")
@blueprint.response(200, CustomerNoticeShape)
def notice(slug: str) -> Notice:
    """One notice: its text, audience and route, and what was submitted and approved."""
    return desk().following.dossier(person(), slug).notice


@blueprint.get("/notices/<code:slug>/appraisal")
@blueprint.response(200, AppraisalShape)
def appraisal(slug: str) -> Appraisal:
    """What it would come to now: people, parts, price, and whether it can be out in time. Reads the whole list."""
    found = desk().following.dossier(person(), slug).notice
    return desk().drafting.appraise(person(), found.slug)


@blueprint.get("/notices/<code:slug>/progress")
@blueprint.response(200, ProgressShape)
def progress(slug: str) -> Progress:
    """How the send goes, in the communes that the reader may see."""
    return desk().following.progress(person(), slug)


@blueprint.get("/notices/<code:slug>/failures")
@blueprint.arguments(FailureQuery, location="query")
@blueprint.response(200, FailuresShape)
def failures(query: dict[str, Any], slug: str) -> Failures:
    """Whom it has not reached and why, 50 at a time in the order of deliveries."""
    states = (query["state"],) if query["state"] else ()
    return desk().following.failures(person(), slug, states, query["commune"], query["after"])
