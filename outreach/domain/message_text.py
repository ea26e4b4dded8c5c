"""The words of a short message: one spelling of each letter, without accents where asked, counted exactly in parts.

Counter on the screen, price before approval and sending all count here, so they cannot disagree. A preview counts
hundreds of thousands of texts: what looks unusual below (one-byte alphabets, cached results) is there for speed, and
property tests hold it equal to the slow and obvious way.
"""

import codecs
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def tidy(text: str) -> str:
    """NFC, single spaces, nothing invisible: pasted texts bring marks that nobody sees and that treble the price."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def final(text: str, accented: bool) -> str:
    """The text exactly as it is sent: what preview, price and sending all measure."""
    return tidy(text) if accented else tidy(unaccented(text))


# ---- Without accents ------------------------------------------------------------------------------------------------

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_TONED = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES) + "đ"
LETTERS = "".join(letter for letter in _TONED + _TONED.upper() if not letter.isascii())
"""The 134 letters that Vietnamese adds to those of ASCII, composed."""

# What NFKD does not take apart, or takes apart into something that no keyboard has. Ð and Ɖ are often typed for Đ.
_PLAIN = {
    "đ": "d", "ð": "d", "ɖ": "d", "Đ": "D", "Ð": "D", "Ɖ": "D", "ƀ": "b", "Ƀ": "B", "₫": "d",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‹": "'", "›": "'", "″": '"',
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "´": "'", "`": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "•": "-", "·": "-",
    "×": "x", "÷": ":", "⁄": "/", "\u200c": "", "\u200d": "",
}  # fmt: skip


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """One character as ASCII writes it; itself when ASCII has no way to."""
    if character in _PLAIN:
        return _PLAIN[character]
    marks_apart = unicodedata.normalize("NFKD", character)
    bare = "".join(_PLAIN.get(part, part) for part in marks_apart if unicodedata.category(part) != "Mn")
    return bare if bare.isascii() else character


# Text of these characters only, which is nearly all there is, crosses over through one byte a character. Like VISCII,
# the alphabet puts what does not fit above 127 on control codes, which no message holds.
_USUAL = LETTERS + "“”‘’–—\u00a0"
_AT = dict(zip([*range(128, 256), *range(1, 9), *range(14, 32)], _USUAL, strict=False))
_UNUSED = "\ufffe"
_ALPHABET = [_AT.get(code, chr(code) if 32 <= code < 127 or code in b"\0\n" else _UNUSED) for code in range(256)]
_TO_CODES = codecs.charmap_build("".join(_ALPHABET))
_TO_PLAIN = bytes(0 if character == _UNUSED else ord(_plain(character)) for character in _ALPHABET)


def unaccented(text: str) -> str:
    """The text with its tones and hooks stripped, đ as d, quotes and dashes as a keyboard has them.

    What ASCII cannot write at all (an emoji, another script) stays as it is and is named by :func:`strays`: it never
    becomes a question mark that only the reader would see.
    """
    try:
        codes, _ = codecs.charmap_encode(text, "strict", _TO_CODES)
    except UnicodeEncodeError:
        return "".join(map(_plain, text))
    return codes.translate(_TO_PLAIN).decode("ascii")


# ---- Parts ----------------------------------------------------------------------------------------------------------


class Encoding(StrEnum):
    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


# GSM 03.38 without its escape code and form feed, which are control characters and refused as such.
GSM_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION = "^{}\\[~]|€"
_ONE_UNIT = GSM_BASIC.encode("ascii", "ignore")
_OUTSIDE_GSM = re.compile(f"[^{re.escape(GSM_BASIC + GSM_EXTENSION)}]")
_FIRST_LOOK = 40
"""In Vietnamese with accents, a letter outside the short alphabet stands among the first so many characters."""


# One code a character, in which every character of two units has the code of the escape that begins it.
_ESCAPE, _ESCAPED = b"\x1b", b"\x1b "
_GSM_CODES = codecs.charmap_build(f"\0{GSM_EXTENSION}{GSM_BASIC}".ljust(256, _UNUSED))
_TO_ESCAPES = bytes(_ESCAPE[0] if 0 < code <= len(GSM_EXTENSION) else ord(" ") for code in range(256))


@dataclass(frozen=True, slots=True)
class Ladder:
    """How units become parts: up to ``alone`` in one, else ``joined`` in each. The carrier itself adds ``reserved``."""

    alone: int
    joined: int
    reserved: int = 0

    def parts(self, units: int) -> int:
        """When nothing straddles the end of a part."""
        if units + self.reserved <= self.alone:
            return min(units, 1)
        return -(-(units + self.reserved) // self.joined)

    def room(self, parts: int) -> int:
        """The most units that go into so many parts."""
        return (self.alone if parts == 1 else parts * self.joined) - self.reserved


@dataclass(frozen=True, slots=True)
class Gauge:
    """What a carrier counts by and what it does not take."""

    name: str
    gsm7: Ladder
    ucs2: Ladder
    most_parts: int
    banned: str = ""
    takes_accents: bool = True


@dataclass(frozen=True, slots=True)
class Parts:
    """What a text comes to: ``units`` are septets in GSM-7 and pairs of bytes in UCS-2."""

    encoding: Encoding
    units: int
    parts: int


STANDARD = Gauge("standard", Ladder(160, 153), Ladder(70, 67), most_parts=10)
"""Any network; the providers we know cut a body off at 1,600 characters."""

_BANNED_IN_VIETNAM = "#&[]{}\\<@%"
GATEWAY_CARE = Gauge("gateway-care", Ladder(160, 153), Ladder(70, 67), 3, _BANNED_IN_VIETNAM)
"""Vietnamese gateways, customer care: 160, 306, 459 and no more."""

GATEWAY_ADVERTISING = Gauge(
    "gateway-advertising", Ladder(160, 153, 38), Ladder(70, 67, 38), 3, _BANNED_IN_VIETNAM, takes_accents=False
)
"""The same, advertising: 122, 268, 421, for the gateway adds its label and how to refuse."""


def measure(text: str, gauge: Gauge = STANDARD) -> Parts:
    """Encoding, units and parts of a text sent exactly as it is given (so give it what :func:`final` returned)."""
    if text.isascii() and not text.encode("ascii").translate(None, _ONE_UNIT):
        return _parts(Encoding.GSM7, len(text), gauge.gsm7.parts(len(text)))
    if _OUTSIDE_GSM.search(text, 0, _FIRST_LOOK) or "\0" in text:  # the codes below begin with 0, as they must
        return _measure_ucs2(text, gauge.ucs2)
    try:
        codes, _ = codecs.charmap_encode(text, "strict", _GSM_CODES)
    except UnicodeEncodeError:
        return _measure_ucs2(text, gauge.ucs2)
    return _measure_gsm7(codes, gauge.gsm7)


@lru_cache(maxsize=4096)
def _parts(encoding: Encoding, units: int, parts: int) -> Parts:
    return Parts(encoding, units, parts)


def _measure_gsm7(codes: bytes, ladder: Ladder) -> Parts:
    septets = codes.translate(_TO_ESCAPES).replace(_ESCAPE, _ESCAPED)
    units = len(septets)
    if units == len(codes) or units <= ladder.room(1):
        return _parts(Encoding.GSM7, units, ladder.parts(units))
    return _parts(Encoding.GSM7, units, _walk(ladder, units, lambda last: septets[last] == _ESCAPE[0]))


def _measure_ucs2(text: str, ladder: Ladder) -> Parts:
    codes = text.encode("utf-16-be", "surrogatepass")
    units = len(codes) // 2
    if units == len(text) or units <= ladder.room(1):
        return _parts(Encoding.UCS2, units, ladder.parts(units))
    return _parts(Encoding.UCS2, units, _walk(ladder, units, lambda last: codes[2 * last] & 0xFC == 0xD8))


def _walk(ladder: Ladder, units: int, begins_pair: Callable[[int], bool]) -> int:
    """Parts when a pair of units that must stay together moves whole into the next part; the label stands first."""
    parts, end = 1, ladder.joined - ladder.reserved
    while end < units:
        end += ladder.joined - begins_pair(end - 1)
        parts += 1
    return parts


# ---- Saving ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stray:
    """A character outside the alphabet of short messages, at its place counted from 1."""

    character: str
    position: int


def strays(text: str) -> tuple[Stray, ...]:
    """The characters that make a text UCS-2: in one without accents, those that cost a part for nothing."""
    return tuple(Stray(found[0], found.start() + 1) for found in _OUTSIDE_GSM.finditer(text))


def suggest_shorter(text: str, gauge: Gauge = STANDARD) -> int:
    """How many characters must go from the end for one part fewer; 0 when there is but one."""
    parts = measure(text, gauge).parts
    if parts <= 1:
        return 0
    return bisect_left(range(len(text)), True, key=lambda cut: measure(text[: len(text) - cut], gauge).parts < parts)
