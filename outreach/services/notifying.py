"""The life of a notice: composed, put before a second person, approved, tended. Each change is one transaction."""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from outreach.domain.campaigns import Campaign, CampaignState
from outreach.domain.customers import AudienceFilter
from outreach.domain.deliveries import DeliveryState
from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.notices import (
    Notice,
    NoticeContent,
    NoticeState,
    Recipient,
    Snapshot,
    hash_of_content,
    refuse_unlawful,
)
from outreach.domain.people import Action, Person
from outreach.domain.phones import PhoneKind, PhoneProblem, read_phone
from outreach.domain.ports import Clock, Progress, Transactions, UnitOfWork
from outreach.domain.wordings import SAMPLE
from outreach.services.appraising import Appraisal, Appraising, campaign_of, refuse_too_late
from outreach.services.listing import Tally, lots_of, within_campaign, writer_of

REF_BYTES = 6
TRIAL = ".thu-"
"""In the slug of a notice sent to one's own phone."""
TRIALS_A_DAY = 10
TRIAL_NUMBERS_A_DAY = 3
"""A trial needs nobody's approval: it is for one's own phones, and for no list of people."""
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 50


def random_ref(_slug: str) -> str:
    """What request ids of a notice begin with: unique among all installations that send by one account."""
    return secrets.token_hex(REF_BYTES)


