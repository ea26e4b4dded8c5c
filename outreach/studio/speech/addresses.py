"""E-mail and web addresses. Nobody writes one down from a loudspeaker, but a script may hold one."""

import re

from outreach.studio.speech.letters import is_syllable, spelled
from outreach.studio.speech.numbers import digit_by_digit
from outreach.studio.speech.page import Page, rule

_PART = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_SIGNS = {
    ".": "chấm", "@": "a còng", "/": "gạch chéo", "-": "gạch nối", "_": "gạch dưới", "?": "hỏi chấm", "=": "bằng",
    "&": "và", ":": "hai chấm", "%": "phần trăm", "#": "thăng", "+": "cộng",
}  # fmt: skip
_ENDING = re.compile(r"[.,;:!?)\]]+$")


def _address(found: re.Match[str], page: Page) -> str:
    """Everything said as it is typed; what had to be spelled makes the whole address a doubt."""
    written = _ENDING.sub("", found["address"])
    parts = [_part(part, page) for part in _PART.findall(written)]
    if any(spelt for _words, spelt in parts):
        page.doubt(written)
    return " ".join(words for words, _spelt in parts if words) + _pause(found["address"])


def _pause(written: str) -> str:
    """A full stop after an address belongs to the sentence."""
    ending = _ENDING.search(written)
    return ending[0][0].replace(")", ",").replace("]", ",") if ending else ""


def _part(part: str, page: Page) -> tuple[str, bool]:
    if part.isdecimal():
        return digit_by_digit(part), False
    if not part[0].isalpha():
        return _SIGNS.get(part, ""), False
    known = page.lexicon.addresses.get(part.lower()) or page.lexicon.word(part)
    if known or is_syllable(part):
        return known or part.lower(), False
    return spelled(part), True


_LABEL = r"[A-Za-z0-9][A-Za-z0-9-]{0,62}"
_ENDINGS = r"(?:vn|com|net|org|gov|edu|info)"
ADDRESSES = (
    rule(rf"(?P<address>[A-Za-z0-9][\w.+-]{{0,63}}@{_LABEL}(?:\.{_LABEL}){{1,5}})", _address),
    rule(r"(?:https?://|(?=www\.))(?P<address>[^\s<>«»“”\"]{1,2000})", _address),
    rule(rf"(?P<address>(?:{_LABEL}\.){{1,5}}{_ENDINGS}(?![\w.-]*\w)(?:/[^\s<>«»“”\"]{{0,500}})?)", _address),
)
