"""Places with dates of validity and successors.

Names are not unique and codes are used again (06211 was Lộc Yên, then Cao Lộc): the key of a place is
(code, valid_from). Nothing here knows of provinces or districts as levels: a place has a parent, or none.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit; ``valid_to`` is the last day on which it existed (None: still does)."""

    code: str
    kind: str
    name: str
    parent: str | None
    valid_from: date
    valid_to: date | None = None
    successors: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return f"{self.kind} {self.name}"

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def matching_key(name: str) -> str:
    """A key under which spellings of one name meet: NFC or NFD, Hòa or Hoà, any case, any spaces.

    The tone mark is moved to the end of the word and so does not depend on the vowel it was written on.
    """
    return " ".join(_word_key(word) for word in unicodedata.normalize("NFD", name.casefold()).split())


_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _word_key(word: str) -> str:
    tones = "".join(mark for mark in word if mark in _TONES)
    return "".join(mark for mark in word if mark not in _TONES) + tones


_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTERS = {letter: place for place, letter in enumerate(_ALPHABET)}
_TONE_ORDER = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def sorting_key(name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Vietnamese dictionary order: letters a ă â b … đ … first, then the tones ngang huyền hỏi ngã sắc nặng."""
    letters, tones = [], []
    for character in name.casefold():
        base, tone = _split_tone(unicodedata.normalize("NFD", character))
        letters.append(_LETTERS.get(base, ord(base[0]) - 200 if base else -1))
        tones.append(tone)
    return tuple(letters), tuple(tones)


def _split_tone(decomposed: str) -> tuple[str, int]:
    tone = next((_TONE_ORDER[mark] for mark in decomposed if mark in _TONE_ORDER), 0)
    bare = "".join(mark for mark in decomposed if mark not in _TONE_ORDER)
    return unicodedata.normalize("NFC", bare), tone
