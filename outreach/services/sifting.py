"""Reading a list from its headings to its last row: good rows out as lines, the others put down with every reason."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice

from outreach.domain.commune_names import CommuneNames
from outreach.domain.customer_columns import LOOKED_AT, MOST_COLUMNS, find_headings, places_of
from outreach.domain.customer_ports import Sheet, SpoolWriter
from outreach.domain.customer_rows import BadRow, RowJudge, Unfit
from outreach.domain.errors import BadInput, Problem

EVERY = 20_000
"""Rows between two words about progress."""
KEPT_BAD = 100_000
"""Problems kept of one list; the others are only counted."""
ELSEWHERE = "mã này đang là khách hàng của địa bàn khác: nhờ nơi đó hoặc quản trị xem lại"


class Table:
    """A sheet whose row of headings has been found."""

    def __init__(self, sheet: Sheet, file: str, told: Mapping[str, Sequence[str]]) -> None:
        top = list(islice(sheet.rows, LOOKED_AT))
        at = find_headings([cells for _number, cells in top], told)
        if not any(cell.strip() for _number, cells in top for cell in cells):
            raise refused(file, sheet.name, f"trang tính rỗng{_other(sheet)}")
        if at is None:
            why = f"không thấy dòng tên cột (Mã KH, Tên khách hàng, Xã…) trong {LOOKED_AT} dòng đầu{_other(sheet)}"
            raise refused(file, sheet.name, why)
        self.headings = [" ".join(cell.split()) for cell in top[at][1]]
        self.rows = chain(top[at + 1 :], sheet.rows)
        if len(self.headings) > MOST_COLUMNS:
            raise refused(file, f"{len(self.headings)} cột", f"quá nhiều cột: tối đa {MOST_COLUMNS}")
        merged = [where for _first, last, where in sheet.merged if last > top[at][0]]
        if merged:
            why = "có ô gộp trong bảng: bỏ gộp ô (Merge & Center) rồi điền giá trị vào từng ô"
            raise refused(file, ", ".join(merged[:5]), why)


class Sifting:
    """One reading of all rows: good ones come out as lines, the others are put down with every reason."""

    def __init__(
        self, table: Table, mapping: Mapping[str, Sequence[str]], communes: CommuneNames, spool: SpoolWriter
    ) -> None:
        self.judge = RowJudge(places_of(table.headings, mapping), communes)
        self.counts = {"good": 0, "bad": 0}
        self._rows = table.rows
        self._headings = {field: ", ".join(named) for field, named in mapping.items()}
        self._spool = spool
        self._kept = 0

    @property
    def figures(self) -> dict[str, int]:
        """Of all that was read, with what the judge met on the way."""
        return {"rows": self.counts["good"] + self.counts["bad"], **self.counts, **self.judge.counts}

    def lines(self, tell: Callable[[int], None]) -> Iterator[Sequence[str]]:
        judge, counts, number = self.judge.line, self.counts, 0
        for number, cells in self._rows:
            try:
                yield judge(number, cells)
            except Unfit:
                self._put_down(number, cells)
            else:
                counts["good"] += 1
            if not number % EVERY:
                tell(number)
        tell(number)

    def _put_down(self, number: int, cells: list[str]) -> None:
        if not any(cell.strip() for cell in cells):
            return  # an empty row is no mistake
        self.counts["bad"] += 1
        for one in self.judge.faults(number, cells, self._headings):
            self._keep(one)

    def refuse(self, code: str) -> None:
        """A row that was good in itself is another's business."""
        self.counts["good"] -= 1
        self.counts["bad"] += 1
        self._keep(BadRow(self.judge.row_of(code), self._headings["code"], code, ELSEWHERE))

    def _keep(self, one: BadRow) -> None:
        if self._kept < KEPT_BAD:
            self._kept += 1
            self._spool.bad(one)


def refused(file: str, value: str, advice: str) -> BadInput:
    return BadInput(file, (Problem(file, value, advice),))


def _other(sheet: Sheet) -> str:
    others = [name for name in sheet.others if name != sheet.name]
    return f"; chọn trang khác: {'; '.join(others)[:300]}" if others else ""
