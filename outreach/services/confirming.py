"""What people say of a broadcast: that it was played, that it was not, and a second person that it is true."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from outreach.domain.broadcasts import Broadcast, BroadcastState, Evidence, EvidenceKind, standing
from outreach.domain.calendar import local
from outreach.domain.errors import RuleBroken
from outreach.domain.people import Action, Person
from outreach.domain.ports import Clock, Transactions, UnitOfWork
from outreach.services.permitting import require
from outreach.services.witnessing import find, find_locked, rules_for, witness

CLOCK_ERROR = timedelta(minutes=5)
"""A phone's clock may be this much ahead of ours."""
EARLIEST = timedelta(hours=2)
"""An officer may have begun this much before the planned time; earlier, it was another broadcast."""
LATEST = timedelta(days=7)
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
            broadcast = find_locked(uow, statement.broadcast)
            require(uow, by, Action.CONFIRM, broadcast.commune, _day(broadcast))
            _refuse_impossible(uow, broadcast, statement, now)
            row = Evidence(
                key=_key(broadcast, by, statement.token, repr(statement)),
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
            )
            witness(uow, (replace(row, corrects=_earlier_word(uow, row)),), now)
            after = find(uow, broadcast.id)
            uow.commit()
        return after

    def state_not_played(self, by: Person, broadcast: str, token: str, why: str) -> Broadcast:
        """An officer says that it was not played, and why; the planner then looks for a make-up."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            found = find_locked(uow, broadcast)
            require(uow, by, Action.CONFIRM, found.commune, _day(found))
            _refuse_untimely(found, now)
            if not why.strip():
                raise RuleBroken("Ghi lý do không phát được (mất điện, hỏng máy…).")
            row = Evidence(
                key=_key(found, by, token, why),
                broadcast=found.id,
                kind=EvidenceKind.NOT_PLAYED,
                by=by.username,
                recorded_at=now,
                note=why.strip(),
            )
            witness(uow, (replace(row, corrects=_earlier_word(uow, row)),), now)
            after = find(uow, found.id)
            uow.commit()
        return after

    def countersign(self, by: Person, broadcast: str) -> Broadcast:
        """A second person vouches for the statement (grade M3)."""
        now = self.clock.now()
        with self.transactions.writing() as uow:
            found = find_locked(uow, broadcast)
            require(uow, by, Action.COUNTERSIGN, found.commune, _day(found))
            rows = standing(uow.evidence.of([found.id]))
            statements = [row for row in rows if row.kind is EvidenceKind.STATEMENT]
            if not statements:
                raise RuleBroken("Chưa có lời xác nhận nào để ký chứng kiến.")
            others = [row for row in statements if row.by != by.username]
            if not others:
                raise RuleBroken("Người xác nhận và người chứng kiến phải là hai người khác nhau.")
            witness(uow, tuple(_vouching(row, by, now) for row in others), now)
            after = find(uow, found.id)
            uow.commit()
        return after


def _day(broadcast: Broadcast) -> date:
    return local(broadcast.starts_at).date()


def _key(broadcast: Broadcast, by: Person, token: str, said: str) -> str:
    """The same form sent twice is one row; the same form sent with other words is another."""
    words = hashlib.sha256(said.encode()).hexdigest()[:12]
    return f"{broadcast.id}:said:{by.username}:{token}:{words}"


def _vouching(statement: Evidence, by: Person, now: datetime) -> Evidence:
    """For these very words: when they are put right later, somebody must vouch again."""
    key = f"{statement.key}:countersign:{by.username}"
    return Evidence(key, statement.broadcast, EvidenceKind.COUNTERSIGN, by.username, now, vouches=statement.key)


def _refuse_untimely(broadcast: Broadcast, now: datetime) -> None:
    if broadcast.state is BroadcastState.CANCELLED:
        raise RuleBroken("Lượt phát này đã hủy; hãy xác nhận lượt phát thay cho nó.")
    if now < broadcast.starts_at - EARLIEST:
        raise RuleBroken("Lượt phát này chưa đến giờ; xác nhận sau khi đã phát.")


def _refuse_impossible(uow: UnitOfWork, broadcast: Broadcast, statement: Statement, now: datetime) -> None:
    _refuse_untimely(broadcast, now)
    if statement.started_at > now + CLOCK_ERROR:
        raise RuleBroken("Giờ phát ghi ở tương lai; xác nhận sau khi đã phát xong.")
    if statement.started_at < broadcast.starts_at - EARLIEST:
        raise RuleBroken("Giờ phát ghi sớm hơn giờ dự kiến quá 2 giờ; hãy xác nhận đúng lượt phát đó.")
    if statement.started_at > broadcast.starts_at + LATEST:
        raise RuleBroken("Giờ phát ghi muộn hơn giờ dự kiến quá 7 ngày; hãy xác nhận lượt phát gần nhất.")
    unknown = set(statement.clusters) - set(rules_for(uow, [broadcast])[broadcast.id].clusters)
    if unknown or not statement.clusters:
        raise RuleBroken("Chọn ít nhất một cụm loa của đài: đọc được «{value}».", value=", ".join(sorted(unknown)))


def _earlier_word(uow: UnitOfWork, row: Evidence) -> str:
    """The key of what the same person said before, if it still stands and is not the same."""
    rows = uow.evidence.of([row.broadcast])
    said = [old for old in standing(rows) if old.kind in _SAID and old.by == row.by and old.key != row.key]
    return max(said, key=lambda old: old.recorded_at).key if said else ""
