"""Fields of forms: read strictly, and told in one sentence what was read and what to write instead."""

import re
import unicodedata
from contextlib import suppress
from datetime import date, time
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import StopValidation

from outreach.web.written import says_something, seen

CENTURY = range(2000, 2100)


class DayField(StringField):
    """A local day. Browsers send yyyy-mm-dd; where there is no date picker people write dd/mm/yyyy."""

    typed = ""
    data: Any

    def process_formdata(self, values: list[str]) -> None:
        self.typed = values[0].strip() if values else ""
        self.data = day_in(self.typed)
        if self.typed and self.data is None:
            raise ValueError(_("Đọc được «%(value)s»; viết ngày/tháng/năm, như 09/11/2023.", value=self.typed))

    def _value(self) -> str:
        return str(self.data) if self.data else self.typed


class ClockField(StringField):
    """A clock time of the local day, hh:mm."""

    typed = ""
    data: Any

    def process_formdata(self, values: list[str]) -> None:
        self.typed = values[0].strip() if values else ""
        self.data = _clock_in(self.typed)
        if self.typed and self.data is None:
            raise ValueError(_("Đọc được «%(value)s»; viết giờ:phút, như 05:40.", value=self.typed))

    def _value(self) -> str:
        return f"{self.data:%H:%M}" if self.data else self.typed


class WordsField(StringField):
    """What a person writes: in NFC, trimmed, without control or invisible characters, of bounded length."""

    def __init__(self, label: Any = None, validators: Any = None, most: int = 500, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.most = most

    def process_formdata(self, values: list[str]) -> None:
        text = (values[0] if values else "").replace("\r\n", "\n")
        self.data = seen("".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs")))
        if len(self.data) > self.most:
            raise ValueError(_("Dài %(length)s ký tự; rút còn %(most)s.", length=len(self.data), most=self.most))


class Filled:
    """The field must not be left empty, nor words without a letter or digit; ``advice`` says what to write."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, advice: Any) -> None:
        self.advice = advice

    def __call__(self, form: FlaskForm, field: Field) -> None:
        empty = not says_something(field.data) if isinstance(field, WordsField) else not field.data
        if empty and not field.errors:
            raise StopValidation(str(self.advice))


WHICH_DAY = lazy_gettext("Còn trống; chọn ngày.")
WHICH_TIME = lazy_gettext("Còn trống; ghi giờ:phút, như 05:40.")


def refuse(field: Field, sentence: str) -> None:
    """Put a sentence at a field after the form was validated."""
    field.errors = [*field.errors, sentence]


def day_in(text: str) -> date | None:
    shapes = (r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)", r"(?P<day>\d\d?)/(?P<month>\d\d?)/(?P<year>\d{4})")
    found = next((match for shape in shapes if (match := re.fullmatch(shape, text, re.ASCII))), None)
    if found is None or int(found["year"]) not in CENTURY:
        return None
    with suppress(ValueError):
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    return None


def _clock_in(text: str) -> time | None:
    """Browsers send 05:40 or 05:40:00; people also write 5h40."""
    found = re.fullmatch(r"([01]?\d|2[0-3])[:h]([0-5]\d)(:[0-5]\d)?", text, re.ASCII)
    return time(int(found[1]), int(found[2])) if found else None
