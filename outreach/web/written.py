"""What a person wrote, rid of what cannot be seen: a reason of invisible characters would be no reason."""

import unicodedata

FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters of Unicode that are empty to the eye."""


def seen(text: str) -> str:
    """The text in NFC, trimmed, without marks of format (zero width, direction of writing)."""
    shown = "".join(c for c in text if c not in FILLERS and unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", shown).strip()


def line(text: str, most: int) -> str:
    """One line that somebody typed, cut to length, without anything that no database takes."""
    return seen("".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs")))[:most]


def says_something(text: str | None) -> bool:
    """Whether there is a letter or a digit in it; a form sent by hand may lack the field."""
    return any(c.isalnum() for c in text or "")
