"""The table of places is read whole, or refused whole with the line, the column and what to write."""

from datetime import date
from pathlib import Path

import pytest

from outreach.documents.places import read_places
from outreach.domain.errors import BadInput, Problem
from outreach.domain.units import Place
from tests.documents.plan_files import CHECKOUT, PLACES

HEAD = "code,kind,name,parent,valid_from,valid_to,successors\n"
ROWS = """\
20,Tỉnh,Lạng Sơn,,2020-01-01,,
183,Huyện,Cao Lộc,20,2020-01-01,2025-06-30,
06211,Xã,Lộc Yên,183,2020-01-01,2025-06-30,06211
06211,Xã,Cao Lộc,20,2025-07-01,,
"""


def problems(folder: Path, content: str | bytes) -> tuple[Problem, ...]:
    path = folder / "places.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        read_places(path)
    except BadInput as bad:
        return bad.problems
    return ()


def valid_on(day: date) -> dict[str, Place]:
    return {place.code: place for place in PLACES if place.valid_on(day)}


def test_one_code_means_one_place_before_the_merger_and_another_after() -> None:
    assert valid_on(date(2025, 6, 30))["06211"].label == "Xã Lộc Yên"
    assert valid_on(date(2025, 7, 1))["06211"].label == "Xã Cao Lộc"


def test_the_22_communes_of_cao_loc_become_8_units() -> None:
    communes = [place for place in PLACES if place.parent == "183"]
    after = valid_on(date(2025, 7, 1))

    successors = {after[code].label for place in communes for code in place.successors}

    assert len(communes) == 22
    assert successors == {
        "Xã Đồng Đăng",
        "Phường Kỳ Lừa",
        "Xã Cao Lộc",
        "Xã Ba Sơn",
        "Xã Khánh Khê",
        "Xã Công Sơn",
        "Phường Đông Kinh",
        "Xã Tân Đoàn",
    }
    assert not any(place.kind == "Huyện" for place in after.values())


def test_ha_tinh_had_13_districts_in_2023_and_loc_ha_was_one() -> None:
    districts = [place for place in valid_on(date(2023, 12, 31)).values() if place.parent == "42"]

    assert len(districts) == 13
    assert "Huyện Lộc Hà" in {place.label for place in districts}
    assert {"Huyện Kỳ Anh", "Thị xã Kỳ Anh"} <= {place.label for place in districts}


def test_the_shipped_table_holds_the_facts_it_was_made_from() -> None:
    text = (CHECKOUT / "schedules" / "places.csv").read_text(encoding="utf-8")

    assert len([line for line in text.splitlines() if not line.startswith("#")]) == len(PLACES) + 1


def test_remarks_blank_lines_and_windows_line_ends_are_no_rows(tmp_path: Path) -> None:
    content = "\ufeff" + "# ghi chú, có dấu phẩy\n" + HEAD + "\n" + ROWS + ",,,,,,\n"

    assert problems(tmp_path, content.replace("\n", "\r\n")) == ()
    assert len(read_places(tmp_path / "places.csv")) == 4


@pytest.mark.parametrize(
    ("old", "new", "where", "value", "advice"),
    [
        (HEAD, "ma,ten\n", "dòng 1, dòng tên cột", "ma,ten", "phải là code,kind,name,parent"),
        (HEAD + ROWS, "# gì cũng không\n", "dòng tên cột", "", "phải là code,kind"),
        ("20,Tỉnh,Lạng Sơn,,2020-01-01,,", "20,Tỉnh", "dòng 2, cả dòng", "20,Tỉnh", "có 2 cột, cần 7"),
        ("20,Tỉnh", ",Tỉnh", "dòng 2, cột code", "", "đang để trống"),
        ("20,Tỉnh", "2 0,Tỉnh", "dòng 2, cột code", "2 0", "mã chỉ gồm chữ số"),
        ("Lộc Yên", " ", "dòng 4, cột name", "", "đang để trống"),
        ("Lộc Yên", "Lô\u0323c Yên", "dòng 4, cột name", "Lô\u0323c Yên", "viết «Lộc Yên»"),
        ("Lộc Yên,183,2020-01-01", "Lộc Yên,183,1/1/2020", "dòng 4, cột valid_from", "1/1/2020", "ví dụ 2025-06-30"),
        ("Lộc Yên,183,2020-01-01", "Lộc Yên,183,", "dòng 4, cột valid_from", "", "ví dụ 2025-06-30"),
        ("2025-06-30,06211", "9999-12-31,06211", "dòng 4, cột valid_to", "9999-12-31", "năm từ 1900 đến 2199"),
        ("2025-06-30,06211", "2019-06-30,06211", "dòng 4, cột valid_to", "2019-06-30", "trước valid_from 01/01/2020"),
        ("2025-06-30,06211", "2025-06-30,06211/2", "dòng 4, cột successors", "06211/2", "dấu chấm phẩy"),
        ("2025-06-30,06211", "2025-06-30,06211;9", "dòng 4, cột successors", "06211;9", "vào ngày 01/07/2025"),
        ("2025-07-01,,", "2025-07-01,,20", "dòng 5, cột successors", "20", "còn tồn tại thì chưa có đơn vị kế tiếp"),
        ("Cao Lộc,20,2025-07-01", "Cao Lộc,183,2025-07-01", "dòng 5, cột parent", "183", "vào ngày 01/07/2025"),
        ("20,2025-07-01", "20,2025-06-30", "dòng 5, cột code", "06211", "trong cùng thời gian"),
    ],
)
def test_a_wrong_row_is_shown_by_line_and_column(
    old: str, new: str, where: str, value: str, advice: str, tmp_path: Path
) -> None:
    content = HEAD + ROWS
    assert content.count(old) == 1

    (problem,) = problems(tmp_path, content.replace(old, new))

    assert problem.where == f"places.csv, {where}"
    assert problem.value == value
    assert advice in problem.advice


def test_a_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, (HEAD + ROWS).encode("utf-16"))

    assert "UTF-8" in problem.advice


def test_a_cell_without_end_is_refused(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, HEAD + '20,"' + "x" * 200_000)

    assert "không phải bảng CSV" in problem.advice


def test_every_wrong_row_is_told_at_once(tmp_path: Path) -> None:
    content = HEAD + ROWS.replace("Lạng Sơn", "").replace("Lộc Yên", "").replace("2025-07-01", "mai")

    assert [problem.where.split(", ")[1] for problem in problems(tmp_path, content)] == ["dòng 2", "dòng 4", "dòng 5"]
