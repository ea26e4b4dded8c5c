"""How far a notice is, in four sums and a bar; and the one thing to do next about it, by what the reader may do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from outreach.domain.deliveries import UNREACHED, DeliveryState
from outreach.domain.notices import Notice, NoticeState
from outreach.domain.people import Action, Person
from outreach.services.notice_views import Counts, open_of, unreached_of
from outreach.web.next_steps import Step

BAR = 1000
"""Units of the bar's width."""
_GOT = frozenset({DeliveryState.DELIVERED, DeliveryState.TOLD})


@dataclass(frozen=True, slots=True)
class Sums:
    """``got``: their phone has it or somebody told them; ``taken``: a network has it, nobody knows more."""

    total: int
    got: int
    taken: int
    open: int
    unreached: int

    @property
    def settled(self) -> bool:
        """Whether everybody on the list has an outcome, as far as it goes without a person."""
        return self.total > 0 and not self.open and not self.taken

    def segments(self) -> Iterator[tuple[str, int, int]]:
        """(class, start, width) of the pieces of the bar."""
        start = 0
        for css, part in (("has-it", self.got), ("on-way", self.taken), ("to-see", self.unreached)):
            width = BAR * part // max(self.total, 1)
            yield css, start, width
            start += width


def sums_of(counts: Counts) -> Sums:
    return Sums(
        total=sum(counts.values()),
        got=sum(counts.get(state, 0) for state in _GOT),
        taken=counts.get(DeliveryState.ACCEPTED, 0),
        open=open_of(counts),
        unreached=unreached_of(counts),
    )


def next_step(person: Person, notice: Notice, counts: Counts) -> Step:
    show = url_for("notice.show", slug=notice.slug)
    if notice.state is NoticeState.DRAFT:
        return Step(_("Xem lại và trình duyệt") if person.may(Action.COMPOSE) else _("Xem bản nháp"), show)
    if notice.state is NoticeState.SUBMITTED:
        return Step(_("Xem để duyệt") if may_approve(person, notice) else _("Xem bản đang chờ duyệt"), show)
    if notice.hold and not notice.over:
        return Step(_("Xem vì sao đang giữ lại"), show)
    if notice.state is NoticeState.PAUSED:
        return Step(_("Mở để cho gửi tiếp") if person.may(Action.COMPOSE) else _("Xem tiến độ"), show)
    return _step_after_approval(person, notice, counts, show)


def _step_after_approval(person: Person, notice: Notice, counts: Counts, show: str) -> Step:
    doubtful = counts.get(DeliveryState.IN_DOUBT, 0)
    if doubtful and person.may(Action.TEND) and not notice.over:
        address = url_for("failures.show", slug=notice.slug) + f"?trang-thai={DeliveryState.IN_DOUBT.value}"
        return Step(_("Xem %(count)s lượt chưa rõ", count=doubtful), address)
    done = notice.state is NoticeState.FINISHED or sums_of(counts).settled
    if done and unreached_of(counts) and person.may(Action.TEND):
        return Step(_("Mở danh sách cần gặp"), f"{url_for('visits.index')}?thong-bao={notice.slug}")
    return Step(_("Xem tiến độ"), show)


def may_approve(person: Person, notice: Notice) -> bool:
    """Whether the person is a second one: neither who wrote it nor who submitted it."""
    wrote = notice.by == person.username or (notice.snapshot is not None and notice.snapshot.by == person.username)
    return person.may(Action.APPROVE) and not wrote


def states_shown() -> Any:
    """States by which failures can be asked for, in the order in which they are shown."""
    return [state for state in DeliveryState if state in UNREACHED]
