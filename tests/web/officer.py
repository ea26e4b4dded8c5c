"""What an officer does at the page of a broadcast, for tests."""

from datetime import timedelta

from werkzeug.test import TestResponse

from outreach.domain.broadcasts import Broadcast
from outreach.domain.calendar import local
from tests.setting import Setting
from tests.web.visitor import Visitor

TOKEN = "0123456789abcdef0123456789abcdef"


def played(setting: Setting) -> Broadcast:
    """A broadcast of which nobody has spoken yet, just after its end."""
    broadcast = setting.broadcast()
    setting.clock.at = broadcast.span.end + timedelta(minutes=1)
    return broadcast


def page(visitor: Visitor, broadcast: Broadcast) -> str:
    return visitor.get(f"/luot-phat/{broadcast.id}").get_data(as_text=True)


def confirm(visitor: Visitor, broadcast: Broadcast, **more: object) -> TestResponse:
    began = local(broadcast.starts_at)
    typed = {"token": TOKEN, "day": f"{began:%Y-%m-%d}", "clock": f"{began:%H:%M}", "clusters": ["Cụm 1"]}
    return visitor.fill_in(f"/luot-phat/{broadcast.id}/da-phat", **{**typed, "outcome": "whole", **more})
