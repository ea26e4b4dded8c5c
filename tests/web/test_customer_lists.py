"""A list is brought on a page, checked while one watches, looked at, and put in or dropped."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from outreach.documents.sheets import open_sheet
from outreach.domain.customers import AudienceFilter
from outreach.domain.people import Person, Role
from outreach.web.customer_lists import background
from tests.documents.list_making import GOOD, HEAD
from tests.setting import ADMIN, DISTRICT, OFFICER, Setting
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

LISTS = "/khach-hang/danh-sach"
POWER = Person("dienluc", "Điện lực Cao Lộc", Role.POWER_COMPANY, "183")
OTHER = Person("dienluc2", "Điện lực Văn Lãng", Role.POWER_COMPANY, "06196")
BAD = ("PA11CL0001235", "Lý Mơ", "123", "Bảo Lâm", "")


@pytest.fixture
def company(sqlite_setting: Setting, visit: Visit) -> Visitor:
    sqlite_setting.desk.signing_in.enrol_many((POWER, OTHER), "loa-phuong-1234")
    return visit(POWER)


def bring(visitor: Visitor, *rows: tuple[str, ...], name: str = "khach.csv", **fields: str) -> str:
    """The address of the page of a list that has been checked."""
    content = "\n".join(",".join(row) for row in rows).encode()
    answer = visitor.fill_in(LISTS, file=(BytesIO(content), name), **fields)
    assert answer.status_code == 303, answer.text
    settle(visitor)
    return str(answer.location)


def settle(visitor: Visitor) -> None:
    with visitor.client.application.app_context():
        background().wait()


def customers(setting: Setting) -> int:
    with setting.store.transactions.reading() as uow:
        return uow.customers.count(AudienceFilter())


def test_a_good_list_goes_in_after_somebody_has_looked(company: Visitor, sqlite_setting: Setting) -> None:
    page = bring(company, HEAD, GOOD)
    assert "Cả 1 dòng đều đúng. Chưa nhập gì." in company.get(page).text
    assert customers(sqlite_setting) == 0
    assert company.fill_in(f"{page}/nhap").status_code == 303
    settle(company)
    assert "Đã nhập 1 khách hàng." in company.get(page).text
    assert customers(sqlite_setting) == 1


def test_bad_rows_are_shown_and_sent_back_and_the_good_ones_go_in_by_choice(
    company: Visitor, sqlite_setting: Setting, tmp_path: Path
) -> None:
    page = bring(company, HEAD, GOOD, BAD)
    text = company.get(page).text
    assert "1 dòng đúng, 1 dòng sai" in text
    assert "thiếu chữ số: chỉ có 3" in text
    book = tmp_path / "sai.xlsx"
    book.write_bytes(company.get(f"{page}/dong-sai.xlsx").data)
    with open_sheet(book) as sheet:
        assert [cells[0] for _number, cells in sheet.rows] == ["Dòng", "3"]
    assert company.fill_in(f"{page}/nhap").status_code == 400
    assert customers(sqlite_setting) == 0
    company.fill_in(f"{page}/nhap", good_rows="1")
    settle(company)
    assert customers(sqlite_setting) == 1


def test_columns_that_cannot_be_told_are_chosen_on_the_page(company: Visitor, sqlite_setting: Setting) -> None:
    page = bring(company, ("Mã KH", "Tên KH", "Nơi ở", "Gọi"), (GOOD[0], GOOD[1], GOOD[3], GOOD[2]))
    assert "Chọn cột cho từng mục" in company.get(page).text
    chosen = {"code": "Mã KH", "name": "Tên KH", "commune": "Nơi ở", "phone": "Gọi"}
    assert company.fill_in(f"{page}/cot", **chosen).status_code == 303
    settle(company)
    assert "Cả 1 dòng đều đúng" in company.get(page).text
    company.fill_in(f"{page}/nhap")
    settle(company)
    with sqlite_setting.store.transactions.reading() as uow:
        found = uow.customers.get(GOOD[0])
    assert found is not None
    assert found.mobile == "84912345678"


def test_a_dropped_list_leaves_nothing(company: Visitor, sqlite_setting: Setting) -> None:
    page = bring(company, HEAD, GOOD)
    assert company.fill_in(f"{page}/bo").status_code == 303
    assert "Danh sách đã bỏ" in company.get(page).text
    assert company.fill_in(f"{page}/nhap").status_code == 400
    assert customers(sqlite_setting) == 0


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0", "Lưu thành"),
        ("a.xlsx", b"no workbook", "không phải sổ .xlsx"),
        ("a.csv", b"", "tệp rỗng"),
        ("../../etc/passwd", b"x", "chỉ nhận danh sách"),
        ("a.csv", "Ghi chú\nxin chào".encode(), "không thấy dòng tên cột"),
        ("<b>.csv", b"\xff\xfe\x00", "&lt;b&gt;.csv"),
    ],
)
def test_a_file_that_is_no_list_is_told_on_its_page(company: Visitor, name: str, content: bytes, told: str) -> None:
    answer = company.fill_in(LISTS, file=(BytesIO(content), name))
    assert answer.status_code == 303
    settle(company)
    page = company.get(answer.location)
    assert page.status_code == 200
    assert told in page.text


def test_no_file_at_all_is_told_at_the_field(company: Visitor) -> None:
    answer = company.fill_in(LISTS)
    assert answer.status_code == 400
    assert "Chưa chọn tệp" in answer.text


def test_a_wrong_day_is_told_at_its_field(company: Visitor) -> None:
    answer = company.fill_in(LISTS, file=(BytesIO(b"x"), "a.csv"), day="hôm qua")
    assert answer.status_code == 400
    assert "viết ngày/tháng/năm" in answer.text


def test_a_company_brings_customers_of_its_own_place_only(company: Visitor, visit: Visit) -> None:
    page = bring(visit(OTHER), HEAD, GOOD)
    assert "không có trong danh mục xã" in visit(OTHER).get(page).text


def test_lists_are_seen_by_who_brought_them_and_by_the_administrator(company: Visitor, visit: Visit) -> None:
    page = bring(company, HEAD, GOOD)
    assert visit(OTHER).get(page).status_code == 404
    assert "khach.csv" not in visit(OTHER).get(LISTS).text
    assert visit(ADMIN).get(page).status_code == 200


@pytest.mark.parametrize("person", [OFFICER, DISTRICT])
def test_others_bring_no_lists(visit: Visit, person: Person) -> None:
    visitor = visit(person)
    assert visitor.get(LISTS).status_code == 403
    assert visitor.fill_in(LISTS, file=(BytesIO(b"x"), "a.csv")).status_code == 403
    assert 'href="/khach-hang/danh-sach"' not in visitor.get("/hom-nay").text


def test_an_unknown_list_is_not_found(company: Visitor) -> None:
    for address in ("khong-co", "khong-co/dong-sai.xlsx"):
        assert company.get(f"{LISTS}/{address}").status_code == 404


def test_a_page_that_is_being_checked_renews_itself_and_a_stalled_one_can_be_dropped(
    company: Visitor, sqlite_setting: Setting
) -> None:
    one = sqlite_setting.desk.importing.begin("khach.csv", POWER.username)
    page = f"{LISTS}/{one.id}"
    assert 'data-live="2"' in company.get(page).text
    assert company.fill_in(f"{page}/bo").status_code == 303
    assert "Đang" in company.get(page).text
    sqlite_setting.clock.at += timedelta(minutes=3)
    assert "dừng giữa chừng" in company.get(page).text
    company.fill_in(f"{page}/bo")
    assert "Danh sách đã bỏ" in company.get(page).text


def test_the_pages_are_there_in_english(company: Visitor) -> None:
    page = bring(company, HEAD, GOOD, BAD)
    company.client.set_cookie("lang", "en")
    assert "1 good rows, 1 bad ones" in company.get(page).text
    assert "Customer lists" in company.get(LISTS).text