@dataclass(frozen=True, slots=True)
class Notifying:
    transactions: Transactions
    clock: Clock
    appraising: Appraising
    ref_of: Callable[[str], str] = random_ref

    def compose(self, by: Person, campaign: str, name: str, content: NoticeContent) -> Notice:
        """A new draft; ``name`` becomes ``campaign.name``."""
        if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
            raise RuleBroken(
                "Tên thông báo «{name}»: chỉ dùng a–z không dấu, 0–9 và gạch nối, dài tối đa {most} ký tự.",
                name=name,
                most=LONGEST_NAME,
            )
        with self.transactions.writing() as uow:
            self._check(uow, by, campaign_of(uow, campaign), content)
            notice = self._add(uow, f"{campaign}.{name}", campaign, content, by)
            if notice is None:
                raise RuleBroken("Đã có thông báo «{slug}»: chọn tên khác.", slug=f"{campaign}.{name}")
            uow.commit()
        return notice

    def _add(self, uow: UnitOfWork, slug: str, campaign: str, content: NoticeContent, by: Person) -> Notice | None:
        return uow.notices.add(slug, campaign, self.ref_of(slug), content, by.username, self.clock.now())

    def revise(self, by: Person, slug: str, content: NoticeContent) -> Notice:
        """A new version; what was submitted is void. What has been approved is not changed any more."""
        with self.transactions.writing() as uow:
            notice = _locked(uow, slug, NoticeState.DRAFT, NoticeState.SUBMITTED)
            self._check(uow, by, campaign_of(uow, notice.campaign), content)
            if hash_of_content(content) != hash_of_content(notice.content):
                uow.notices.revise(notice, content, by.username, self.clock.now())
            uow.commit()
        return self.get(slug)

    def _check(self, uow: UnitOfWork, by: Person, campaign: Campaign, content: NoticeContent) -> None:
        require_campaign(uow, by, Action.COMPOSE, campaign, self.clock)
        if campaign.state is not CampaignState.ACTIVE:
            raise RuleBroken("Công văn của chiến dịch này đã được thay thế: không soạn thông báo cho nó nữa.")
        refuse_unlawful(content)
        within_campaign(campaign, content.audience)
        writer_of(uow, campaign, content, self.appraising.templates, self.appraising.gauges)

    def check_submission(self, by: Person, slug: str) -> None:
        """Refuse at once what :meth:`submit` would refuse whatever is on the list."""
        with self.transactions.reading() as uow:
            self._submittable(uow, by, slug, uow.notices.get(slug))

    def submit(self, by: Person, slug: str, progress: Progress | None = None) -> Notice:
        """Freeze what the second person will see. Refused if it cannot be out in time.

        The list is read while others write; what is stored is of the version that was read, or nothing is.
        """
        with self.transactions.reading() as uow:
            notice, campaign = self._submittable(uow, by, slug, uow.notices.get(slug))
            seen = self.appraising.of(uow, campaign, notice.content, progress)
        _refuse_unsendable(notice, seen)
        with self.transactions.writing() as uow:
            newest, _ = self._submittable(uow, by, slug, uow.notices.lock(slug))
            if newest.version != notice.version:
                raise RuleBroken("Thông báo đã được sửa trong lúc đọc danh sách: xem bản mới rồi trình lại.")
            uow.notices.submit(newest, _snapshot(notice, seen, by, self.clock.now()))
            uow.commit()
        return self.get(slug)

    def _submittable(self, uow: UnitOfWork, by: Person, slug: str, notice: Notice | None) -> tuple[Notice, Campaign]:
        found = _in_state(notice, slug, NoticeState.DRAFT, NoticeState.SUBMITTED)
        campaign = campaign_of(uow, found.campaign)
        self._require_still(uow, by, Action.COMPOSE, campaign)
        return found, campaign

    def check_approval(self, by: Person, slug: str, seal: str) -> None:
        """Refuse at once what :meth:`approve` would refuse whatever is on the list."""
        with self.transactions.reading() as uow:
            self._approvable(uow, by, slug, seal, uow.notices.get(slug))

    def approve(self, by: Person, slug: str, seal: str, progress: Progress | None = None) -> Notice:
        """The second person's yes to the snapshot that they saw, named by its seal: its deliveries are written.

        If the list has changed since it was submitted nothing is written, and it must be submitted again.
        """
        now = self.clock.now()
        with self.transactions.writing() as uow:
            notice, campaign = self._approvable(uow, by, slug, seal, uow.notices.lock(slug))
            self._write(uow, campaign, notice, progress)
            uow.notices.approve(notice, by.username, now)
            uow.commit()
        return self.get(slug)

    def _approvable(
        self, uow: UnitOfWork, by: Person, slug: str, seal: str, notice: Notice | None
    ) -> tuple[Notice, Campaign]:
        found = _in_state(notice, slug, NoticeState.SUBMITTED)
        campaign = campaign_of(uow, found.campaign)
        self._require_still(uow, by, Action.APPROVE, campaign)
        found.refuse_own_approval(by.username)
        assert found.snapshot is not None  # submitted
        if found.snapshot.seal != seal or self.clock.now() >= found.content.expires_at:
            raise RuleBroken("Thông báo đã đổi hoặc quá hạn từ lúc bạn xem: mở lại để xem bản mới.")
        return found, campaign

    def _require_still(self, uow: UnitOfWork, by: Person, action: Action, campaign: Campaign) -> None:
        """Minutes may lie between a press and its turn: the register is asked whether the person still may."""
        require_campaign(uow, by, action, campaign, self.clock)
        registered = uow.people.get(by.username) or replace(by, active=False)
        require_campaign(uow, registered, action, campaign, self.clock)

    def _write(self, uow: UnitOfWork, campaign: Campaign, notice: Notice, progress: Progress | None) -> None:
        assert notice.snapshot is not None
        content, tally = notice.content, Tally(notice.content, self.appraising.tariff)
        writer = writer_of(uow, campaign, content, self.appraising.templates, self.appraising.gauges)
        lots = lots_of(uow, campaign, content, progress)
        listed = tally.passing(writer.write(meters) for lot in lots for meters in lot)
        uow.deliveries.write(notice, listed, self.clock.now())
        if tally.sha256 != notice.snapshot.list_sha256:
            raise RuleBroken("Danh sách khách hàng đã đổi từ lúc trình duyệt: cần trình lại để duyệt đúng danh sách.")
        refuse_too_late(self.appraising.feasibility(uow, content, tally, max(content.starts_at, self.clock.now())))

    def pause(self, by: Person, slug: str) -> Notice:
        return self._move(by, slug, (NoticeState.APPROVED,), NoticeState.PAUSED)

    def resume(self, by: Person, slug: str) -> Notice:
        return self._move(by, slug, (NoticeState.PAUSED,), NoticeState.APPROVED)

    def release(self, by: Person, slug: str) -> Notice:
        """What held it has been seen to (a text registered with the gateway, for one)."""
        return self._move(by, slug, (NoticeState.APPROVED, NoticeState.PAUSED), None)

    def cancel(self, by: Person, slug: str) -> Notice:
        """Nothing more goes out; what is on its way cannot be called back."""
        return self._move(by, slug, tuple(set(NoticeState) - _ENDED), NoticeState.CANCELLED)

    def _move(self, by: Person, slug: str, before: tuple[NoticeState, ...], after: NoticeState | None) -> Notice:
        with self.transactions.writing() as uow:
            notice = _locked(uow, slug, *before)
            require_campaign(uow, by, Action.COMPOSE, campaign_of(uow, notice.campaign), self.clock)
            uow.notices.set_state(notice, after or notice.state)
            if after is None:
                uow.notices.hold(notice.id, "")
            if after is NoticeState.CANCELLED:
                uow.deliveries.cancel(notice.id, self.clock.now())
            uow.commit()
        return self.get(slug)

    def try_out(self, by: Person, slug: str, number: str) -> Notice:
        """Send the text to one's own phone, with made-up values, by the same way as to everybody. Needs no approval."""
        phone = read_phone(number)
        if isinstance(phone, PhoneProblem) or phone.kind is not PhoneKind.MOBILE:
            raise RuleBroken("Số «{number}» không nhận được tin nhắn: cần một số di động.", number=number)
        if TRIAL in slug:
            raise RuleBroken("Đây đã là một lần gửi thử: hãy gửi thử từ bản soạn của nó.")
        now = self.clock.now()
        with self.transactions.writing() as uow:
            notice = _locked(uow, slug, *NoticeState)
            campaign = campaign_of(uow, notice.campaign)
            require_campaign(uow, by, Action.COMPOSE, campaign, self.clock)
            uow.people.lock(by.username)
            everything = uow.notices.all()
            _refuse_many_trials(uow, [one for one in everything if _tried_by(by, one, now)], phone.number)
            trials = [one for one in everything if one.slug.startswith(slug + TRIAL)]
            content = replace(
                notice.content, audience=AudienceFilter(), starts_at=now, expires_at=now + timedelta(days=1)
            )
            trial = self._add(uow, f"{slug}{TRIAL}{len(trials) + 1}", campaign.slug, content, by)
            assert trial is not None  # numbered under the lock of its notice
            uow.deliveries.write(trial, [self._sample(uow, campaign, content, phone.number, by)], now)
            uow.notices.approve(trial, by.username, now)
            uow.commit()
        return self.get(trial.slug)

    def _sample(
        self, uow: UnitOfWork, campaign: Campaign, content: NoticeContent, number: str, by: Person
    ) -> Recipient:
        writer = writer_of(uow, campaign, content, self.appraising.templates, self.appraising.gauges)
        values = {**SAMPLE, **writer.common}
        text, parts, fields = writer.words(values)
        return Recipient(f"THU-{by.username}", number, "", text, parts, fields)

    def get(self, slug: str) -> Notice:
        with self.transactions.reading() as uow:
            notice = uow.notices.get(slug)
        if notice is None:
            raise NotFound("Không có thông báo «{slug}».", slug=slug)
        return notice


