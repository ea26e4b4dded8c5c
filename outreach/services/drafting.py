"""Writing a notice: what may be chosen, what is wrong with what was typed, what it would come to while it is typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from outreach.domain.campaigns import Campaign
from outreach.domain.customers import AudienceFilter
from outreach.domain.errors import NotAllowed, RuleBroken
from outreach.domain.message_checks import Sighting, sightings
from outreach.domain.message_text import final, unaccented
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.notices import Notice, NoticeContent
from outreach.domain.people import Action, Person
from outreach.domain.ports import Clock, Progress, Transactions, UnitOfWork
from outreach.domain.units import Place
from outreach.domain.wordings import SAMPLE, merge_values
from outreach.domain.zalo_templates import parameter_of
from outreach.services.appraising import Appraisal, Appraising, campaign_of, refuse_too_late
from outreach.services.composing import Composing
from outreach.services.listing import within_campaign
from outreach.services.notifying import require_campaign
from outreach.services.reach import seen_notice
from outreach.services.reading_places import in_order, places_of

SAMPLED = 300
"""Real people whose texts are tried while somebody types; the whole list is read for the preview."""
OWN = ("hotline", "new_day", "deadline")
"""Merge fields that the notice itself fills, the same for everybody."""
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Choices:
    campaign: Campaign
    places: tuple[Place, ...]
    power_units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a notice would come to, from a sample: ``contracts`` are on its list, ``sampled`` were tried.

    ``counted`` is the counter's answer for the longest text among them; prices are for all contracts at that length.
    """

    contracts: int
    sampled: int
    counted: Mapping[str, Any]
    prices: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class DraftPreview:
    """A draft on its whole list: exactly what would go out and what it costs in either spelling."""

    appraisal: Appraisal
    sendable: bool
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True)
class Drafting:
    transactions: Transactions
    clock: Clock
    appraising: Appraising
    composing: Composing

    def campaigns(self, by: Person) -> tuple[Campaign, ...]:
        """Those for which the person may write."""
        with self.transactions.reading() as uow:
            return tuple(one for one in uow.campaigns.all() if self._writes(uow, by, one))

    def _writes(self, uow: UnitOfWork, by: Person, campaign: Campaign) -> bool:
        try:
            require_campaign(uow, by, Action.COMPOSE, campaign, self.clock)
        except NotAllowed:
            return False
        return True

    def choices(self, by: Person, campaign: str) -> Choices:
        with self.transactions.reading() as uow:
            found = campaign_of(uow, campaign)
            require_campaign(uow, by, Action.COMPOSE, found, self.clock)
            places = places_of(uow, found.plan.communes, found.plan.first)
            return Choices(found, in_order(tuple(places.values())), uow.customers.power_units())

    def name_for(self, campaign: str, title: str) -> str:
        """A name for an address, from the title: doi-ngay-ghi-chi-so, or with a number when that is taken."""
        letters = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in unaccented(title).lower())
        name = "-".join(letters.split())[:LONGEST_NAME].strip("-") or "thong-bao"
        with self.transactions.reading() as uow:
            taken = {one.slug for one in uow.notices.all(campaign)}
        tried: Iterator[str] = (f"{name}-{number}" if number > 1 else name for number in range(1, len(taken) + 2))
        return next(one for one in tried if f"{campaign}.{one}" not in taken)

    def faults(self, content: NoticeContent) -> dict[str, list[str]]:
        """What is wrong with the texts, by the field in which it stands."""
        faults = {"text": self._faults_of(content.text, content.values)}
        if Medium.ZALO in content.route:
            faults["zalo_fields"] = [
                f"{told}: {fault}"
                for told, source in content.zalo_fields
                for fault in (*_misnamed(told), *self._faults_of(source, content.values))
            ]
        return {name: found for name, found in faults.items() if found}

    def _faults_of(self, source: str, own: Mapping[str, str]) -> list[str]:
        found = self.composing.check(source)
        if found:
            return [str(problem) for problem in found]
        known = {name: sample for name, sample in SAMPLE.items() if name not in OWN}
        try:
            self.appraising.templates.compile(source)({**known, **own})
        except RuleBroken as broken:
            return [str(broken)]
        return []

    def sketch(
        self,
        by: Person,
        campaign: str,
        source: str,
        message_class: MessageClass,
        audience: AudienceFilter,
        own: Mapping[str, str],
    ) -> Sketch:
        """Quick enough to be asked while somebody types."""
        with self.transactions.reading() as uow:
            found = campaign_of(uow, campaign)
            require_campaign(uow, by, Action.COMPOSE, found, self.clock)
            wanted = within_campaign(found, audience)
            contracts, rows = uow.customers.count(wanted), list(_sampled(uow, found, wanted, own))
        longest = self._longest(source, rows) or {**SAMPLE, **own}
        counted = self.composing.count_answer(source, message_class, longest)
        spellings = [spelling for spelling in ("accented", "unaccented") if spelling in counted]
        prices: dict[str, int] = {spelling: int(counted[spelling]["price"]) * contracts for spelling in spellings}
        return Sketch(contracts, len(rows), counted, prices)

    def _longest(self, source: str, rows: list[dict[str, str]]) -> dict[str, str] | None:
        if self.composing.check(source):
            return None
        render = self.appraising.templates.compile(source)
        try:
            return max(rows, key=lambda values: len(final(render(values), True)), default=None)
        except RuleBroken:
            return rows[0]

    def contracts(self, by: Person, slug: str) -> int:
        """How many contracts the list of a draft holds, for those who write or approve."""
        with self.transactions.reading() as uow:
            notice, campaign = _drafted(uow, by, slug)
            return uow.customers.count(within_campaign(campaign, notice.content.audience))

    def appraise(self, by: Person, slug: str, progress: Progress | None = None) -> Appraisal:
        """What a notice would come to, for those who write or approve."""
        with self.transactions.reading() as uow:
            notice, campaign = _drafted(uow, by, slug)
            return self.appraising.of(uow, campaign, notice.content, progress)

    def preview(self, by: Person, slug: str, progress: Progress | None = None) -> DraftPreview:
        """Reads the whole list."""
        appraisal = self.appraise(by, slug, progress)
        with self.transactions.reading() as uow:
            accented = seen_notice(uow, by, slug)[0].content.accented
        return DraftPreview(appraisal, _sendable(appraisal, accented), sightings(_longest_text(appraisal)))


