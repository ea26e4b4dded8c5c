"""A script written out as it is said, in one pass from its beginning to its end."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from outreach.domain.errors import RuleBroken
from outreach.domain.sound import Reading
from outreach.studio.speech.addresses import ADDRESSES
from outreach.studio.speech.amounts import AMOUNTS, CODES, LONG, MONEY_FIRST, TIMES
from outreach.studio.speech.dates import DATES
from outreach.studio.speech.documents import BARE, NUMBERED, UNNUMBERED
from outreach.studio.speech.lengths import length_of
from outreach.studio.speech.letters import ALPHABET, is_syllable
from outreach.studio.speech.lexicon import read_lexicon
from outreach.studio.speech.page import Page, Rule
from outreach.studio.speech.signs import sign
from outreach.studio.speech.telephones import BY_SIGN, TELEPHONES
from outreach.studio.speech.wording import WORDS

LONGEST = 20_000
"""Characters: twenty-five minutes of speech."""
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0e\ufe0f]")
_SPACES = re.compile(r"[^\S\n]+")
_POWER = re.compile("([A-Za-z]?)([²³])")
_CLOSED = re.compile(r"\./\.|-{3,}|_{3,}|={3,}|\*{3,}")
_PLAIN_WORD = re.compile(r"[^\W\d_]+(?=[ \n,;:!?)]|$)")
_WRAPPED = re.compile(r"(?<![.!?:;])\n(?=[" + ALPHABET + "])")
_MARKS = re.compile(r"\s*[,.?!](?:\s*[,.?!])*\s*")
_UNIT_ATTACHED = ("A", "k", "K", "Đ", "g", "s", "l")
_BEGINNING = re.compile(r"(?:^|(?<=[.?!] ))[^\W\d_]")
_MAY_HAVE_UNIT = frozenset(AMOUNTS)
_NUMERIC = frozenset((*DATES, *TELEPHONES, *AMOUNTS))
_AT_DIGIT = (*NUMBERED, *DATES, *TELEPHONES, *ADDRESSES[:1], TIMES, *AMOUNTS, *CODES, LONG)
_AT_LETTER = (*ADDRESSES, *BARE, *CODES[1:], *WORDS)
_AT_SIGN = (*UNNUMBERED, *BY_SIGN, MONEY_FIRST)


def read_out(script: str, speed: float = 1.0, own: Path | None = None) -> Reading:
    """Write a script out; ``own`` is an office's list of how its abbreviations are said."""
    if len(script) > LONGEST:
        raise RuleBroken("Lời đọc dài quá {most} ký tự: hãy chia thành nhiều bản ghi.", most=LONGEST)
    page = Page(tidy(script), read_lexicon(own))
    words = put_together(_pieces(page))
    return Reading(words, length_of(words, speed) if words else timedelta(0), tuple(page.doubts))


def reader_with(own: Path) -> Callable[[str, float], Reading]:
    """:func:`read_out` with an office's list, for as long as there is one."""

    def read(script: str, speed: float) -> Reading:
        return read_out(script, speed, own if own.is_file() else None)

    return read


def tidy(script: str) -> str:
    """One way to write everything: composed letters, ASCII digits, plain spaces, no marks that cannot be seen."""
    text = _POWER.sub(_power, _INVISIBLE.sub("", unicodedata.normalize("NFC", script.replace("\r\n", "\n"))))
    if not text.isascii():
        text = unicodedata.normalize("NFC", "".join(map(_usual, text)))
    lines = (_SPACES.sub(" ", line).strip() for line in _CLOSED.sub(" ", text).splitlines())
    return _WRAPPED.sub(" ", "\n".join(line for line in lines if line))


def _power(found: re.Match[str]) -> str:
    """«m²» is written «m2» as often; behind anything but a unit it is said."""
    if found[1]:
        return found[1] + ("2" if found[2] == "²" else "3")
    return " bình phương " if found[2] == "²" else " lập phương "


@lru_cache(maxsize=4096)
def _usual(character: str) -> str:
    """Digits of other scripts as ours; fractions and the like in one sign as what they stand for."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if unicodedata.category(character) in ("No", "Nl"):
        return f" {unicodedata.normalize('NFKC', character)} ".replace("\u2044", "/")
    if "\uff00" <= character <= "\uffef" or unicodedata.category(character) == "Lm":
        return unicodedata.normalize("NFKC", character)
    if unicodedata.category(character) in ("Mn", "Me", "Cc") and character != "\n":
        return " " if character.isspace() else ""
    return character


def _pieces(page: Page) -> Iterator[str]:
    place = numeric_end = 0
    while place < len(page.text):
        if page.text[place] == " ":
            place += 1
            continue
        said, place, kind = _next(place, page, _is_behind(numeric_end, place, page))
        if kind in _MAY_HAVE_UNIT:
            unit, place = _unit(place, page)
            said = f"{said} {unit}".rstrip()
        if kind in _NUMERIC:
            numeric_end = place
        yield said


def _next(place: int, page: Page, behind_number: bool) -> tuple[str, int, Rule | None]:
    """What is said at a place, where it ends, and by which rule."""
    character = page.text[place]
    if character.isalpha():
        word = _PLAIN_WORD.match(page.text, place)
        if word and _says_itself(word[0], page):
            return word[0], word.end(), None
    if character.isalnum() and (phrase := page.lexicon.phrases.match(page.text, place)):
        return page.lexicon.word(phrase[0]) or "", phrase.end(), None
    for each in _rules_for(character):
        found = each.pattern.match(page.text, place)
        said = each.say(found, page) if found else None
        if found and said is not None:
            return said, found.end(), each
    return sign(place, page, behind_number), place + 1, None


def _is_behind(numeric_end: int, place: int, page: Page) -> bool:
    """Whether a number, or its unit, ended here or one space before."""
    return 0 < numeric_end <= place <= numeric_end + 1 and not page.text[numeric_end:place].strip()


def _says_itself(word: str, page: Page) -> bool:
    """Nearly every word does: this is only here for speed."""
    return len(word) > 1 and word[1:].islower() and page.lexicon.word(word) is None and is_syllable(word)


def _rules_for(character: str) -> Sequence[Rule]:
    if character.isdecimal():
        return _AT_DIGIT
    return _AT_LETTER if character.isalpha() else _AT_SIGN


def _unit(place: int, page: Page) -> tuple[str, int]:
    """The unit behind a number. Some are one only when nothing stands between: «5 A» may be a class of a school."""
    start = place + 1 if page.text[place : place + 1] == " " else place
    found = page.lexicon.unit.match(page.text, start)
    if not found or (start > place and found[0] in _UNIT_ATTACHED):
        return "", place
    return page.lexicon.units[found[0]], found.end()


def put_together(pieces: Iterable[str]) -> str:
    """Words and pauses as sentences: each line ends with a full stop, and of several marks the strongest stays."""
    lines = (
        _MARKS.sub(_strongest, line).strip(" ,.?!") + _last(line) for line in " ".join(filter(None, pieces)).split("\n")
    )
    return "\n".join(_BEGINNING.sub(_capital, _SPACES.sub(" ", line)) for line in lines if len(line) > 1)


def _capital(found: re.Match[str]) -> str:
    return found[0].upper()


def _strongest(found: re.Match[str]) -> str:
    return next(mark for mark in "?!.," if mark in found[0]) + " "


def _last(line: str) -> str:
    marks = re.search(r"[,.?!\s]*$", line)
    return next((mark for mark in "?!" if marks and mark in marks[0]), ".")
