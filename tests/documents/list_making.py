"""Lists for tests, as spreadsheets write them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

HEAD = ("Mã KH", "Tên khách hàng", "Điện thoại", "Xã", "Thôn")
GOOD = ("PA11CL0001234", "Hoàng Văn Hòa", "0912345678", "Bảo Lâm", "Nà Pàn")
Rows = Sequence[Sequence[Any]]


def write_csv(path: Path, rows: Rows, encoding: str = "utf-8", sign: str = ",") -> Path:
    path.write_text("\r\n".join(sign.join(map(str, row)) for row in rows) + "\r\n", encoding=encoding)
    return path


def write_book(path: Path, rows: Rows, **more: Any) -> Path:
    """A workbook of one sheet, after which ``more`` may add others: name=rows."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, of_sheet in {"Danh sách": rows, **more}.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(of_sheet):
                sheet.write_row(number, 0, row)
    return path