def _drafted(uow: UnitOfWork, by: Person, slug: str) -> tuple[Notice, Campaign]:
    notice, campaign, reach = seen_notice(uow, by, slug)
    if reach is not None or not (by.may(Action.COMPOSE) or by.may(Action.APPROVE)):
        raise NotAllowed("Tài khoản {user} không được xem thông báo này.", user=by.username)
    return notice, campaign


def _misnamed(told: str) -> list[str]:
    try:
        parameter_of(told)
    except RuleBroken as broken:
        return [str(broken)]
    return []


def _sendable(appraisal: Appraisal, accented: bool) -> bool:
    """Whether it may be put before the second person as it is."""
    try:
        appraisal.refuse_faulty(accented)
        refuse_too_late(appraisal.feasibility)
    except RuleBroken:
        return False
    return appraisal.people > appraisal.unreachable


def _longest_text(appraisal: Appraisal) -> str:
    return appraisal.longest.text if appraisal.longest else ""


def _sampled(
    uow: UnitOfWork, campaign: Campaign, wanted: AudienceFilter, own: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    names = {place.code: place.label for place in uow.places.all()}
    common = {"campaign": campaign.plan.title, **own}
    for customer in islice(uow.customers.audience(wanted), SAMPLED):
        yield merge_values([customer], lambda code: names.get(code, code), common)
