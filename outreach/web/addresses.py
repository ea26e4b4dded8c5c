"""What may stand in a web address: a day, a code. Anything else is an unknown address (404), never a question."""

from datetime import date

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError


class DayConverter(BaseConverter):
    """A day written yyyy-mm-dd, of this century: far enough from the calendar's edges to reckon in weeks."""

    regex = r"20\d\d-\d\d-\d\d"

    def to_python(self, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValidationError from error

    def to_url(self, value: date | str) -> str:
        return str(value)


class CodeConverter(BaseConverter):
    """A name that programs give: letters, digits, dot, dash, underscore. No zero byte can reach a database by it."""

    regex = r"[0-9A-Za-z][0-9A-Za-z._-]{0,119}"


def add_converters(app: Flask) -> None:
    app.url_map.converters.update(day=DayConverter, code=CodeConverter)
