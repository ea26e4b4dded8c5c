"""Names of files as they can be shown to people."""

import unicodedata
from pathlib import Path


def shown(path: Path) -> str:
    """A file's name: people's machines write letters in other ways, and some names are no text at all."""
    name = path.name.encode("utf-8", "replace").decode("utf-8")
    return "".join(sign if sign.isprintable() else "?" for sign in unicodedata.normalize("NFC", name))
