"""Telling text of the old Vietnamese fonts and code pages, which looks like noise in Unicode: told, never guessed at.

TCVN3 (.VnTime) puts Vietnamese letters on signs such as µ ¸ ®; VNI writes a vowel and a second letter for its marks.
"""

import re

_TCVN3 = re.compile("[µ¸¶·¹¨»¾¼½©§®ª«¬\xad¥¦£¤¢Æßåæøïûñ¡±¿Þ]")
_VNI = re.compile(
    "[aA][âáàåãäêéèúüëùøûõïÂÁÀÅÃÄÊÉÈÚÜËÙØÛÕÏ]|[eE][âáàåãäùøûõïÂÁÀÅÃÄÙØÛÕÏ]|[oO][äåùøûõïâÄÅÙØÛÕÏÂ]"
    "|[ñÑ](?=[aeiouyöôAEIOUYÖÔ])|[öÖ][ùøûõïôÙØÛÕÏÔ]|[ôÔ][ùøûõïÙØÛÕÏ]"
)
_BROKEN = re.compile("á[º»]|[ÃÄ][\x80-\xbf‘’ƒ¡-¿]|Æ[°¡]|�")
SPOILT = "UTF-8 đọc nhầm"


def legacy_of(text: str) -> str:
    """The name of the old font that a text was written in, as far as its signs tell; "" for sound text."""
    if text.isascii():
        return ""
    if _BROKEN.search(text):
        return SPOILT
    if _VNI.search(text):
        return "VNI"
    return "TCVN3 (.VnTime)" if _TCVN3.search(text) else ""


def code_page_of(sample: bytes) -> str:
    """The code page of bytes that are no UTF-8, by which of them come most; for a message, so a likely name will do."""
    high = sum(byte >= 0x80 for byte in sample) or 1
    shares = {name: len(pattern.findall(sample)) / high for name, pattern in _PAGES.items()}
    name, share = max(shares.items(), key=lambda found: found[1])
    return name if share > _LIKELY else ""


_PAGES = {
    "TCVN3 (.VnTime)": re.compile(rb"[\xa7-\xae\xb5-\xb9\xbb-\xbe\xc6\xd5-\xd7\xdf\xe5-\xe7]"),
    "VNI": re.compile(
        rb"(?<=[aAeEoOuUyY\xf6\xd6\xf4\xd4])[\xe0-\xe5\xe8-\xeb\xf5\xf8-\xfc\xef\xc0-\xc5\xd5\xd8-\xdc]|[\xf1\xd1]"
    ),
    "Windows-1258": re.compile(rb"[\xcc\xd2\xde\xec\xf2\xf0\xfd\xea\xf4\xe2]"),
    "VPS": re.compile(rb"[\x80-\x9f]"),
}
_LIKELY = 0.4
