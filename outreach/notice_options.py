"""The options of `outreach notice create`: every key of a notice file, so that a script needs no file."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from outreach.documents.notice_files import SPOKEN_FOR_ALL
from outreach.documents.text_files import read_text
from outreach.domain.customers import AgreementState, PaymentWay
from outreach.domain.errors import RuleBroken
from outreach.domain.messages import Medium, MessageClass

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
AUDIENCE = ("communes", "hamlets", "power_units", "reading_days", "agreements", "payments")
_DAYS = ("%d/%m/%Y %H:%M", "%d/%m/%Y")

_OPTIONS: tuple[Callable[..., Any], ...] = (
    click.option("--file", "path", type=FILE, help="TOML file with the keys below; options stand above it."),
    click.option("--title", help="What people at the desk call it."),
    click.option("--text", help="The words, with gaps such as {{ code }}."),
    click.option("--text-file", type=FILE, help="The words, from a UTF-8 file."),
    click.option("--message-class", type=click.Choice([one.value for one in MessageClass]), help="Default: care."),
    click.option("--route", multiple=True, type=click.Choice([one.value for one in Medium]), help="First, then next."),
    click.option("--commune", "communes", multiple=True, help="Code of a commune; none: all of the campaign."),
    click.option("--hamlet", "hamlets", multiple=True),
    click.option("--power-unit", "power_units", multiple=True, help="E.g. PA11CL."),
    click.option("--reading-day", "reading_days", multiple=True, type=int, help="Old reading day, 1–31."),
    click.option("--agreement", "agreements", multiple=True, type=click.Choice([one.value for one in AgreementState])),
    click.option("--payment", "payments", multiple=True, type=click.Choice([one.value for one in PaymentWay if one])),
    click.option("--starts-at", metavar="WHEN", help="Local time, 2023-12-01T08:00 or 01/12/2023; default: now."),
    click.option("--expires-at", metavar="WHEN", help="Last minute of use; a bare day counts to its end."),
    click.option("--accented/--unaccented", default=None, help="Vietnamese letters as they are; default: without."),
    click.option("--one-per-person/--one-per-contract", default=None, help="Default: one message a phone."),
    click.option("--opens", metavar="HH:MM", help="Daily hours, inside the law's; default 07:00."),
    click.option("--closes", metavar="HH:MM", help="Default 21:00."),
    click.option("--zalo-template", help="Number of the template that Zalo has approved."),
    click.option("--zalo-field", "zalo_fields", multiple=True, metavar="NAME=TEXT", help="A field of it."),
    click.option("--value", "values", multiple=True, metavar="NAME=TEXT", help=f"One of {', '.join(SPOKEN_FOR_ALL)}."),
)


def content_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def content_told(options: dict[str, Any]) -> tuple[Path | None, dict[str, Any]]:
    """The file, and what the options say, in the shape of a file."""
    told = {name: value for name, value in options.items() if value is not None and value != ()}
    path: Path | None = told.pop("path", None)
    if "text" in told and "text_file" in told:
        raise RuleBroken("Chỉ dùng một trong hai: --text hoặc --text-file.")
    if "text_file" in told:
        told["text"] = read_text(told.pop("text_file"))
    audience = {name: list(told.pop(name)) for name in AUDIENCE if name in told}
    for name, read in _READ.items():
        if name in told:
            told[name] = read(told[name])
    return path, {**told, "audience": audience} if audience else told


def _pairs(written: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for one in written:
        name, mark, text = one.partition("=")
        if not mark or not name:
            raise RuleBroken("«{one}»: phải viết TÊN=NỘI DUNG.", one=one)
        pairs[name.strip()] = text
    return pairs


def _moment(written: str) -> date | datetime | str:
    """As TOML would read it; what is no moment stays as it was written, and is refused with the other problems."""
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(written)
        except ValueError:
            continue
    for form in _DAYS:
        try:
            found = datetime.strptime(written, form)  # noqa: DTZ007 - local time, as in a file
        except ValueError:
            continue
        return found if ":" in form else found.date()
    return written


_READ: dict[str, Callable[[Any], Any]] = {
    "route": list,
    "starts_at": _moment,
    "expires_at": _moment,
    "zalo_fields": _pairs,
    "values": _pairs,
}
