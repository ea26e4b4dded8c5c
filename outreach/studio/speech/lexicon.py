"""The list of how abbreviations, units and words from elsewhere are said: ours, and what an office adds to it."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from outreach.domain.errors import RuleBroken
from outreach.studio.speech.letters import ALPHABET, CAPITALS

SHIPPED = Path(__file__).with_name("cach-doc.toml")
_SAYABLE = re.compile(f"[{ALPHABET}{CAPITALS} ,]+")
_LONGEST = 200
Table = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Each table leads from what is written to the words that are said."""

    words: Table
    units: Table
    documents: Table
    dotted: Table
    codes: Table
    addresses: Table
    signs: Table
    phrases: re.Pattern[str]
    unit: re.Pattern[str]

    def word(self, written: str) -> str | None:
        return self.words.get(written) or self.words.get(written.lower())


def read_lexicon(own: Path | None = None) -> Lexicon:
    """Our list, and over it an office's own file as it stands now; RuleBroken says what is wrong in that."""
    return _read(own, own.stat().st_mtime_ns if own and own.exists() else 0)


@lru_cache(maxsize=8)
def _read(own: Path | None, _written_at: int) -> Lexicon:
    tables = _tables(SHIPPED)
    for name, table in _tables(own).items() if own else ():
        if name not in tables:
            raise RuleBroken("Danh sách cách đọc có mục lạ «[{name}]»: viết vào mục [words].", name=name)
        tables[name] = {**tables[name], **table}
    return Lexicon(**tables, phrases=_any_of(_phrases(tables["words"])), unit=_any_of(tables["units"]))


def _tables(path: Path) -> dict[str, dict[str, str]]:
    try:
        content = tomllib.loads(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise RuleBroken("Không đọc được danh sách cách đọc «{file}»: {error}", file=path.name, error=error) from error
    for name, table in content.items():
        if not isinstance(table, dict):
            raise RuleBroken("Danh sách cách đọc có mục lạ «[{name}]»: viết vào mục [words].", name=name)
        for written, said in table.items():
            _check(written, said)
    return content


def _check(written: str, said: object) -> None:
    """What is said is words only: a number there would come out as nothing."""
    good = isinstance(said, str) and len(said) <= _LONGEST and _SAYABLE.fullmatch(said) and said.strip()
    if not good or not written.strip() or len(written) > _LONGEST:
        raise RuleBroken("Cách đọc của «{written}» phải viết bằng chữ, không có số và ký hiệu.", written=written)


def _phrases(words: Table) -> list[str]:
    """Entries that are more than one run of letters: they are looked for before anything is taken apart."""
    return [written for written in words if not written.isalpha()]


def _pattern(written: str) -> str:
    case = "i" if written.islower() and not written.isalpha() else ""
    return f"(?{case}:{re.escape(written)})" + (r"(?!\w)" if written[-1].isalnum() else "")


def _any_of(written: list[str] | Table) -> re.Pattern[str]:
    """The longest first. Nothing that goes on as a word or number may follow a letter or digit."""
    longest = sorted(written, key=lambda each: (-len(each), each))
    return re.compile("|".join(map(_pattern, longest)))
