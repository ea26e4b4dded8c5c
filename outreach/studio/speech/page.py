"""A script while it is read: what stands before and after a place, what has been said, what nobody knows."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from outreach.studio.speech.lexicon import Lexicon

_NEAR = 32
"""Characters looked back at: enough for the word that decides how a number is meant."""
_ENDS = re.compile(r"\W+$")


@dataclass(slots=True)
class Page:
    text: str
    lexicon: Lexicon
    said: list[str] = field(default_factory=list)
    doubts: dict[str, None] = field(default_factory=dict)
    dated_until: int = -1  # where the last day of a month ended

    def before(self, place: int) -> str:
        """The words just before a place, in lower case, without what separates them from it."""
        return _ENDS.sub("", self.text[max(0, place - _NEAR) : place].lower())

    def after(self, place: int) -> str:
        return self.text[place : place + _NEAR]

    def follows(self, place: int, *words: str) -> bool:
        """Whether one of the words stands just before a place."""
        near = self.before(place)
        return any(near == word or near.endswith((" " + word, "\n" + word, "(" + word)) for word in words)

    def doubt(self, piece: str) -> None:
        self.doubts[piece.strip()[:60]] = None


Say = Callable[[re.Match[str], Page], str | None]
"""The words for what a rule found, "" for none; None when the rule does not apply after all."""


@dataclass(frozen=True, slots=True)
class Rule:
    pattern: re.Pattern[str]
    say: Say


def rule(pattern: str, say: Say) -> Rule:
    """Every repetition in a pattern is bounded or cannot be taken back, so that no text makes it slow."""
    return Rule(re.compile(pattern), say)
