"""Checked lists waiting in the data folder: tab-separated text, readable by us only, gone once they are used."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from outreach.domain.customer_rows import BadRow

_ENDS = (".good", ".bad", ".upload", ".xlsx")
_KEPT = (".bad", ".xlsx")


class _Writer:
    """No value holds a tab or a line's end in a good line; in a bad one they are made blanks."""

    def __init__(self, good: IO[str], bad: IO[str]) -> None:
        self._good = good
        self._bad = bad

    def good(self, lines: Iterable[Sequence[str]]) -> None:
        self._good.writelines("\t".join(line) + "\n" for line in lines)

    def bad(self, one: BadRow) -> None:
        texts = (one.column, one.value, one.reason, one.suggestion)
        self._bad.write("\t".join((str(one.row), *(re.sub(r"\s", " ", text) for text in texts))) + "\n")


class FileSpools:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def upload(self, id: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self._folder / f"{id}.upload"

    def book(self, id: str) -> Path:
        return self._folder / f"{id}.xlsx"

    @contextmanager
    def writing(self, id: str) -> Iterator[_Writer]:
        """Under names of their own until both are whole."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.book(id).unlink(missing_ok=True)  # it told of a check before this one
        asides = [self._folder / f".{id}{end}.part" for end in _ENDS[:2]]
        try:
            with _opened(asides[0]) as good, _opened(asides[1]) as bad:
                yield _Writer(good, bad)
                for file in (good, bad):
                    file.flush()
                    os.fsync(file.fileno())
            for aside, end in zip(asides, _ENDS, strict=False):
                aside.replace(self._folder / f"{id}{end}")
        finally:
            for aside in asides:
                aside.unlink(missing_ok=True)

    def good(self, id: str) -> Iterator[Sequence[str]]:
        with (self._folder / f"{id}.good").open(encoding="utf-8", newline="\n") as file:
            for line in file:
                yield line[:-1].split("\t")

    def bad(self, id: str) -> Iterator[BadRow]:
        path = self._folder / f"{id}.bad"
        if not path.exists():
            return
        with path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                row, *texts = line[:-1].split("\t")
                yield BadRow(int(row), *texts)

    def drop(self, id: str, but_bad: bool = False) -> None:
        """Forget a list; ``but_bad`` keeps what was wrong with it, for whoever mends it."""
        for end in _ENDS:
            (self._folder / f".{id}{end}.part").unlink(missing_ok=True)  # of a process that was killed
            if not (but_bad and end in _KEPT):
                (self._folder / f"{id}{end}").unlink(missing_ok=True)


def _opened(path: Path) -> IO[str]:
    return os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8", newline="\n")
