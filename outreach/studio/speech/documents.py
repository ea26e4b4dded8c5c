"""The numbers of letters and decisions: «2076/PCLS-KD-TTBVPC», «29/2021/QĐ-UBND», «…/UBND-KT&HT»."""

import re

from outreach.studio.speech.letters import spelled
from outreach.studio.speech.numbers import cardinal, digit_by_digit, whole
from outreach.studio.speech.page import Page, rule

_CAPITALS = r"[A-ZĐÂÊÔƠƯĂ]"
_OFFICE = rf"{_CAPITALS}[A-Za-zĐđÂÊÔƠƯĂ0-9&]{{1,15}}"
_OFFICES = rf"{_OFFICE}(?:\s?[-–/.]\s?{_CAPITALS}[A-Za-zĐđÂÊÔƠƯĂ0-9&]{{0,15}}){{0,6}}(?!\w)"
_BETWEEN = re.compile(r"\s?[-–/.]\s?")
_RUN = re.compile(r"[^\W\d_]+|\d+|&")


def _numbered(found: re.Match[str], page: Page) -> str:
    """The number, the year if there is one, then who issued it: «trên» between, as readers say it."""
    year = f" trên {cardinal(int(found[2]))}" if found[2] else ""
    return f"{whole(found[1])}{year} trên {_offices(_unsaid(found, page), page)}"


def _unsaid(found: re.Match[str], page: Page) -> str:
    """The issuer without the kind of document, when that stands before the number already: «Thông tư 16/TT-BCT»."""
    kind, *others = _BETWEEN.split(found[3], maxsplit=1)
    known = page.lexicon.documents.get(kind)
    return others[0] if known and others and known in page.before(found.start()) else found[3]


def _unnumbered(found: re.Match[str], page: Page) -> str:
    """A draft's number that nobody has filled in yet: somebody should."""
    page.doubt(found[0])
    return f"để trống, trên {_offices(found[1], page)}"


def _bare(found: re.Match[str], page: Page) -> str:
    return page.lexicon.word(found[0]) or _offices(found[0], page)


def _offices(written: str, page: Page) -> str:
    known = page.lexicon.documents.get(written) or page.lexicon.word(written)
    return known or " ".join(_office(part, page) for part in _BETWEEN.split(written))


def _office(part: str, page: Page) -> str:
    known = page.lexicon.documents.get(part) or page.lexicon.words.get(part)
    return known or " ".join(_run(run, page) for run in _RUN.findall(part))


def _run(run: str, page: Page) -> str:
    if run == "&":
        return page.lexicon.signs[run]
    if run.isdecimal():
        return whole(run) if len(run) <= 3 else digit_by_digit(run)
    return page.lexicon.documents.get(run) or page.lexicon.words.get(run) or spelled(run)


NUMBERED = (rule(rf"(\d{{1,6}})[a-z]?(?:/(\d{{4}}))?/({_OFFICES})", _numbered),)
UNNUMBERED = (rule(rf"(?:…|\.{{2,20}}|_{{2,20}})\s?/({_OFFICES})", _unnumbered), rule(rf"/({_OFFICES})", _unnumbered))
BARE = (rule(rf"{_CAPITALS}{{2,10}}(?:[-&/]{_CAPITALS}[A-Za-zĐ]{{0,9}}){{1,6}}(?!\w)", _bare),)
"""«UBND-KT&HT» standing alone."""
