"""What stands written: one spelling of every letter, nothing left for later."""

import re
import unicodedata

from tests.house.checkout import texts

# In two halves, so that this file does not find itself.
LEFT_FOR_LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME)\b")


def test_every_text_file_is_utf8_with_composed_letters() -> None:
    """An "ệ" written as three characters looks the same, and is found by no search and equal to nothing."""
    assert [name for name, content in texts() if not _is_composed(content)] == []


def test_nothing_is_left_for_later() -> None:
    left = [name for name, content in texts() if LEFT_FOR_LATER.search(content.decode("utf-8", "replace"))]
    assert left == []


def _is_composed(content: bytes) -> bool:
    try:
        return unicodedata.is_normalized("NFC", content.decode("utf-8"))
    except UnicodeDecodeError:
        return False
