"""How far a person sees into a campaign and its notices: only the communes at or below their own place."""

from collections.abc import Iterable
from datetime import date

from outreach.domain.campaigns import Campaign
from outreach.domain.errors import NotAllowed, NotFound
from outreach.domain.law import Suppression
from outreach.domain.notices import Notice, NoticeState
from outreach.domain.people import Action, Person
from outreach.domain.ports import UnitOfWork
from outreach.services.appraising import campaign_of

UNSENT = frozenset({NoticeState.DRAFT, NoticeState.SUBMITTED})
Reach = frozenset[str] | None
"""The communes that a person may see; None: all of them, and what belongs to no commune."""


def reach_of(uow: UnitOfWork, by: Person, campaign: Campaign, listed: Iterable[str] = ()) -> Reach:
    """Of the communes in the campaign's plan, and of those ``listed`` beside them."""
    if by.place is None:
        return None
    communes = frozenset(campaign.plan.communes).union(listed)
    inside = uow.places.below(by.place, campaign.plan.first) & communes
    return None if inside == communes else inside


def reach_into(uow: UnitOfWork, by: Person, notice: Notice, campaign: Campaign) -> Reach:
    """Communes with people on its list count too: a later plan may have dropped one."""
    if by.place is None:
        return None
    return reach_of(uow, by, campaign, filter(None, uow.deliveries.counts_by_commune(notice.id)))


def may_see(by: Person, notice: Notice, reach: Reach) -> bool:
    """Drafts are seen by those who write or approve; what has been sent, by everybody whom it concerns."""
    if not by.may(Action.VIEW) or (reach is not None and not reach):
        return False
    writes = reach is None and (by.may(Action.COMPOSE) or by.may(Action.APPROVE))
    return writes or notice.state not in UNSENT


def seen_notice(uow: UnitOfWork, by: Person, slug: str) -> tuple[Notice, Campaign, Reach]:
    """The notice, its campaign and how far the person sees into it, or a refusal."""
    notice = uow.notices.get(slug)
    if notice is None:
        raise NotFound("Không có thông báo «{slug}».", slug=slug)
    campaign = campaign_of(uow, notice.campaign)
    reach = reach_into(uow, by, notice, campaign)
    if not may_see(by, notice, reach):
        raise NotAllowed("Tài khoản {user} không được xem thông báo này.", user=by.username)
    return notice, campaign, reach


def in_force(rows: tuple[Suppression, ...]) -> tuple[Suppression, ...]:
    """The refusals that hold: of each number, source and scope the newest row, unless it takes the refusal back."""
    newest = {(row.number, row.source, row.scope): row for row in rows}
    return tuple(row for row in newest.values() if not row.lifted)


def sees_phones(uow: UnitOfWork, by: Person, commune: str, day: date, to_call: bool = False) -> bool:
    """Whole numbers are for those who may see them anywhere, and for whoever has to call on people of this commune."""
    above = uow.places.above(commune, day)
    return by.may(Action.SEE_PHONES, above) or (to_call and by.may(Action.TEND, above))
