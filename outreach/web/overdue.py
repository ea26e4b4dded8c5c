"""How a broadcast is named whose time has passed while nobody has spoken of it: not «planned» any more, nor missed."""

from datetime import datetime

from flask_babel import lazy_gettext as _

from outreach.domain.broadcasts import LIVE, Broadcast
from outreach.web.wording import BROADCAST, Words

OVERDUE = Words("…", _("chờ xác nhận"), "is-pending")


def state_now(broadcast: Broadcast, now: datetime) -> Words:
    over = broadcast.state in LIVE and broadcast.span.end <= now
    return OVERDUE if over else BROADCAST[broadcast.state]
