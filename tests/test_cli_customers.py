"""`outreach import …`, as a person and a script use it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from outreach.cli import main
from outreach.documents.sheets import open_sheet
from outreach.domain.customers import AudienceFilter
from outreach.domain.law import Scope
from outreach.storage.opening import open_store
from tests.documents.list_making import GOOD, HEAD, write_book, write_csv

Call = Callable[..., Result]
ON_THE_DAY = ("--day", "2023-11-01")


@pytest.fixture
def call(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("OUTREACH_DATA", str(data_folder))

    def outreach(*words: str) -> Result:
        return CliRunner().invoke(main, ["import", *words])

    return outreach


def customers(folder: Path) -> int:
    store = open_store(f"sqlite:///{folder / 'outreach.db'}", folder)
    with store.transactions.reading() as uow:
        count = uow.customers.count(AudienceFilter())
    store.close()
    return count


def test_a_list_goes_in_and_again_changes_nothing(call: Call, tmp_path: Path, data_folder: Path) -> None:
    file = write_csv(tmp_path / "khach.csv", [HEAD, GOOD])
    assert "khach.csv: dòng 1, đúng 1, mới 1" in call("customers", str(file), *ON_THE_DAY).output
    assert "như cũ 1" in call("customers", str(file), *ON_THE_DAY).output
    assert customers(data_folder) == 1


def test_bad_rows_hold_a_list_back_and_are_written_as_a_workbook(call: Call, tmp_path: Path, data_folder: Path) -> None:
    file = write_csv(tmp_path / "khach.csv", [HEAD, GOOD, ("PA11CL0001235", "Lý Mơ", "123", "Bảo Lâm", "")])
    out = tmp_path / "sai.xlsx"
    refused = call("customers", str(file), *ON_THE_DAY, "--bad-rows", str(out))
    assert refused.exit_code == 2
    assert "dòng 3, Điện thoại: «123» thiếu chữ số" in refused.output
    assert "1 dòng sai nên chưa nhập gì" in refused.output
    assert customers(data_folder) == 0
    with open_sheet(out) as sheet:
        assert [cells[:2] for _number, cells in sheet.rows][1:] == [["3", "Điện thoại"]]
    assert call("customers", str(file), *ON_THE_DAY, "--good-rows").exit_code == 0
    assert customers(data_folder) == 1


def test_a_list_older_than_todays_communes_is_told_how_to_come_in(call: Call, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "khach.csv", [HEAD, GOOD])
    assert "thêm ngày lập, ví dụ --day 2023-11-01" in call("customers", str(file)).output
    assert "--day" not in call("customers", str(file), *ON_THE_DAY).output


def test_a_script_reads_json(call: Call, tmp_path: Path, data_folder: Path) -> None:
    file = write_book(
        tmp_path / "khach.xlsx",
        [("ghi chú",)],
        KH=[("Mã KH", "Tên", "Xã", "Gọi"), ("PA11CL0001234", "Lý Mơ", "Bảo Lâm", 912345678)],
    )
    told = call("customers", str(file), *ON_THE_DAY, "--sheet", "KH", "--map", "phone=Gọi", "--json", "--check")
    record = json.loads(told.stdout)
    assert record["counts"]["good"] == 1
    assert record["counts"]["zero_lost"] == 1
    assert record["mapping"]["phone"] == ["Gọi"]
    assert record["problems"] == []
    assert customers(data_folder) == 0
    assert list((data_folder / "imports").iterdir()) == []


@pytest.mark.parametrize("told", ["phone", "phone=Không có", "màu=Xã"])
def test_a_wrong_mapping_is_one_clear_line(call: Call, tmp_path: Path, told: str) -> None:
    file = write_csv(tmp_path / "khach.csv", [HEAD, GOOD])
    refused = call("customers", str(file), "--map", told)
    assert refused.exit_code == 2
    assert "Traceback" not in refused.output


def test_a_file_that_is_no_list_is_one_clear_line(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "khach.xls"
    file.write_bytes(b"\xd0\xcf\x11\xe0")
    refused = call("customers", str(file))
    assert refused.exit_code == 2
    assert "Lưu thành" in refused.output


def test_a_do_not_call_list_goes_in_once(call: Call, tmp_path: Path, data_folder: Path) -> None:
    rows = [("STT", "Số thuê bao"), (1, "0912345678"), (2, "84987654321"), (3, "không rõ"), (4, "0912345678")]
    file = write_csv(tmp_path / "dnc.csv", rows)
    assert json.loads(call("dnc", str(file), "--json").stdout)["new"] == 2
    assert "0 số mới, 2 đã có, 1 dòng không có số" in call("dnc", str(file)).output
    store = open_store(f"sqlite:///{data_folder / 'outreach.db'}", data_folder)
    with store.transactions.reading() as uow:
        refusing = uow.suppressions.among(["84912345678", "84987654321", "84911111111"], [Scope.ADVERTISING])
        assert refusing == {"84912345678", "84987654321"}
        assert uow.suppressions.among(["84912345678"], [Scope.ALL]) == frozenset()
    store.close()


def test_a_do_not_call_list_without_numbers_is_refused(call: Call, tmp_path: Path) -> None:
    assert call("dnc", str(write_csv(tmp_path / "dnc.csv", [("Số",), ("không",)]))).exit_code == 2
