"""Lists of customers come in whole or not at all, on both databases, and bad rows go back with their reasons."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from outreach.documents.sheets import open_sheet
from outreach.domain.customer_ports import ImportState
from outreach.domain.customers import AgreementState, PaymentWay
from outreach.domain.errors import NotFound, RuleBroken
from outreach.services.importing import ListFile
from outreach.services.sifting import EVERY
from tests.customers_made import HEADINGS, made_rows, write_list
from tests.documents.list_making import GOOD, HEAD, write_book, write_csv
from tests.services.bringing import Brought, row
from tests.setting import Setting


@pytest.fixture
def brought(setting: Setting, tmp_path: Path) -> Brought:
    return Brought(setting, tmp_path)


def test_a_check_puts_nothing_in_and_applying_it_does(brought: Brought) -> None:
    checked = brought.check(GOOD)
    assert checked.state is ImportState.CHECKED
    assert brought.count() == 0
    applied = brought.importing.apply(checked.id)
    assert (applied.state, applied.counts["new"]) == (ImportState.APPLIED, 1)
    found = brought.customer()
    assert found is not None
    assert (found.name, found.mobile, found.commune, found.hamlet, found.power_unit) == (
        "Hoàng Văn Hòa",
        "84912345678",
        "06190",
        "Nà Pàn",
        "PA11CL",
    )


def test_a_list_brought_again_renews_and_doubles_nothing(brought: Brought) -> None:
    other = row(code="PA11CL0001235", name="Lý Mơ")
    brought.importing.apply(brought.check(GOOD, other).id)
    again = brought.importing.apply(brought.check(row(hamlet="Pò Mục"), other, row(code="PA11CL0001236")).id)
    assert {name: again.counts[name] for name in ("new", "changed", "same")} == {"new": 1, "changed": 1, "same": 1}
    assert brought.count() == 3


def test_columns_that_a_list_lacks_are_left_as_they_were(brought: Brought) -> None:
    full = (*HEAD, "Ngày GCS", "Thanh toán", "Thỏa thuận")
    brought.importing.apply(brought.check((*GOOD, "10", "Chuyển khoản", "Đã ký"), head=full).id)
    brought.importing.apply(brought.check((*GOOD[:2], "Cao Lâu"), head=("Mã KH", "Tên KH", "Xã")).id)
    found = brought.customer()
    assert found is not None
    assert (found.commune, found.reading_day, found.payment, found.agreement, found.mobile) == (
        "06196",
        10,
        PaymentWay.CASHLESS,
        AgreementState.SIGNED,
        "84912345678",
    )


def test_bad_rows_hold_the_list_back_until_somebody_wants_the_good_ones(brought: Brought) -> None:
    checked = brought.check(GOOD, row(code="PA11CL0001235", phone="12345"))
    assert (checked.counts["good"], checked.counts["bad"]) == (1, 1)
    with pytest.raises(RuleBroken, match="1 dòng sai nên chưa nhập gì"):
        brought.importing.apply(checked.id)
    assert brought.count() == 0
    brought.importing.apply(checked.id, good_rows=True)
    assert brought.count() == 1


def test_everything_wrong_in_a_row_is_told_at_once(brought: Brought) -> None:
    bad = brought.bad(row(code="", name="", phone="O912345678", commune=""))
    assert [(one.row, one.column) for one in bad] == [(2, heading) for heading in HEAD[:4]]
    assert (bad[2].reason, bad[2].suggestion) == ("có ký tự không phải chữ số", "0912345678")


def test_the_second_row_of_one_code_is_bad_and_names_the_first(brought: Brought) -> None:
    (bad,) = brought.bad(GOOD, row(name="Lý Mơ"), ())
    assert (bad.row, bad.reason) == (3, "mã này đã có ở dòng 2: chỉ giữ một dòng")


def test_communes_are_those_of_the_day_that_the_list_is_about(brought: Brought) -> None:
    brought.setting.clock.at += timedelta(days=1_000)
    (bad,) = brought.bad(GOOD)
    assert bad.reason == "xã này không còn vào ngày của danh sách"
    assert brought.check(GOOD, day=date(2023, 11, 1)).counts["good"] == 1


def test_a_list_may_be_kept_to_one_place(brought: Brought) -> None:
    assert brought.check(GOOD, within="183").counts["good"] == 1
    (bad,) = brought.bad(GOOD, within="06196")
    assert bad.reason.startswith("không có trong danh mục")


def test_a_list_kept_to_one_place_takes_no_customers_of_another(brought: Brought) -> None:
    brought.importing.apply(brought.check(GOOD).id)
    moving = row(commune="Cao Lâu"), row(code="PA11CL0001235", commune="Cao Lâu")
    checked = brought.check(*moving, within="06196")
    assert {name: checked.counts[name] for name in ("rows", "good", "bad")} == {"rows": 2, "good": 1, "bad": 1}
    (bad,) = brought.importing.bad_rows(checked.id)
    assert (bad.row, bad.value) == (2, "PA11CL0001234")
    assert "địa bàn khác" in bad.reason
    brought.importing.apply(checked.id, good_rows=True)
    found, new = brought.customer(), brought.customer("PA11CL0001235")
    assert found is not None
    assert new is not None
    assert (found.commune, new.commune) == ("06190", "06196")


def test_nor_one_who_came_to_the_other_place_after_the_check(brought: Brought) -> None:
    checked = brought.check(row(commune="Cao Lâu"), within="06196")
    brought.importing.apply(brought.check(GOOD).id)
    brought.importing.apply(checked.id)
    found = brought.customer()
    assert found is not None
    assert found.commune == "06190"


def test_within_its_place_a_list_moves_and_renews_customers(brought: Brought) -> None:
    brought.importing.apply(brought.check(GOOD).id)
    brought.importing.apply(brought.check(row(commune="Cao Lâu"), within="183").id)
    found = brought.customer()
    assert found is not None
    assert found.commune == "06196"


def test_names_come_into_one_form(brought: Brought) -> None:
    brought.importing.apply(brought.check(row(name="  Hoa\u0300ng   Văn Ðào ")).id)
    found = brought.customer()
    assert found is not None
    assert found.name == "Hoàng Văn Đào"


def test_several_columns_of_phones_become_one_list(brought: Brought) -> None:
    head = ("Mã KH", "Tên KH", "Xã", "Điện thoại 1", "Điện thoại 2")
    checked = brought.check((GOOD[0], GOOD[1], GOOD[3], "02053870123", "1681234567 / 0912345678"), head=head)
    brought.importing.apply(checked.id)
    found = brought.customer()
    assert found is not None
    assert [phone.national for phone in found.phones] == ["02053870123", "0381234567", "0912345678"]
    assert found.mobile == "84381234567"
    assert checked.counts["prefix_2018"] == 1


def test_customers_without_a_mobile_come_in_and_are_counted(brought: Brought) -> None:
    checked = brought.check(row(phone=""), row(code="PA11CL0001235", phone="02053870123"))
    assert (checked.counts["good"], checked.counts["no_phone"], checked.counts["landline_only"]) == (2, 1, 1)


def test_rows_that_may_be_one_person_are_shown(brought: Brought) -> None:
    checked = brought.check(GOOD, row(code="PA11CL0001235", name="Hoàng Văn Hoà"), row(code="PA11CL0001236", name="Lý"))
    assert checked.counts["alike"] == 1
    assert [tuple(pair) for pair in checked.facts["alike"]] == [(2, 3, "Hoàng Văn Hoà")]


def test_the_workbook_of_what_was_wrong_says_row_column_value_reason_suggestion(brought: Brought) -> None:
    checked = brought.check(row(phone="O912345678"))
    with open_sheet(brought.importing.problem_book(checked.id)) as sheet:
        _head, bad = [cells for _number, cells in sheet.rows]
    assert bad == ["2", "Điện thoại", "O912345678", "có ký tự không phải chữ số", "0912345678"]


def test_a_list_goes_in_once(brought: Brought) -> None:
    checked = brought.check(GOOD)
    brought.importing.apply(checked.id)
    with pytest.raises(RuleBroken, match="đã nhập hoặc đã bỏ"):
        brought.importing.apply(checked.id)


def test_a_discarded_list_leaves_nothing_behind(brought: Brought) -> None:
    checked = brought.check(GOOD, row(code=""))
    brought.importing.problem_book(checked.id)
    brought.importing.discard(checked.id)
    assert brought.importing.find(checked.id).state is ImportState.DISCARDED
    assert list(brought.setting.store.spools.upload(checked.id).parent.iterdir()) == []
    with pytest.raises(RuleBroken, match="đã nhập hoặc đã bỏ"):
        brought.importing.apply(checked.id, good_rows=True)


def test_a_list_that_nobody_decides_on_is_forgotten_in_a_week(brought: Brought) -> None:
    checked = brought.check(GOOD)
    brought.setting.clock.at += timedelta(days=8)
    brought.check(GOOD)
    assert brought.importing.find(checked.id).state is ImportState.DISCARDED


def test_the_bad_rows_of_a_list_that_went_in_are_kept_for_a_week(brought: Brought) -> None:
    checked = brought.check(GOOD, row(code=""))
    brought.importing.apply(checked.id, good_rows=True)
    assert brought.importing.problem_book(checked.id).exists()
    brought.setting.clock.at += timedelta(days=8)
    brought.check(GOOD)
    with pytest.raises(NotFound):
        brought.importing.problem_book(checked.id)


def test_an_unknown_import_is_not_found(brought: Brought) -> None:
    with pytest.raises(NotFound):
        brought.importing.find("không-có")


def test_an_apply_that_was_cut_short_can_be_done_again(brought: Brought) -> None:
    """As a killed process leaves it: said to be under way, with nothing in the tables."""
    checked = brought.check(GOOD)
    with brought.setting.store.transactions.writing() as uow:
        uow.imports.put(replace(checked, state=ImportState.APPLYING))
        uow.commit()
    assert brought.importing.apply(checked.id).counts["new"] == 1


def test_what_fails_in_the_middle_of_applying_leaves_the_customers_as_they_were(brought: Brought) -> None:
    checked = brought.check(GOOD)

    def fail(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        brought.importing.apply(checked.id, progress=fail)
    assert brought.count() == 0
    assert brought.importing.find(checked.id).state is ImportState.CHECKED
    assert brought.importing.apply(checked.id).counts["new"] == 1


def test_two_lists_with_the_same_customers_go_in_beside_each_other(brought: Brought) -> None:
    checked = []
    for name, shift in (("a.csv", 1), ("b.csv", -1)):
        rows = list(made_rows(3_000))[::shift]
        path = write_csv(brought.folder / name, [HEADINGS, *rows])
        checked.append(brought.importing.check(ListFile(path, name, "dl")).id)
    with ThreadPoolExecutor(2) as both:
        counts = [applied.counts for applied in both.map(brought.importing.apply, checked)]
    assert sum(one["new"] for one in counts) == 3_000
    assert sum(one["same"] for one in counts) == 3_000
    assert brought.count() == 3_000


def test_progress_is_told_while_a_long_list_is_checked_and_applied(brought: Brought) -> None:
    path = write_list(brought.folder / "dai.csv", EVERY + 10)
    steps: list[tuple[int, int]] = []
    checked = brought.importing.check(ListFile(path, path.name, "dl"), progress=lambda *step: steps.append(step))
    assert checked.counts["good"] == EVERY + 10
    assert steps[0][0] == EVERY
    assert steps[-1] == (EVERY + 11, EVERY + 11)
    steps.clear()
    brought.importing.apply(checked.id, progress=lambda *step: steps.append(step))
    assert steps[-1] == (EVERY + 10, EVERY + 10)
    assert brought.count() == EVERY + 10


def test_a_workbook_and_a_csv_of_one_list_are_one_list(brought: Brought) -> None:
    rows = list(made_rows(300))
    write_list(brought.folder / "a.csv", 300)
    write_book(brought.folder / "a.xlsx", [HEADINGS, *rows])
    first = brought.importing.check(ListFile(brought.folder / "a.csv", "a.csv", "dl"))
    brought.importing.apply(first.id)
    second = brought.importing.apply(brought.importing.check(ListFile(brought.folder / "a.xlsx", "a.xlsx", "dl")).id)
    assert (second.counts["same"], second.counts["new"]) == (300, 0)
