"""Tables that people take away: whom a notice did not reach, and why, as CSV or as a workbook."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from outreach.domain.deliveries import DeliveryState
from outreach.domain.people import Person
from outreach.services.following import Following
from outreach.services.notice_views import Row

TableWriter = Callable[[Path, Sequence[str], Iterable[Sequence[Any]]], int]
"""Writes headings and rows to a file; no cell becomes a formula, whatever it begins with."""


@dataclass(frozen=True, slots=True)
class HandingOut:
    following: Following
    writers: Mapping[str, TableWriter]

    def failures(
        self,
        by: Person,
        slug: str,
        kind: str,
        headings: Sequence[str],
        line: Callable[[Row], Sequence[Any]],
        states: Sequence[DeliveryState] = (),
        commune: str = "",
    ) -> bytes:
        """The whole list as a file of this kind; ``line`` puts a row into words."""
        rows = map(line, self.following.all_failures(by, slug, states, commune))
        with TemporaryDirectory(prefix="outreach-") as folder:
            path = Path(folder) / f"table.{kind}"
            self.writers[kind](path, headings, rows)
            return path.read_bytes()
