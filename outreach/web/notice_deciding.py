"""Submitting and approving a long list: begun by a press, watched on the page of the notice, done in one transaction.

What is here is only what a page tells of it: if this process dies nothing has been decided, and the button is back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from outreach.domain.notices import Notice
from outreach.domain.ports import Progress
from outreach.services.reach import UNSENT
from outreach.web.list_reading import Run, Start

SUBMIT, APPROVE = "submit", "approve"
DOING = {SUBMIT: lazy_gettext("Đang trình duyệt"), APPROVE: lazy_gettext("Đang duyệt")}
SAID = {
    SUBMIT: lazy_gettext("Đã trình. Một người thứ hai cần xem và duyệt; chưa gì được gửi đi."),
    APPROVE: lazy_gettext("Đã duyệt: tin được gửi dần trong khung giờ. Trang này tự cập nhật."),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody pressed on a notice as it then was, and how far that is."""

    step: str
    by: str
    notice: Notice
    run: Run[Notice]

    def runs_on(self, notice: Notice) -> bool:
        return self.run.busy and notice.state in UNSENT

    def said_to(self, username: str, notice: Notice) -> str:
        """To whoever pressed, as long as the notice is what came of it."""
        done = self.run.outcome
        return str(SAID[self.step]) if done and self.by == username and _alike(done, notice) else ""

    def trouble_with(self, notice: Notice) -> str:
        """Why nothing came of it, as long as the notice is what it was."""
        if not _alike(self.notice, notice):
            return ""
        return (
            _("Máy chủ gặp lỗi giữa chừng, chưa có gì thay đổi: hãy bấm lại.") if self.run.failed else self.run.trouble
        )


def _alike(one: Notice, other: Notice) -> bool:
    return (one.version, one.state) == (other.version, other.state)


class Decisions:
    """The decisions of this process, one of a notice at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[str, Decision] = {}

    def of(self, slug: str) -> Decision | None:
        return self._kept.get(slug)

    def begin(
        self, step: str, by: str, notice: Notice, now: datetime, work: Callable[[Progress], Notice], start: Start
    ) -> None:
        """Pressed a second time, what runs goes on and nothing else is begun."""
        fresh = Decision(step, by, notice, Run(now))
        with self._lock:
            moment = fresh.run.begun
            self._kept = {slug: one for slug, one in self._kept.items() if one.run.busy or one.run.is_good(moment)}
            kept = self._kept.get(notice.slug)
            if kept and kept.run.busy:
                return
            self._kept[notice.slug] = fresh
        start(lambda: fresh.run.work(work))
