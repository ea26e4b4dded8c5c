"""Whom a notice has not reached: filtered on the screen, whole as a file that no spreadsheet runs."""

import csv
from io import StringIO
from pathlib import Path

import pytest

from outreach.documents.sheets import open_sheet
from tests.notices import POWER, SLUG, bring_in, customers, sent, staffed
from tests.setting import DISTRICT, OFFICER, STRANGER, Setting
from tests.web.conftest import Visit

PAGE = f"/thong-bao/{SLUG}/chua-den"


@pytest.fixture
def office(sqlite_setting: Setting) -> Setting:
    return staffed(sqlite_setting)


def test_each_is_shown_with_state_and_reason(office: Setting, visit: Visit) -> None:
    sent(office)
    page = visit(POWER).get(PAGE).text
    assert page.count('href="/khach-hang/PA11CL') == 4
    assert "0900 000 598" in page
    assert "trong danh sách không có số di động" in page
    assert visit(POWER).get(f"{PAGE}?trang-thai=undelivered&xa=06196").text.count('href="/khach-hang/PA11CL') == 1


def test_an_officer_sees_the_own_commune_with_masked_numbers(office: Setting, visit: Visit) -> None:
    sent(office)
    page = visit(OFFICER).get(PAGE).text
    assert page.count('href="/khach-hang/PA11CL') == 2
    assert "090****598" in page
    assert visit(STRANGER).get(PAGE).text.count('href="/khach-hang/PA11CL6196') == 2


@pytest.mark.parametrize(
    "query", ["trang-thai=delivered", "trang-thai=x", "xa=%00", "xa=Bảo", "sau=-1", "sau=abc", f"sau={'9' * 30}"]
)
def test_what_cannot_be_asked_is_refused(office: Setting, visit: Visit, query: str) -> None:
    sent(office)
    assert visit(POWER).get(f"{PAGE}?{query}").status_code in (400, 404)


def test_csv_and_excel_hold_the_same_and_nothing_runs(office: Setting, visit: Visit, tmp_path: Path) -> None:
    mean = customers("06187", 2, 301)
    bring_in(office, [line._replace(name="=HYPERLINK(1)", mobile="", phones="") for line in mean])
    sent(office)
    answer = visit(POWER).get(f"{PAGE}.csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    lines = list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [line[1] for line in lines if "HYPERLINK" in line[1]] == ["'=HYPERLINK(1)"] * 2
    path = tmp_path / "a.xlsx"
    path.write_bytes(visit(POWER).get(f"{PAGE}.xlsx").get_data())
    with open_sheet(path) as sheet:
        rows = [cells for _number, cells in sheet.rows]
    assert [row[0] for row in rows] == [line[0] for line in lines]
    assert "0900 000 598" in {row[4] for row in rows}


def test_a_file_masks_numbers_as_the_screen_does(office: Setting, visit: Visit) -> None:
    sent(office)
    text = visit(DISTRICT).get(f"{PAGE}.csv?xa=06190").text
    assert "090****598" in text
    assert "0900 000 598" not in text
