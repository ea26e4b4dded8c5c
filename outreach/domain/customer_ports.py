"""What the rules ask of whoever keeps customers and the lists they come from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from outreach.domain.customer_rows import BadRow
from outreach.domain.customers import AudienceFilter, Customer


class CustomerLine(NamedTuple):
    """A customer as text alone: the form in which hundreds of thousands pass from a list into the tables.

    ``mobile`` is the first of ``phones``, which are written ``number`` or ``number:note``, a blank between two.
    """

    code: str
    name: str
    folded: str
    mobile: str
    phones: str
    commune: str
    hamlet: str
    power_unit: str
    reading_day: str
    payment: str
    agreement: str


@dataclass(frozen=True, slots=True)
class Put:
    """What a list did to the customers."""

    new: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class Alike:
    """Customers with other codes and the same name in the same hamlet: one person twice, or two of one name."""

    folded: str
    commune: str
    hamlet: str
    codes: tuple[str, ...]


class Customers(Protocol):
    def put(
        self,
        lines: Iterable[Sequence[str]],
        known: frozenset[str],
        at: datetime,
        source: str,
        own: frozenset[str] | None = None,
    ) -> Put:
        """Add or renew by code, set-wise, and only the ``known`` columns of those that exist.

        ``lines`` are in the order of :class:`CustomerLine`. An agreement of "none" says nothing and takes none back.
        Customers of communes that are not ``own`` (None: all are) stay as they are.
        """
        ...

    def outside(self, codes: Sequence[str], own: frozenset[str]) -> frozenset[str]:
        """Those of the codes that are customers of other communes."""
        ...

    def get(self, code: str) -> Customer | None: ...
    def named(self, codes: Sequence[str]) -> dict[str, Customer]: ...
    def by_mobile(self, number: str) -> tuple[Customer, ...]:
        """All contracts whose messages go to this number."""
        ...

    def search(self, text: str, limit: int, communes: Sequence[str] | None = None) -> tuple[Customer, ...]:
        """By the beginning of a code, a whole number, or a part of a name, with or without accents."""
        ...

    def audience(self, wanted: AudienceFilter, by_number: bool = False) -> Iterator[Customer]:
        """Sorted by code (or by number, commune and code) and streamed: memory does not grow with how many they are."""
        ...

    def count(self, wanted: AudienceFilter) -> int: ...
    def near_duplicates(self, limit: int) -> tuple[Alike, ...]: ...
    def hamlets(self, communes: Sequence[str]) -> tuple[str, ...]: ...
    def power_units(self) -> tuple[str, ...]: ...


class ImportState(StrEnum):
    CHECKING = "checking"
    UNMAPPED = "unmapped"  # waits for somebody to say which column is what
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    DISCARDED = "discarded"
    REFUSED = "refused"  # the file could not be read as a list at all


WAITING = frozenset({ImportState.UNMAPPED, ImportState.CHECKED})
BUSY = frozenset({ImportState.CHECKING, ImportState.APPLYING})
OPEN = WAITING | BUSY


@dataclass(frozen=True, slots=True)
class Import:
    """One list that somebody brought. ``counts`` are figures by name; ``mapping`` gives for each field its columns.

    ``facts`` is what the check saw beside: the headings, the sheets, rows that may be one person."""

    id: str
    file: str
    sha256: str
    state: ImportState
    by: str
    at: datetime
    renewed_at: datetime
    done: int = 0
    of: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    mapping: Mapping[str, Sequence[str]] = field(default_factory=dict)
    trouble: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


class Imports(Protocol):
    def put(self, one: Import) -> None: ...
    def get(self, id: str) -> Import | None: ...
    def latest(self, limit: int) -> tuple[Import, ...]: ...
    def move(self, id: str, before: frozenset[ImportState], after: ImportState, at: datetime) -> bool:
        """Change the state if it is one of ``before``; False when somebody else was first."""
        ...

    def mapping_for(self, fingerprint: str) -> Mapping[str, Sequence[str]] | None:
        """What was confirmed the last time that a list had these headings."""
        ...

    def remember_mapping(self, fingerprint: str, mapping: Mapping[str, Sequence[str]], at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list opened for reading once: its rows as text, numbered from 1 as a spreadsheet shows them.

    ``of`` is about how many there are; ``merged`` tells of merged cells their first and last row, and their range.
    """

    name: str
    others: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    of: int
    merged: tuple[tuple[int, int, str], ...]


class SheetOpener(Protocol):
    def __call__(self, path: Path, sheet: str = "", name: str = "") -> AbstractContextManager[Sheet]:
        """Open a list; BadInput, also while it is read, when it is none. ``name`` is what people call the file."""
        ...


class SpoolWriter(Protocol):
    def good(self, lines: Iterable[Sequence[str]]) -> None: ...
    def bad(self, one: BadRow) -> None: ...


class Spools(Protocol):
    """Lists between their check and their way into the tables, on disk: whole or not there at all."""

    def upload(self, id: str) -> Path:
        """Where a file that comes in may be put, until its spool is dropped."""
        ...

    def book(self, id: str) -> Path:
        """Where the workbook of what is wrong may be put, until its spool is dropped."""
        ...

    def writing(self, id: str) -> AbstractContextManager[SpoolWriter]: ...
    def good(self, id: str) -> Iterator[Sequence[str]]: ...
    def bad(self, id: str) -> Iterator[BadRow]: ...
    def drop(self, id: str, but_bad: bool = False) -> None: ...
