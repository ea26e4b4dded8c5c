"""A customer is found by code, number or name, within one's own place; whole numbers are for those who may see them."""

import pytest

from outreach.domain.people import Person, Role
from outreach.services.importing import ListFile
from tests.documents.list_making import GOOD, HEAD, write_csv
from tests.setting import ADMIN, DISTRICT, OFFICER, PASSWORD, STRANGER, Setting
from tests.web.conftest import Visit

POWER = Person("dienluc", "Điện lực Cao Lộc", Role.POWER_COMPANY, "183")


@pytest.fixture(autouse=True)
def _customers(sqlite_setting: Setting, data_folder: object) -> None:
    sqlite_setting.desk.signing_in.enrol_many((POWER,), PASSWORD)
    folder = sqlite_setting.store.spools.upload("x").parent
    path = write_csv(folder / "khach.csv", [HEAD, GOOD, ("PA11CL0001235", "<b>Lý Mơ</b>", "", "Cao Lâu", "")])
    importing = sqlite_setting.desk.importing
    importing.apply(importing.check(ListFile(path, path.name, "dl")).id)


@pytest.mark.parametrize("asked", ["PA11CL0001234", "pa11cl000123", "0912345678", "0912 345 678", "hoang van", "Hòa"])
def test_a_customer_is_found_however_one_asks(visit: Visit, asked: str) -> None:
    page = visit(POWER).get("/khach-hang", query_string={"q": asked})
    assert "Hoàng Văn Hòa" in page.text
    assert "0912345678" in page.text.split("rows")[1]


@pytest.mark.parametrize("asked", ["", "  ", "%", "' or 1=1", "\u200b", "x" * 5_000, "0900000000"])
def test_odd_questions_find_nobody(visit: Visit, asked: str) -> None:
    page = visit(POWER).get("/khach-hang", query_string={"q": asked})
    assert page.status_code == 200
    assert "PA11CL" not in page.text


def test_names_are_shown_as_text(visit: Visit) -> None:
    assert "&lt;b&gt;Lý Mơ" in visit(POWER).get("/khach-hang?q=PA11CL0001235").text


def test_numbers_are_masked_for_those_who_need_not_know_them(visit: Visit) -> None:
    for one, whole in ((POWER, True), (ADMIN, True), (DISTRICT, False), (OFFICER, False)):
        rows = visit(one).get("/khach-hang?q=hoa").text.split("rows")[1]
        assert ("0912345678" in rows) is whole
        assert ("091****678" in rows) is not whole


def test_an_officer_finds_people_of_the_own_commune_only(visit: Visit) -> None:
    assert "Hoàng Văn Hòa" in visit(OFFICER).get("/khach-hang?q=PA11CL").text
    assert "Hoàng Văn Hòa" not in visit(STRANGER).get("/khach-hang?q=PA11CL").text