_ENDED = frozenset({NoticeState.CANCELLED, NoticeState.FINISHED})


def _tried_by(by: Person, notice: Notice, now: datetime) -> bool:
    """Whether it is a trial of this person's today, of whatever draft."""
    return TRIAL in notice.slug and notice.by == by.username and now - notice.at < timedelta(days=1)


def _refuse_many_trials(uow: UnitOfWork, today: Sequence[Notice], number: str) -> None:
    if len(today) >= TRIALS_A_DAY:
        raise RuleBroken("Hôm nay đã gửi thử {most} lần: đủ rồi.", most=TRIALS_A_DAY)
    told = {one.number for trial in today for one in uow.deliveries.listed(trial.id, tuple(DeliveryState), None, 1)}
    if len(told | {number}) > TRIAL_NUMBERS_A_DAY:
        raise RuleBroken("Hôm nay đã gửi thử đến {most} số khác nhau: đủ rồi.", most=TRIAL_NUMBERS_A_DAY)


def _refuse_unsendable(notice: Notice, seen: Appraisal) -> None:
    seen.refuse_faulty(notice.content.accented)
    if seen.people == seen.unreachable:
        raise RuleBroken("Không có ai trong danh sách nhận được tin nhắn: xem lại cách chọn người nhận.")
    refuse_too_late(seen.feasibility)


def _snapshot(notice: Notice, seen: Appraisal, by: Person, now: datetime) -> Snapshot:
    return Snapshot(
        notice.version,
        hash_of_content(notice.content),
        seen.list_sha256,
        seen.people,
        seen.unreachable,
        seen.parts,
        seen.price,
        seen.ceiling,
        by.username,
        now,
    )


def _locked(uow: UnitOfWork, slug: str, *expected: NoticeState) -> Notice:
    return _in_state(uow.notices.lock(slug), slug, *expected)


def _in_state(notice: Notice | None, slug: str, *expected: NoticeState) -> Notice:
    if notice is None:
        raise NotFound("Không có thông báo «{slug}».", slug=slug)
    if notice.state not in expected:
        raise RuleBroken("Thông báo đang ở trạng thái khác: tải lại trang rồi làm tiếp.")
    return notice


def require_campaign(uow: UnitOfWork, by: Person, action: Action, campaign: Campaign, clock: Clock) -> None:
    """Refuse unless the person's place covers every commune of the campaign."""
    if by.may(action) and by.place is None:
        return
    inside = uow.places.below(by.place, campaign.plan.first) if by.place else frozenset()
    if not by.may(action) or not inside.issuperset(campaign.plan.communes):
        raise NotAllowed("Tài khoản {user} không có quyền làm việc này ở đây.", user=by.username)
