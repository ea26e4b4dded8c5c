"""A person's day: what needs their word first, then what comes."""

from flask import Blueprint, render_template

from outreach.domain.broadcasts import LIVE, Broadcast
from outreach.domain.duties import CellState
from outreach.domain.notices import Notice, NoticeState
from outreach.domain.people import Action, Person
from outreach.domain.recordings import Recording, RecordingState
from outreach.services.library_views import Wanted
from outreach.services.notice_views import VisitPlace
from outreach.services.views import TodayView
from outreach.web.guards import person
from outreach.web.home import OF_A_COMMUNE
from outreach.web.house import desk
from outreach.web.next_steps import next_step
from outreach.web.notice_steps import may_approve
from outreach.web.overdue import state_now

blueprint = Blueprint("today", __name__)


@blueprint.get("/hom-nay")
def show() -> str:
    me, view = person(), desk().viewing.today(person())
    called = frozenset(escalation.cell for _place, escalation in view.escalations)
    urgent = [p for p in view.pressing if p.cell.state is CellState.AT_RISK or p.cell.key in called]
    return render_template(
        "pages/today/show.html",
        view=view,
        state_now=state_now,
        urgent=[(p, next_step(me, p.cell, p.above)) for p in urgent],
        called=called,
        confirms=me.may(Action.CONFIRM),
        of_a_commune=me.role in OF_A_COMMUNE,
        reminded={reminder.broadcast: reminder.kind for reminder in view.reminders},
        next_broadcast=_next_broadcast(me, view),
        visits=_visits(me),
        to_approve=_to_approve(me),
        to_hear=_to_hear(me),
    )


def _visits(me: Person) -> list[VisitPlace]:
    """People of the reader's own commune whom a notice did not reach."""
    if me.role not in OF_A_COMMUNE or not me.may(Action.TEND):
        return []
    return [one for one in desk().visiting.places(me) if one.waiting]


def _to_approve(me: Person) -> list[Notice]:
    """Notices that wait for this very person as the second one."""
    if not me.may(Action.APPROVE):
        return []
    seen = [line.notice for line in desk().following.notices(me)]
    return [one for one in seen if one.state is NoticeState.SUBMITTED and may_approve(me, one)]


def _to_hear(me: Person) -> list[Recording]:
    """Recordings that wait for this very person as the second one."""
    if not me.may(Action.APPROVE_RECORDINGS):
        return []
    waiting = desk().audio.library.search(me, Wanted(state=RecordingState.SUBMITTED)).lines
    newest = [line.newest for line in waiting if line.newest.state is RecordingState.SUBMITTED]
    return [one for one in newest if me.username not in (one.made_by, one.submitted_by)]


def _next_broadcast(me: Person, view: TodayView) -> Broadcast | None:
    """When the reader's own station plays next; there is no such thing for a whole district."""
    if me.role not in OF_A_COMMUNE or me.place is None:
        return None
    _place, broadcasts = desk().viewing.calendar(me.place)
    ahead = [b for b in broadcasts if b.state in LIVE and b.starts_at > view.now]
    return min(ahead, key=lambda broadcast: broadcast.starts_at, default=None)
