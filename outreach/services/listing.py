"""Who is on the list of a notice and what each is told: the same for the price, for approval and for sending."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby, islice

from outreach.domain.campaigns import Campaign
from outreach.domain.customers import AudienceFilter, Customer
from outreach.domain.errors import RuleBroken
from outreach.domain.message_text import Gauge, final, measure
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.notices import NoticeContent, Recipient
from outreach.domain.ports import Progress, UnitOfWork
from outreach.domain.tariffs import Tariff
from outreach.domain.wordings import MessageTemplates, Render, merge_values
from outreach.domain.zalo_templates import parameter_of
from outreach.services.previewing import Fields, Written

Gauges = Callable[[MessageClass], Gauge]
LOT = 1_000
"""People read at once: their numbers are looked up together, and progress is told."""
Meters = list[Customer]
"""The contracts of one person."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Puts the words of one notice together for anybody on its list."""

    content: NoticeContent
    text: Render
    fields: Fields
    gauge: Gauge
    place_of: Callable[[str], str]
    common: Mapping[str, str]

    def write(self, meters: Meters) -> Recipient:
        return addressed(meters, self.words(self.values(meters)) if meters[0].mobile else UNWRITTEN)

    def values(self, meters: Meters) -> dict[str, str]:
        return merge_values(meters, self.place_of, self.common)

    def words(self, values: Mapping[str, str]) -> Written:
        text = self.text(values) if self.content.accented else final(self.text(values), False)
        fields = tuple([(name, render(values)) for name, render in self.fields])
        return text, measure(text, self.gauge).parts, fields


UNWRITTEN: Written = ("", 0, ())
"""For those whom no message can reach."""


def addressed(meters: Meters, written: Written) -> Recipient:
    first, (text, parts, fields) = meters[0], written
    return Recipient(first.code, first.mobile, first.commune, text, parts, fields, tuple([one.code for one in meters]))


def writer_of(
    uow: UnitOfWork, campaign: Campaign, content: NoticeContent, templates: MessageTemplates, gauges: Gauges
) -> Writer:
    """Refuses a wording that cannot be filled, with every problem of it, and a spelling that no gateway takes."""
    gauge = gauges(content.message_class)
    if content.accented and Medium.SMS in content.route and not gauge.takes_accents:
        raise RuleBroken("Cổng nhắn tin không nhận tin quảng cáo có dấu: chọn gửi không dấu.")
    names = {place.code: place.label for place in uow.places.all()}
    return Writer(
        content,
        templates.compile(content.text),
        tuple((parameter_of(told).name, templates.compile(source)) for told, source in content.zalo_fields),
        gauge,
        lambda code: names.get(code, code),
        {"campaign": campaign.plan.title, **content.values},
    )


def lots_of(
    uow: UnitOfWork, campaign: Campaign, content: NoticeContent, progress: Progress | None = None
) -> Iterator[list[Meters]]:
    """The people on the list, streamed: inside the campaign's places, in an order that is always the same.

    ``progress`` is told how many contracts are done with, of how many.
    """
    wanted = within_campaign(campaign, content.audience)
    done, of = 0, uow.customers.count(wanted) if progress else 0
    people = _people(uow.customers.audience(wanted, by_number=content.one_per_person), content.one_per_person)
    while lot := list(islice(people, LOT)):
        yield lot
        done += sum(map(len, lot))
        if progress:
            progress(done, of)


def within_campaign(campaign: Campaign, wanted: AudienceFilter) -> AudienceFilter:
    """A campaign speaks to its own places only; a notice may choose among them."""
    own = campaign.plan.communes
    outside = sorted(set(wanted.communes) - set(own))
    if outside:
        raise RuleBroken("Địa bàn {codes} không thuộc chiến dịch này.", codes=", ".join(outside))
    return wanted if wanted.communes or not own else replace(wanted, communes=tuple(own))


def _people(customers: Iterable[Customer], one_per_person: bool) -> Iterator[Meters]:
    """Contracts that share a number are one person's, if the notice says so; who has none stands alone.

    In each commune apart: whom a message did not reach is on the list of every commune that has to call on them.
    """
    for (number, _commune), meters in groupby(customers, key=lambda one: (one.mobile, one.commune)):
        if one_per_person and number:
            yield list(meters)
        else:
            yield from ([meter] for meter in meters)


@dataclass(slots=True)
class Tally:
    """Counts a list while it passes through; nothing of it is kept but the first rows and the longest."""

    content: NoticeContent
    tariff: Tariff
    people: int = 0
    unreachable: int = 0
    parts: int = 0
    longest: Recipient | None = None
    first: list[Recipient] = field(default_factory=list)
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def passing(self, listed: Iterable[Recipient]) -> Iterator[Recipient]:
        for one in listed:
            self.add(one)
            yield one

    def add(self, one: Recipient) -> None:
        self.people += 1
        self.parts += one.parts
        self._digest.update(f"{one.code}\x1f{one.number}\x1f{one.text}\x1f{one.fields}\x1f{one.codes}\x1e".encode())
        if not one.number:
            self.unreachable += 1
            return
        if len(self.first) < 5:
            self.first.append(one)
        if self.longest is None or (one.parts, len(one.text)) > (self.longest.parts, len(self.longest.text)):
            self.longest = one

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    @property
    def messages(self) -> int:
        return self.people - self.unreachable

    def parts_by(self, medium: Medium) -> int:
        return self.parts if medium is Medium.SMS else self.messages

    def price(self, medium: Medium) -> int:
        """VND before tax, if all go by this medium."""
        return self.tariff.price(medium, self.content.message_class, self.parts_by(medium))
