"""What a notice would come to, before anybody decides: how many people, how many parts, what price, in time or not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from outreach.domain.calendar import local
from outreach.domain.campaigns import Campaign
from outreach.domain.errors import BadInput, NotFound, RuleBroken
from outreach.domain.feasibility import Feasibility, Load, Verdict, judge
from outreach.domain.gates import Gate, Lines
from outreach.domain.law import Scope, scopes_against
from outreach.domain.messages import Medium
from outreach.domain.notices import Notice, NoticeContent, NoticeState, Recipient, refuse_unlawful
from outreach.domain.ports import Clock, Progress, Transactions, UnitOfWork
from outreach.domain.tariffs import Tariff
from outreach.domain.wordings import MessageTemplates
from outreach.domain.zalo_templates import parameter_of
from outreach.services.listing import UNWRITTEN, Gauges, Meters, Tally, Writer, addressed, lots_of, writer_of
from outreach.services.previewing import Overview, Preview


@dataclass(frozen=True, slots=True)
class Appraisal:
    """``refusing``: those on the list who want no such message. ``parts`` if all go by SMS.

    ``price`` in VND before tax by the first medium, ``ceiling`` if all fall back.
    ``preview`` gives the SMS in both spellings, and the people with a fault: with one of them nothing is submitted.
    Whose message cannot be put together counts among the people, and adds no parts.
    """

    people: int
    unreachable: int
    refusing: int
    parts: int
    price: int
    ceiling: int
    list_sha256: str
    longest: Recipient | None
    first: tuple[Recipient, ...]
    feasibility: Feasibility
    preview: Preview

    def refuse_faulty(self, accented: bool) -> None:
        """What cannot be sent as it is, is not put before anybody."""
        costing = self.preview.accented if accented else self.preview.unaccented
        if self.preview.faulty:
            raise BadInput("danh sách nhận tin", self.preview.faults)
        if costing.too_long:
            raise RuleBroken("{count} tin dài quá mức nhà mạng nhận: rút gọn nội dung.", count=costing.too_long)


@dataclass(frozen=True, slots=True)
class Appraising:
    transactions: Transactions
    clock: Clock
    lines: Lines
    templates: MessageTemplates
    gauges: Gauges
    tariff: Tariff

    def appraise(self, slug: str) -> Appraisal:
        """Read the whole list once; changes nothing."""
        with self.transactions.reading() as uow:
            notice = uow.notices.get(slug)
            if notice is None:
                raise NotFound("Không có thông báo «{slug}».", slug=slug)
            return self.of(uow, campaign_of(uow, notice.campaign), notice.content)

    def of(
        self, uow: UnitOfWork, campaign: Campaign, content: NoticeContent, progress: Progress | None = None
    ) -> Appraisal:
        """``progress`` is told how many contracts have been read, of how many."""
        refuse_unlawful(content)
        writer = writer_of(uow, campaign, content, self.templates, self.gauges)
        tally, kind = Tally(content, self.tariff), content.message_class
        look = _Look(uow, writer, _overview_of(writer), tally)
        for lot in lots_of(uow, campaign, content, progress):
            look.over(lot)
        return Appraisal(
            people=tally.people,
            unreachable=tally.unreachable,
            refusing=look.refusing,
            parts=tally.parts,
            price=tally.price(content.route[0]),
            ceiling=sum(map(tally.price, content.route)),
            list_sha256=tally.sha256,
            longest=tally.longest,
            first=tuple(tally.first),
            feasibility=self.feasibility(uow, content, tally, max(content.starts_at, self.clock.now())),
            preview=look.overview.preview(lambda parts: self.tariff.price(Medium.SMS, kind, parts)),
        )

    def feasibility(self, uow: UnitOfWork, content: NoticeContent, tally: Tally, starts_at: datetime) -> Feasibility:
        """With what other notices have still to send before it."""
        running = uow.notices.in_state(NoticeState.APPROVED)
        loads = tuple(self._load(uow, running, content, medium, tally) for medium in content.route)
        return judge(loads, starts_at, content.expires_at)

    def _load(
        self, uow: UnitOfWork, running: tuple[Notice, ...], content: NoticeContent, medium: Medium, tally: Tally
    ) -> Load:
        lines = self.lines.of(medium)
        if not lines:
            raise RuleBroken("Chưa có kênh nào gửi được {medium}.", medium=medium.value)
        channel, rate = lines[0]
        gate = next((gate for gate in uow.gates.all() if gate.channel == channel.name), None)
        waiting = [uow.deliveries.waiting(one.id, medium) for one in running]
        messages = tally.messages + sum(messages for _, messages in waiting)
        parts = tally.parts + sum(parts for parts, _ in waiting) if medium is Medium.SMS else messages
        daily = gate.quota_daily if gate else None
        return Load(parts, messages, rate.per_s, daily, content.hours(medium), _left(gate, self.clock.now()))


@dataclass(slots=True)
class _Look:
    """One look at each person on a list tells all: whether they want it, their words, its faults and its price."""

    uow: UnitOfWork
    writer: Writer
    overview: Overview
    tally: Tally
    refusing: int = 0
    _scopes: Sequence[Scope] = field(init=False)

    def __post_init__(self) -> None:
        self._scopes = tuple(scopes_against(self.writer.content.message_class))

    def over(self, lot: Sequence[Meters]) -> None:
        numbers = [meters[0].mobile for meters in lot]
        barred = self.uow.suppressions.among([number for number in numbers if number], self._scopes)
        self.refusing += sum(number in barred for number in numbers)
        for meters, number in zip(lot, numbers, strict=True):
            written = self.overview.look(self.writer.values(meters)) if number else UNWRITTEN
            if written is None:
                self.tally.people += 1
            else:
                self.tally.add(addressed(meters, written))


def _overview_of(writer: Writer) -> Overview:
    content = writer.content
    by_zalo = content.zalo_fields if Medium.ZALO in content.route else ()
    parameters = [parameter_of(told) for told, _ in by_zalo]
    return Overview(writer.text, writer.gauge, content.accented, writer.fields, parameters)


def _left(gate: Gate | None, now: datetime) -> tuple[date, int] | None:
    """What remains of today's quota, as far as the provider has told it today."""
    today = local(now).date()
    if gate is None or gate.quota_left is None or gate.quota_at is None or local(gate.quota_at).date() != today:
        return None
    return today, gate.quota_left


def campaign_of(uow: UnitOfWork, slug: str) -> Campaign:
    campaign = uow.campaigns.get(slug)
    if campaign is None:
        raise NotFound("Không có chiến dịch «{slug}».", slug=slug)
    return campaign


def refuse_too_late(feasibility: Feasibility) -> None:
    """What cannot be out in time is not put before anybody."""
    if feasibility.verdict is Verdict.TOO_LATE:
        raise RuleBroken(
            "Với tốc độ, hạn mức và giờ được gửi hiện nay, thông báo không thể gửi xong trước hạn: "
            "gửi sớm hơn, lùi hạn, thu hẹp danh sách hoặc thêm kênh."
        )
