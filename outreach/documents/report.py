"""What was found wrong in one file, each problem with the line and the key at which a person will look."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from outreach.documents.text_files import shortened
from outreach.documents.toml_lines import KeyPath
from outreach.domain.errors import BadInput, Problem

ABSENT = "(không có)"


def dotted(path: KeyPath) -> str:
    """``duties[1].last``: the last day of the first duty. People count from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


class Report:
    """Collects problems while a file is read on; one for each place, since the first explains the others."""

    def __init__(
        self,
        file: str,
        lines: Mapping[KeyPath, int],
        notation: tuple[int, Problem] | None = None,
        name: Callable[[KeyPath], str] = dotted,
    ) -> None:
        """``notation`` is a fault of the notation itself; it is told unless its line is spoken of anyway."""
        self.file = file
        self._lines = lines
        self._notation = notation
        self._name = name
        self._found: dict[KeyPath, tuple[int, Problem]] = {}

    def add(self, path: KeyPath, value: object, advice: str) -> None:
        line = self._line(path)
        place = (self.file, f"dòng {line}" if line else "", self._name(path))
        problem = Problem(", ".join(part for part in place if part), shown(value), advice)
        self._found.setdefault(path, (line, problem))

    def sound(self, path: KeyPath) -> bool:
        """Whether nothing is known against a value, so that comparing it with another says something."""
        return path not in self._found

    def refuse(self) -> None:
        """Raise everything that was found, in the order of the file; do nothing if nothing was."""
        found = list(self._found.values())
        if self._notation and all(line != self._notation[0] for line, _ in found):
            found.append(self._notation)
        if found:
            raise BadInput(self.file, tuple(problem for _, problem in sorted(found, key=lambda pair: pair[0])))

    def _line(self, path: KeyPath) -> int:
        """The line of a key, or of the nearest thing around it that stands in the file."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 0)


def shown(value: object) -> str:
    if value is None:
        return ABSENT
    if isinstance(value, bool):
        return "true" if value else "false"
    return shortened(str(value))


def spoken(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def meant(word: str, known: Sequence[str]) -> str:
    """The known word that somebody who wrote ``word`` most likely meant, as the end of a sentence."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"có phải «{near[0]}»?" if near else f"chỉ có: {', '.join(known)}" if known else "ở đây chưa có gì cả"
