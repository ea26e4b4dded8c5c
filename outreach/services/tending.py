"""What people add by hand: a word on somebody whom no message reached, a refusal taken down, a channel let go on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from outreach.domain.calendar import local
from outreach.domain.deliveries import UNREACHED, DeliveryState, Step
from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.law import Scope, Source, Suppression
from outreach.domain.notice_ports import Delivery, Mark
from outreach.domain.notices import Notice
from outreach.domain.people import Action, Person
from outreach.domain.phones import PhoneProblem, read_phone
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.services.appraising import campaign_of
from outreach.services.permitting import require
from outreach.services.reach import in_force


class Word(StrEnum):
    """What a person says of a delivery."""

    PHONED = "phoned"  # told by phone
    VISITED = "visited"  # told at the door
    NOT_MET = "not_met"  # tried in vain
    TAKEN_BACK = "taken_back"  # the word before was a slip
    SEND_AGAIN = "send_again"  # they have not got it: asked and made sure


TELLING = frozenset({Word.PHONED, Word.VISITED})
AGAIN = frozenset({DeliveryState.IN_DOUBT, DeliveryState.REFUSED})
"""Only from these: of any other either something is on its way, or another try would end alike."""
BY_WEB = "web"
LIFTABLE = frozenset(Source) - {Source.DO_NOT_CALL}
"""The national list is not ours to change."""


@dataclass(frozen=True, slots=True)
class Tending:
    transactions: Transactions
    clock: Clock

    def say(self, by: Person, delivery: int, word: Word, note: str = "") -> Delivery:
        """A person's word on one delivery. Saying the same twice changes nothing more."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            found, notice = self._found(uow, by, delivery)
            step = _step(found, notice, word, now)
            mark = Mark(found.id, by.username, now, word.value, note)
            if step is not None and not uow.deliveries.mark(mark, [found.state], step):
                raise RuleBroken("Lượt gửi này vừa đổi trạng thái: tải lại trang rồi làm tiếp.")
            uow.commit()
        return replace(found, state=step.state, reason=step.reason) if step else found

    def _found(self, uow: UnitOfWork, by: Person, delivery: int) -> tuple[Delivery, Notice]:
        found = uow.deliveries.find(delivery)
        if found is None:
            raise NotFound("Không có lượt gửi này.")
        notice = uow.notices.named([found.notice])[found.notice]
        require(uow, by, Action.TEND, found.commune, campaign_of(uow, notice.campaign).plan.first)
        return found, notice

    def refuse(self, by: Person, code: str, scope: Scope, source: Source, note: str = "") -> int:
        """Take down, at the counter or by phone, that a customer wants no more messages: for every number of theirs.
        Returns how many those are."""
        if source not in (Source.COUNTER, Source.PHONE):
            raise RuleBroken("Chọn người dân nói tại quầy hay qua điện thoại.")
        now = self.clock.now()
        with self.transactions.writing() as uow:
            numbers = self._numbers(uow, by, code, now)
            if not numbers:
                raise RuleBroken("Khách hàng này không có số điện thoại nào để ghi từ chối.")
            fresh = [one for one in numbers if (scope, source) not in _known(uow, one)]
            uow.suppressions.add(Suppression(one, scope, source, now, by.username, note) for one in fresh)
            uow.commit()
        return len(numbers)

    def lift(self, by: Person, code: str, note: str = "") -> int:
        """The customer wants messages again. What the national list says stays; returns how many were taken back."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            numbers = self._numbers(uow, by, code, now)
            held = [row for number in numbers for row in in_force(uow.suppressions.of(number))]
            count = uow.suppressions.add(_lifted(held, by, now, note))
            uow.commit()
        return count

    def _numbers(self, uow: UnitOfWork, by: Person, code: str, now: datetime) -> list[str]:
        customer = uow.customers.get(code)
        if customer is None:
            raise NotFound("Không có khách hàng mang mã «{code}».", code=code)
        require(uow, by, Action.TEND, customer.commune, local(now).date())
        return [phone.number for phone in customer.phones]

    def refuse_by_web(self, typed: str) -> str:
        """Somebody on the web wants no more advertising at a number, which is returned. Whose it is nobody asks, and
        the answer is the same for every number: so it stops advertising only, and is taken back at the counter."""
        phone = read_phone(typed)
        if isinstance(phone, PhoneProblem):
            raise RuleBroken("Số «{number}» chưa đúng; viết như 0912 345 678.", number=typed[:40])
        refusal = Suppression(phone.number, Scope.ADVERTISING, Source.WEB, self.clock.now(), BY_WEB)
        with self.transactions.writing() as uow:
            if (refusal.scope, refusal.source) not in _known(uow, phone.number):
                uow.suppressions.add([refusal])
            uow.commit()
        return phone.number

    def release(self, by: Person, channel: str) -> None:
        """What held a channel has been seen to: it starts again with few messages."""
        if not by.may(Action.MANAGE_PEOPLE):
            raise NotAllowed("Tài khoản {user} không có quyền làm việc này ở đây.", user=by.username)
        with self.transactions.writing() as uow:
            if channel not in {gate.channel for gate in uow.gates.all()}:
                raise NotFound("Không có kênh «{channel}».", channel=channel)
            uow.gates.put(uow.gates.lock(channel, self.clock.now()).released())
            uow.commit()


def _known(uow: UnitOfWork, number: str) -> set[tuple[Scope, Source]]:
    """What a number refuses already: said twice, it is written once."""
    return {(row.scope, row.source) for row in in_force(uow.suppressions.of(number))}


def _step(found: Delivery, notice: Notice, word: Word, now: datetime) -> Step | None:
    """What a word makes of a delivery; None when it says what is known already. The reason of one who was told keeps
    the state before, so that a slip can be taken back."""
    if word is Word.TAKEN_BACK:
        return Step(DeliveryState(found.reason), "") if found.state is DeliveryState.TOLD else None
    if word is Word.SEND_AGAIN:
        return _sent_again(found, notice, now)
    if found.state is DeliveryState.TOLD and word in TELLING:
        return None
    if found.state not in UNREACHED:
        raise RuleBroken("Người này không còn trong danh sách cần gặp: tải lại trang.")
    if word in TELLING:
        return Step(DeliveryState.TOLD, found.state.value)
    return Step(found.state, found.reason)


def _sent_again(found: Delivery, notice: Notice, now: datetime) -> Step:
    if found.state not in AGAIN:
        raise RuleBroken("Chỉ gửi lại được lượt «cần người xem» hoặc «bị từ chối».")
    if not notice.sending or now >= notice.content.expires_at:
        raise RuleBroken("Thông báo này không còn gửi nữa: hãy gọi điện hoặc đến nhà.")
    return Step(DeliveryState.WAITING, "", now)


def _lifted(held: Iterable[Suppression], by: Person, now: datetime, note: str) -> list[Suppression]:
    wanted = [row for row in held if row.source in LIFTABLE]
    return [replace(row, at=now, by=by.username, note=note, lifted=True) for row in wanted]
