"""Rules broken, told so that a person can act on it.

A message is a Vietnamese template and its facts, kept apart so that the screen can say it in another language.
"""

from dataclasses import dataclass
from typing import Any


class RuleBroken(Exception):
    """A rule of the field was broken: ``message`` is a ``str.format`` template in Vietnamese, ``facts`` fills it."""

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message.format(**facts))
        self.message = message
        self.facts = facts


class NotFound(RuleBroken):
    """What was asked for does not exist (or is not for the asker to see)."""


class NotAllowed(RuleBroken):
    """The person's role does not reach this action or this place."""


class StoreAway(Exception):
    """The database is locked, away or full: nothing was written. Worth trying again soon."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in an input: where it stands, what was read, what to write instead."""

    where: str
    value: str
    advice: str

    def __str__(self) -> str:
        return f"{self.where}: đọc được «{self.value}» — {self.advice}"


class BadInput(RuleBroken):
    """An input refused whole: every problem found, in the order of the file."""

    def __init__(self, source: str, problems: tuple[Problem, ...]) -> None:
        super().__init__("{source}: {count} chỗ phải sửa, chưa nạp gì cả", source=source, count=len(problems))
        self.source = source
        self.problems = problems
