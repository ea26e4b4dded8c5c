"""Whatever bytes are brought as a list: rows, or a refusal in words. Never a traceback, never something half-done."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.domain.customer_ports import ImportState
from outreach.domain.customers import AudienceFilter
from outreach.domain.errors import RuleBroken
from outreach.services.importing import ListFile
from tests.documents.list_making import GOOD, HEAD, write_book
from tests.setting import Setting

KEPT = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
CELLS = st.text(alphabet=st.characters(exclude_characters='"\r\n,'), max_size=12)


def bring(setting: Setting, name: str, content: bytes) -> None:
    importing = setting.desk.importing
    with TemporaryDirectory() as folder:
        path = Path(folder) / "brought"
        path.write_bytes(content)
        try:
            state = importing.check(ListFile(path, name, "dl")).state
        except RuleBroken:
            state = importing.latest(1)[0].state
    assert state in (ImportState.CHECKED, ImportState.UNMAPPED, ImportState.REFUSED)
    with setting.store.transactions.reading() as uow:
        assert uow.customers.count(AudienceFilter()) == 0


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.txt", "a", "a.xls"]))
@settings(KEPT, max_examples=60)
def test_any_bytes(sqlite_setting: Setting, content: bytes, name: str) -> None:
    bring(sqlite_setting, name, content)


@given(st.lists(st.lists(CELLS, max_size=9), max_size=6))
@settings(KEPT, max_examples=60)
def test_any_rows_below_good_headings(sqlite_setting: Setting, rows: list[list[str]]) -> None:
    lines = [HEAD, GOOD, *rows]
    bring(sqlite_setting, "a.csv", "\n".join(",".join(line) for line in lines).encode("utf-8", "replace"))


@given(st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=4))
@settings(KEPT, max_examples=15)
def test_a_workbook_with_any_bytes_changed(
    sqlite_setting: Setting, tmp_path: Path, changes: list[tuple[float, bytes]]
) -> None:
    content = bytearray(write_book(tmp_path / "good.xlsx", [HEAD, GOOD]).read_bytes())
    for place, new in changes:
        at = int(place * (len(content) - 1))
        content[at : at + len(new)] = new
    bring(sqlite_setting, "a.xlsx", bytes(content))


@pytest.mark.parametrize("cut", [1, 30, 500, 2_000])
def test_a_workbook_that_stops_short(sqlite_setting: Setting, tmp_path: Path, cut: int) -> None:
    bring(sqlite_setting, "a.xlsx", write_book(tmp_path / "good.xlsx", [HEAD, GOOD]).read_bytes()[:-cut])
