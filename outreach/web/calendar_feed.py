"""A commune's broadcasts as an iCalendar feed, for the calendar of an officer's own phone.

A calendar program cannot sign in: the feed is public to whoever holds the commune's key, which opens nothing else.
"""

import hashlib
import hmac
from datetime import timedelta

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from icalendar import Alarm, Calendar, Event
from icalendar.enums import STATUS
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from outreach.domain.broadcasts import LIVE, Broadcast, BroadcastState
from outreach.domain.units import Place
from outreach.web import wording
from outreach.web.guards import public
from outreach.web.house import desk, secret, settings

blueprint = Blueprint("calendar_feed", __name__)
REMIND_BEFORE = timedelta(minutes=45)
LOOK_AGAIN_AFTER = timedelta(hours=1)
_SEQUENCE = {BroadcastState.CANCELLED: 1, BroadcastState.PLAYED: 2, BroadcastState.INTERRUPTED: 2}
"""A broadcast never changes its time, so its state alone tells whether a calendar must read it anew."""


@blueprint.get("/lich/<code:commune>.ics")
@public
def feed(commune: str) -> Response:
    if not hmac.compare_digest(request.args.get("key", "").encode(), key_of(commune).encode()):
        raise NotFound
    place, broadcasts = desk().viewing.calendar(commune)
    titles = {line.campaign.slug: line.campaign.plan.title for line in desk().reporting.campaigns()}
    calendar = _calendar(place)
    for broadcast in broadcasts:
        calendar.add_component(_event(broadcast, place, titles[broadcast.campaign]))
    response = Response(calendar.to_ical(), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'inline; filename="{commune}.ics"'
    response.add_etag()
    return response.make_conditional(request.environ)


def key_of(commune: str) -> str:
    """The key in a commune's feed address: made from the server's secret, so that nobody can guess another's."""
    return hmac.new(secret().encode(), f"calendar feed of {commune}".encode(), hashlib.sha256).hexdigest()[:32]


def address_of(commune: str) -> str:
    return settings().base_url + url_for("calendar_feed.feed", commune=commune, key=key_of(commune))


def _calendar(place: Place) -> Calendar:
    name = _("Phát loa %(place)s", place=place.label)
    uid = f"outreach-{place.code}"
    calendar = Calendar.new(name=name, prodid="-//outreach//VI", uid=uid, refresh_interval=LOOK_AGAIN_AFTER)
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    return calendar


def _event(broadcast: Broadcast, place: Place, title: str) -> Event:
    cancelled = broadcast.state is BroadcastState.CANCELLED
    summary = _("Phát loa: %(title)s", title=title)
    event = Event.new(
        uid=broadcast.id,
        summary=_("Đã hủy — %(summary)s", summary=summary) if cancelled else summary,
        start=broadcast.starts_at,
        end=broadcast.span.end,
        stamp=broadcast.planned_at,
        sequence=_SEQUENCE.get(broadcast.state, 0),
        status=STATUS.CANCELLED if cancelled else STATUS.CONFIRMED,
        location=_("Đài truyền thanh %(place)s", place=place.label),
        description=_("Trạng thái: %(state)s.", state=wording.BROADCAST[broadcast.state].word),
        url=settings().base_url + url_for("broadcast.show", broadcast=broadcast.id),
    )
    if broadcast.state in LIVE:
        event.add_component(_alarm(summary))
    return event


def _alarm(summary: str) -> Alarm:
    alarm = Alarm.new(description=summary)
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", -REMIND_BEFORE)
    return alarm
