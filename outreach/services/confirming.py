"""What people say of a broadcast: that it was played, that it was not, and a second person that it is true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.domain.broadcasts import Broadcast, BroadcastState, Evidence, EvidenceKind
from outreach.domain.calendar import instant
from outreach.domain.errors import RuleBroken
from outreach.domain.people import Action, Person
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.services.permitting import require
from outreach.services.weeks import duty_context
from outreach.services.witnessing import find, rules_for, witness

CLOCK_ERROR = timedelta(minutes=5)
"""A phone's clock may be this much ahead of ours."""
_SAID = (EvidenceKind.STATEMENT, EvidenceKind.NOT_PLAYED)


@dataclass(frozen=True, slots=True)
class Statement:
    """What an officer's form says. ``token`` is made with the form, so that sending it twice counts once.

    ``attachment`` is the SHA-256 of a photo or recording that was stored before.
    """

    broadcast: str
    token: str
    started_at: datetime
    clusters: tuple[str, ...]
    whole: bool
    attachment: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Confirming:
    transactions: Transactions
    clock: Clock

    def state_played(self, by: Person, statement: Statement) -> Broadcast:
        """An officer's statement (M0; M1 with a photo or recording); corrects an earlier one by the same person."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            broadcast = find(uow, statement.broadcast)
            require(uow, by, Action.CONFIRM, broadcast.commune, now)
            _refuse_impossible(uow, broadcast, statement, now)
            row = Evidence(
                key=f"{broadcast.id}:said:{by.username}:{statement.token}",
                broadcast=broadcast.id,
                kind=EvidenceKind.STATEMENT,
                by=by.username,
                recorded_at=now,
                happened_at=statement.started_at,
                share=1.0 if statement.whole else None,
                clusters=statement.clusters,
                grade="M1" if statement.attachment else "M0",
                attachment=statement.attachment,
                note=statement.note,
                corrects=_earlier_word(uow, broadcast, by, statement.token),
            )
            witness(uow, (row,), now)
            after = find(uow, broadcast.id)
            uow.commit()
        return after

    def state_not_played(self, by: Person, broadcast: str, token: str, why: str) -> Broadcast:
        """An officer says that it was not played, and why; the planner then looks for a make-up."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            found = find(uow, broadcast)
            require(uow, by, Action.CONFIRM, found.commune, now)
            if not why.strip():
                raise RuleBroken("Ghi lý do không phát được (mất điện, hỏng máy…).")
            row = Evidence(
                key=f"{found.id}:said:{by.username}:{token}",
                broadcast=found.id,
                kind=EvidenceKind.NOT_PLAYED,
                by=by.username,
                recorded_at=now,
                note=why.strip(),
                corrects=_earlier_word(uow, found, by, token),
            )
            witness(uow, (row,), now)
            after = find(uow, found.id)
            uow.commit()
        return after

    def countersign(self, by: Person, broadcast: str) -> Broadcast:
        """A second person vouches for the statement (grade M3)."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            found = find(uow, broadcast)
            require(uow, by, Action.COUNTERSIGN, found.commune, now)
            authors = {row.by for row in _standing(uow, found) if row.kind is EvidenceKind.STATEMENT}
            if not authors:
                raise RuleBroken("Chưa có lời xác nhận nào để ký chứng kiến.")
            if by.username in authors:
                raise RuleBroken("Người xác nhận và người chứng kiến phải là hai người khác nhau.")
            key = f"{found.id}:countersign:{by.username}"
            row = Evidence(key, found.id, EvidenceKind.COUNTERSIGN, by.username, now)
            witness(uow, (row,), now)
            after = find(uow, found.id)
            uow.commit()
        return after


def _refuse_impossible(uow: UnitOfWork, broadcast: Broadcast, statement: Statement, now: datetime) -> None:
    duty = duty_context(uow, broadcast.duty).duty
    if broadcast.state is BroadcastState.CANCELLED:
        raise RuleBroken("Lượt phát này đã hủy; hãy xác nhận lượt phát thay cho nó.")
    if statement.started_at > now + CLOCK_ERROR:
        raise RuleBroken("Giờ phát ghi ở tương lai; xác nhận sau khi đã phát xong.")
    if statement.started_at < instant(duty.first):
        raise RuleBroken("Giờ phát ghi trước khi chiến dịch bắt đầu.")
    unknown = set(statement.clusters) - set(rules_for(uow, [broadcast])[broadcast.id].clusters)
    if unknown or not statement.clusters:
        raise RuleBroken("Chọn ít nhất một cụm loa của đài: đọc được «{value}».", value=", ".join(sorted(unknown)))


def _earlier_word(uow: UnitOfWork, broadcast: Broadcast, by: Person, token: str) -> str:
    """The key of what the same person said before, if it still stands."""
    said = [row for row in _standing(uow, broadcast) if row.kind in _SAID and row.by == by.username]
    return said[-1].key if said and not said[-1].key.endswith(f":{token}") else ""


def _standing(uow: UnitOfWork, broadcast: Broadcast) -> Sequence[Evidence]:
    rows = uow.evidence.of([broadcast.id])
    corrected = {row.corrects for row in rows if row.corrects}
    return [row for row in rows if row.key not in corrected]
