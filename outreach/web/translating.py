"""Vietnamese is written in the code; English comes from messages.po, compiled in memory when the app starts."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask_babel import Babel, Domain, get_locale, gettext

from outreach.domain.errors import BadInput, RuleBroken

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
COOKIE = "lang"
TRANSLATIONS = Path(__file__).parent / "translations"


class OwnDomain(Domain):
    """Flask-Babel reads compiled files from disk; ours are compiled here, so that none is committed or forgotten."""

    def __init__(self, translations: dict[str, NullTranslations]) -> None:
        super().__init__()
        self.translations = translations

    def get_translations(self) -> NullTranslations:
        return self.translations[str(get_locale() or "vi")]


def translate(app: Flask) -> None:
    babel = Babel()
    babel.init_app(app, default_locale="vi", default_timezone="Asia/Ho_Chi_Minh", locale_selector=language)
    babel.domain_instance = OwnDomain({"vi": NullTranslations(), "en": compiled("en")})


def language() -> str:
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else "vi"


def compiled(code: str) -> Translations:
    with catalogue_file(code).open("rb") as file:
        catalogue = read_po(file, locale=code)
    binary = BytesIO()
    write_mo(binary, catalogue)
    binary.seek(0)
    return Translations(binary)


def catalogue_file(code: str) -> Path:
    return TRANSLATIONS / code / "LC_MESSAGES" / "messages.po"


def told(broken: RuleBroken) -> str:
    """A broken rule in the reader's language."""
    sentence: str = gettext(broken.message).format(**broken.facts)
    return sentence


def problems_of(broken: RuleBroken) -> Iterator[Any]:
    return iter(broken.problems if isinstance(broken, BadInput) else ())
