"""`outreach import …`: the power company's lists of customers, and the national do-not-call list."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from outreach.domain.commune_names import GONE
from outreach.domain.customer_columns import FIELDS
from outreach.domain.customer_ports import Import
from outreach.domain.customer_rows import BadRow
from outreach.domain.errors import RuleBroken
from outreach.services.importing import ListFile
from outreach.terminal import chosen_settings, progress_bar, refusals
from outreach.wiring import open_in_earnest

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
BY = "dòng lệnh"
SHOWN = 20
"""Problems told on the terminal; the workbook holds them all."""
_TOLD = {
    "rows": "dòng",
    "good": "đúng",
    "bad": "sai",
    "new": "mới",
    "changed": "đổi",
    "same": "như cũ",
    "prefix_2018": "đổi đầu số 2018",
    "zero_lost": "thêm lại số 0",
    "landline_only": "chỉ có số cố định",
    "no_phone": "không có số",
    "alike": "có thể trùng người",
}


@click.group()
def bring() -> None:
    """Bring in lists from a spreadsheet: customers, or numbers that want no advertising."""


@bring.command()
@click.argument("file", type=FILE)
@click.option("--sheet", default="", help="Name of the sheet; default: the first.")
@click.option("--map", "told", multiple=True, metavar="FIELD=COLUMN", help=f"Which column is {', '.join(FIELDS)}.")
@click.option("--day", type=click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"]), help="Communes as on this day.")
@click.option("--place", help="Only communes in the place of this code.")
@click.option("--good-rows", is_flag=True, help="Put the good rows in although others are bad.")
@click.option("--bad-rows", type=click.Path(dir_okay=False, path_type=Path), help="Write what is wrong as .xlsx.")
@click.option("--check", "only_check", is_flag=True, help="Look only; put nothing in.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@refusals
def customers(file: Path, good_rows: bool, bad_rows: Path | None, only_check: bool, as_json: bool, **more: Any) -> None:
    """Check a list of customers whole, then put it in: again, it renews and doubles nothing."""
    importing = open_in_earnest(chosen_settings()).desk.importing
    with progress_bar("Kiểm tra") as progress:
        done = importing.check(_list_file(file, **more), progress=progress)
    problems = list(importing.bad_rows(done.id, SHOWN))
    if bad_rows and done.counts["bad"]:
        shutil.copyfile(importing.problem_book(done.id), bad_rows)
    try:
        if not only_check:
            with progress_bar("Nhập") as progress:
                done = importing.apply(done.id, good_rows, progress)
    finally:
        _show(done, problems, as_json)
        if only_check or "new" not in done.counts:
            importing.discard(done.id)


def _list_file(file: Path, sheet: str, told: tuple[str, ...], day: Any, place: str | None) -> ListFile:
    mapping: dict[str, list[str]] = {}
    for one in told:
        field, equals, column = one.partition("=")
        if not equals:
            raise RuleBroken("--map {told}: viết MỤC=CỘT, ví dụ phone=Liên lạc.", told=one)
        mapping.setdefault(field.strip(), []).append(column.strip())
    return ListFile(file, file.name, BY, sheet, mapping, day.date() if day else None, place)


def _show(done: Import, problems: Iterable[BadRow], as_json: bool) -> None:
    if as_json:
        record = {
            "import": done.id,
            "file": done.file,
            "sha256": done.sha256,
            "state": done.state,
            "counts": dict(done.counts),
            "mapping": {field: list(columns) for field, columns in done.mapping.items()},
            "problems": [asdict(one) for one in problems],
        }
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
        return
    told = (f"{word} {done.counts[name]}" for name, word in _TOLD.items() if done.counts.get(name))
    click.echo(f"{done.file}: {', '.join(told)}")
    for one in problems:
        hint = f" → {one.suggestion}" if one.suggestion else ""
        click.echo(f"  dòng {one.row}, {one.column}: «{one.value}» {one.reason}{hint}")
    if any(one.reason == GONE for one in problems):
        click.echo("Danh sách lập trước ngày sắp xếp lại xã thì thêm ngày lập, ví dụ --day 2023-11-01.")


@bring.command()
@click.argument("file", type=FILE)
@click.option("--sheet", default="", help="Name of the sheet; default: the first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@refusals
def dnc(file: Path, sheet: str, as_json: bool) -> None:
    """Put the numbers of a do-not-call list down as wanting no advertising, one or more in a row."""
    lists = open_in_earnest(chosen_settings()).desk.refusals
    with progress_bar("Đọc danh sách") as progress:
        taken = lists.take(file, file.name, BY, sheet, progress)
    if as_json:
        click.echo(json.dumps(asdict(taken), ensure_ascii=False, indent=2))
        return
    click.echo(f"{file.name}: {taken.new} số mới, {taken.known} đã có, {taken.unread} dòng không có số")
    for one in taken.bad[:SHOWN]:
        click.echo(f"  dòng {one.row}: «{one.value}» {one.reason}")
