"""Brings messages.po up to date with the code and the templates: ``python -m outreach.web.catalogue``."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from outreach.config import content_root
from outreach.web.translating import catalogue_file

PACKAGE = Path(__file__).parent.parent
RULES = ("RuleBroken", "NotFound", "NotAllowed", "OurFault")
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, **dict.fromkeys(RULES)}
"""What a rule says when it is broken is a message too: it is written where the rule is."""
LOUDLY = {"**.html": {"silent": "false"}}
"""A template that cannot be read is an error, not a page without messages."""
SOURCES = tuple((PACKAGE / name, name) for name in ("domain", "services", "studio", "web"))


def extracted() -> Catalog:
    """Every message of the code and the templates, with the files in which it stands."""
    catalog = Catalog(locale="en", fuzzy=False)
    for file, message, comments, context in _found():
        catalog.add(message, locations=[(file, 1)], auto_comments=comments, context=context)
    return catalog


def renewed(known: Catalog) -> Catalog:
    """The known catalogue with the messages of today: none is guessed from a similar one, none is left over."""
    known.update(extracted(), no_fuzzy_matching=True)
    known.obsolete.clear()
    return known


def untranslated(catalog: Catalog) -> list[str]:
    return [_first(message) for message in catalog if message.id and (message.fuzzy or not message.string)]


def read_known(code: str = "en") -> Catalog:
    with catalogue_file(code).open("rb") as file:
        return read_po(file, locale=code)


def _first(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _found() -> Iterator[tuple[str, str | tuple[str, ...], list[str], str | None]]:
    for folder, name in SOURCES:
        for file, _line, message, comments, context in extract_from_dir(folder, [("**.py", "python")], {}, KEYWORDS):
            yield f"outreach/{name}/{file}", message, comments, context
    templates = content_root() / "templates"
    for file, _line, message, comments, context in extract_from_dir(templates, [("**.html", "jinja2")], LOUDLY):
        yield f"templates/{file}", message, comments, context


def main() -> None:
    catalog = renewed(read_known())
    whole = BytesIO()  # written only when all of it is there
    write_po(whole, catalog, width=120, omit_header=True, sort_output=True, include_lineno=False)
    catalogue_file("en").write_bytes(whole.getvalue())
    for message in untranslated(catalog):
        sys.stdout.write(f"missing: {message}\n")


if __name__ == "__main__":
    main()
