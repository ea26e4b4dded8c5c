"""Bringing customer lists in: checked whole first, then put in one transaction or not at all.

Between the two a list waits in a spool: a person looks at what is wrong with it and decides. Whatever ends this
process half-way, the customers are as they were before or as the list has them.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from outreach.domain.calendar import local
from outreach.domain.commune_names import CommuneNames
from outreach.domain.customer_columns import Unmapped, fingerprint, guess, settle
from outreach.domain.customer_ports import (
    BUSY,
    OPEN,
    WAITING,
    Import,
    ImportState,
    Put,
    SheetOpener,
    Spools,
)
from outreach.domain.customer_rows import BadRow
from outreach.domain.errors import BadInput, NotFound, RuleBroken
from outreach.domain.ports import Clock, Progress, Transactions, UnitOfWork
from outreach.services.belonging import Belonging, own_communes
from outreach.services.sifting import EVERY, Sifting, Table, refused

STALLED = timedelta(minutes=2)
"""Without a word of progress for so long, nobody is at work on a list any more."""
WAITS = timedelta(days=7)
"""What is left of a list is forgotten then, and one that nobody decided on is dropped: it holds people's numbers."""
_COLUMNS = {
    "code": ("code",),
    "name": ("name", "folded"),
    "phone": ("phones", "mobile"),
}


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list that somebody brings. ``name`` is what they call it; ``mapping`` names columns for fields.

    Communes are those that existed on ``day`` (None: today) in the place ``within`` (None: anywhere).
    """

    path: Path
    name: str
    by: str
    sheet: str = ""
    mapping: Mapping[str, Sequence[str]] = field(default_factory=dict)
    day: date | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Importing:
    transactions: Transactions
    clock: Clock
    spools: Spools
    open_sheet: SheetOpener
    write_problems: Callable[[Path, Iterable[BadRow]], int]

    def begin(self, name: str, by: str, sheet: str = "", day: date | None = None, within: str | None = None) -> Import:
        """Put it on record that a list is being checked."""
        now = self.clock.now()
        self._forget_old()
        facts = {"asked": {"sheet": sheet, "day": day.isoformat() if day else "", "within": within or ""}}
        one = Import(secrets.token_hex(8), name, "", ImportState.CHECKING, by, now, now, facts=facts)
        self._keep(one)
        return one

    def upload(self, one: Import) -> Path:
        """Where the file of a list may be put meanwhile."""
        return self.spools.upload(one.id)

    def check(self, list_file: ListFile, one: Import | None = None, progress: Progress | None = None) -> Import:
        """Judge every row; nothing goes in yet. A list that cannot be read is refused, and that is kept on record."""
        begun = one or self.begin(list_file.name, list_file.by, list_file.sheet, list_file.day, list_file.within)
        try:
            checked = self._check(list_file, replace(begun, sha256=_sha256(list_file.path)), progress)
        except Unmapped as unmapped:
            facts = {**begun.facts, "headings": unmapped.headings}
            guessed = replace(begun, mapping=guess(unmapped.headings))
            self._end(guessed, ImportState.UNMAPPED, str(unmapped), facts)
            raise
        except RuleBroken as broken:
            self._refuse(begun, _told_whole(broken))
            raise
        except BaseException:
            self._refuse(begun, "Máy chủ gặp lỗi khi đọc danh sách; hãy thử lại.")
            raise
        self._keep(checked)
        return checked

    def begin_again(self, id: str) -> Import:
        """A list that waits is to be checked once more, as it was brought in."""
        one = self.find(id)
        if not self._move(one, WAITING, ImportState.CHECKING):
            raise RuleBroken("Danh sách này đang được xử lý, đã nhập hoặc đã bỏ.")
        return replace(one, state=ImportState.CHECKING, done=0, of=0, trouble="", counts={})

    def check_upload(self, one: Import, mapping: Mapping[str, Sequence[str]] | None = None) -> Import:
        """Check a list that was put where :meth:`upload` said, with columns that a person may have told."""
        asked = one.facts["asked"]
        day = date.fromisoformat(asked["day"]) if asked["day"] else None
        path, within = self.spools.upload(one.id), asked["within"] or None
        return self.check(ListFile(path, one.file, one.by, asked["sheet"], mapping or {}, day, within), one)

    def apply(self, id: str, good_rows: bool = False, progress: Progress | None = None) -> Import:
        """Put a checked list into the tables; with bad rows in it only if ``good_rows`` says so outright."""
        return self.finish(self.accept(id, good_rows), progress)

    def accept(self, id: str, good_rows: bool = False) -> Import:
        """Say that a checked list is to go in; :meth:`finish` puts it there."""
        one = self.find(id)
        if one.counts.get("bad") and not good_rows:
            raise RuleBroken(
                "Danh sách có {bad} dòng sai nên chưa nhập gì. Sửa rồi nạp lại, hoặc chọn chỉ nhập {good} dòng đúng.",
                bad=one.counts["bad"],
                good=one.counts["good"],
            )
        if not self._move(one, frozenset({ImportState.CHECKED, ImportState.APPLYING}), ImportState.APPLYING):
            raise RuleBroken("Danh sách này đang được xử lý, đã nhập hoặc đã bỏ.")
        return one

    def finish(self, one: Import, progress: Progress | None = None) -> Import:
        try:
            applied = self._apply(one, progress)
        except BaseException:
            self._move(one, frozenset({ImportState.APPLYING}), ImportState.CHECKED)
            raise
        self.spools.drop(one.id, but_bad=True)
        return applied

    def discard(self, id: str) -> None:
        """Forget a checked list; what was applied stays."""
        one = self.find(id)
        if self._move(one, OPEN if self.stalled(one) else WAITING, ImportState.DISCARDED):
            self.spools.drop(id)

    def stalled(self, one: Import) -> bool:
        """Whether the process that was at work on a list seems to be gone."""
        return one.state in BUSY and self.clock.now() - one.renewed_at > STALLED

    def find(self, id: str) -> Import:
        with self.transactions.reading() as uow:
            one = uow.imports.get(id)
        if one is None:
            raise NotFound("Không có lần nhập «{id}».", id=id)
        return one

    def latest(self, limit: int = 20) -> tuple[Import, ...]:
        with self.transactions.reading() as uow:
            return uow.imports.latest(limit)

    def problem_book(self, id: str) -> Path:
        """What was wrong, as a workbook for whoever sent the list; it is there until the list is forgotten."""
        path = self.spools.book(self.find(id).id)
        if not path.exists() and not self.write_problems(path, self.spools.bad(id)):
            path.unlink()
            raise NotFound("Danh sách này đã cũ: các dòng sai của nó không còn được giữ.")
        return path

    def bad_rows(self, id: str, limit: int | None = None) -> Iterator[BadRow]:
        return islice(self.spools.bad(id), limit)

    def _check(self, list_file: ListFile, one: Import, progress: Progress | None) -> Import:
        with (
            self.open_sheet(list_file.path, list_file.sheet, list_file.name) as sheet,
            self.spools.writing(one.id) as spool,
        ):
            table = Table(sheet, list_file.name, list_file.mapping)
            with self.transactions.reading() as uow:
                remembered = uow.imports.mapping_for(fingerprint(table.headings))
                day = list_file.day or self._today()
                within = uow.places.below(list_file.within, day) if list_file.within else None
                communes = CommuneNames(uow.places.all(), day, within)
                own = own_communes(uow, list_file.within, day) if list_file.within else None
            mapping = settle(table.headings, list_file.mapping, remembered)
            sifting = Sifting(table, mapping, communes, spool)
            lines = sifting.lines(lambda done: self._tell(one, done, sheet.of, progress))
            if own is not None:
                lines = Belonging(self.transactions, own).keeping(lines, sifting.refuse)
            spool.good(lines)
        figures = sifting.figures
        if not figures["rows"]:
            raise refused(list_file.name, "dòng tên cột", "dưới dòng tên cột không có khách hàng nào")
        facts = {
            **one.facts,
            "headings": table.headings,
            "sheet": sheet.name,
            "sheets": sheet.others,
            "alike": sifting.judge.alike,
        }
        return replace(
            one,
            state=ImportState.CHECKED,
            renewed_at=self.clock.now(),
            done=figures["rows"],
            of=figures["rows"],
            counts=figures,
            mapping=mapping,
            facts=facts,
        )

    def _today(self) -> date:
        return local(self.clock.now()).date()

    def _tell(self, one: Import, done: int, of: int, progress: Progress | None) -> None:
        self._keep(replace(one, done=done, of=max(of, done), renewed_at=self.clock.now()))
        if progress:
            progress(done, max(of, done))

    def _apply(self, one: Import, progress: Progress | None) -> Import:
        now, of = self.clock.now(), one.counts["good"]
        known = {column for field in one.mapping for column in _COLUMNS.get(field, (field,))}
        with self.transactions.writing() as uow:
            if not uow.imports.move(one.id, frozenset({ImportState.APPLYING}), ImportState.APPLIED, now):
                raise RuleBroken("Danh sách này đang được xử lý, đã nhập hoặc đã bỏ.")
            told = _told(self.spools.good(one.id), of, progress)
            put = uow.customers.put(told, frozenset(known), now, one.id, self._own(uow, one))
            applied = replace(one, state=ImportState.APPLIED, renewed_at=now, counts={**one.counts, **_figures(put)})
            uow.imports.put(applied)
            uow.imports.remember_mapping(fingerprint(one.facts["headings"]), one.mapping, now)
            uow.commit()
        return applied

    def _own(self, uow: UnitOfWork, one: Import) -> frozenset[str] | None:
        """Once more at the end: meanwhile a customer may have moved."""
        asked = one.facts["asked"]
        day = date.fromisoformat(asked["day"]) if asked["day"] else self._today()
        return own_communes(uow, asked["within"], day) if asked["within"] else None

    def _refuse(self, one: Import, trouble: str) -> None:
        self._end(one, ImportState.REFUSED, trouble, one.facts)
        self.spools.drop(one.id)

    def _end(self, one: Import, state: ImportState, trouble: str, facts: Mapping[str, Any]) -> None:
        self._keep(replace(one, state=state, trouble=trouble, facts=facts, renewed_at=self.clock.now()))

    def _keep(self, one: Import) -> None:
        with self.transactions.writing() as uow:
            uow.imports.put(one)
            uow.commit()

    def _move(self, one: Import, before: frozenset[ImportState], after: ImportState) -> bool:
        with self.transactions.writing() as uow:
            moved = uow.imports.move(one.id, before, after, self.clock.now())
            uow.commit()
        return moved

    def _forget_old(self) -> None:
        for one in self.latest(100):
            if one.renewed_at < self.clock.now() - WAITS:
                self.discard(one.id)
                self.spools.drop(one.id)


def _told_whole(broken: RuleBroken) -> str:
    return "; ".join(map(str, broken.problems)) if isinstance(broken, BadInput) else str(broken)


def _sha256(path: Path) -> str:
    with suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def _told(lines: Iterable[Sequence[str]], of: int, progress: Progress | None) -> Iterator[Sequence[str]]:
    if progress is None:
        yield from lines
        return
    for done, line in enumerate(lines):
        if not done % EVERY:
            progress(done, of)
        yield line
    progress(of, of)


def _figures(put: Put) -> dict[str, int]:
    return {"new": put.new, "changed": put.changed, "same": put.same}
