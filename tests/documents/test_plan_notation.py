"""A plan file that is no UTF-8 TOML is refused with the line, and the running campaign never hears of it."""

from pathlib import Path

import pytest

from outreach.documents.plans import read_plan
from outreach.documents.text_files import LARGEST
from outreach.domain.errors import BadInput
from outreach.studio.measuring import measure
from tests.documents.plan_files import NAME, PLACES, WHOLE, Desk


@pytest.mark.parametrize(
    ("bent", "line", "value", "advice"),
    [
        ('slug = "a', 1, 'slug = "a', "thiếu dấu ngoặc kép đóng"),
        ('slug = "a"\ntitle = Kế hoạch', 2, "title = Kế hoạch", "chữ phải đặt trong ngoặc kép"),
        ('slug = "a"\n\nslug = "b"', 3, 'slug = "b"', "khóa này đã có ở trên"),
        ("[period]\n[period]", 2, "[period]", "bảng này đã có ở trên"),
        ('slug "a"', 1, 'slug "a"', "thiếu dấu = giữa khóa và giá trị"),
        ('slug = "a" title = "b"', 1, 'slug = "a" title = "b"', "viết mỗi khóa một dòng"),
        ('communes = [\n  "06184"\n  "06187"\n]', 3, '"06187"', "thiếu dấu phẩy giữa hai mục"),
        ('title = "C:\\xã"', 1, 'title = "C:\\xã"', "phải viết đôi"),
        ("slug =", 1, "slug =", "chữ phải đặt trong ngoặc kép"),
        ("= 5", 1, "= 5", "không đúng cách viết TOML"),
        ("communes = " + "[" * 5000, 1, "communes = [[", "lồng quá 20 tầng"),
        ('slug = "a"\n' + "a." * 50_000 + "a = 1", 2, "a.a.a", "lồng quá 20 tầng"),
        ('slug = "a"\n[' + '"x" . ' * 50_000 + "a]", 2, '["x" . "x"', "lồng quá 20 tầng"),
        ("a = " + "{b=" * 100 + "1" + "}" * 100, 1, "a = {b={b=", "lồng quá 20 tầng"),
        ('title = "' + "Kính thưa bà con. " * 30, 1, 'title = "Kính', "thiếu dấu ngoặc kép đóng"),
    ],
)
def test_wrong_notation_is_shown_where_it_stands(bent: str, line: int, value: str, advice: str, desk: Desk) -> None:
    (problem,) = desk.problems(bent)

    assert problem.where.split(", cột ")[0] == f"{NAME}, dòng {line}"
    assert problem.value.startswith(value)
    assert advice in problem.advice


def test_a_commune_code_without_quotation_marks_is_told_with_everything_else(desk: Desk) -> None:
    bent = WHOLE.replace('"06205"', "06205").replace("target = 80", "target = 0")

    notation, target = desk.problems(bent)

    assert notation.where.startswith(f"{NAME}, dòng 8, cột ")
    assert "phải đặt trong ngoặc kép" in notation.advice
    assert target.where.endswith("outcomes[1].target")


def test_a_clock_time_without_quotation_marks_is_told_by_its_line(desk: Desk) -> None:
    (problem,) = desk.problems(WHOLE.replace("opens = 05:30:00", "opens = 05:30"))

    line = WHOLE.split("opens = 05:30:00")[0].count("\n") + 1
    assert problem.where.startswith(f"{NAME}, dòng {line}, ")
    assert problem.value == "opens = 05:30"
    assert '"05:30"' in problem.advice


def test_the_old_code_pages_are_refused_at_their_first_odd_byte(desk: Desk) -> None:
    prefix = b'slug = "a"\ntitle = "'

    (problem,) = desk.problems(prefix + b'Ph\xea duy\xd6t"\n')

    assert problem.where == f"{NAME}, dòng 2, byte {len(prefix) + 2}"
    assert problem.value.startswith("EA")
    assert "UTF-8" in problem.advice


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258"])
def test_another_encoding_is_refused(encoding: str, desk: Desk) -> None:
    (problem,) = desk.problems('title = "Phê duyệt"'.replace("ệ", "ê").encode(encoding))

    assert "lưu lại tệp bằng bảng mã UTF-8" in problem.advice


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\t\n"])
def test_an_empty_file_is_refused(content: bytes, desk: Desk) -> None:
    (problem,) = desk.problems(content)

    assert (problem.where, problem.advice) == (NAME, "tệp rỗng: chép lại tệp đầy đủ")


def test_a_file_of_remarks_lacks_everything(desk: Desk) -> None:
    keys = [problem.where.split(", ")[-1] for problem in desk.problems("# chưa viết gì\n")]

    assert sorted(keys) == ["communes", "period", "slug", "source", "summary", "title"]


def test_an_enormous_file_is_refused_unread(desk: Desk) -> None:
    (problem,) = desk.problems(b"#" * (LARGEST + 1))

    assert problem.value == f"{LARGEST + 1} byte"
    assert "quá lớn" in problem.advice


@pytest.mark.parametrize("path", ["khong-co.toml", "audio", "a\0b"])
def test_what_cannot_be_opened_is_refused(path: str, desk: Desk) -> None:
    with pytest.raises(BadInput) as refusal:
        read_plan(desk.folder / path, PLACES, measure, desk.audio)

    (problem,) = refusal.value.problems
    assert "không mở được tệp" in problem.advice
    assert str(desk.folder) not in str(problem)


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(desk: Desk) -> None:
    windows = b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode()

    assert desk.read(windows) == desk.read(WHOLE)


def test_lines_are_counted_the_same_with_windows_line_ends(desk: Desk) -> None:
    bent = WHOLE.replace("per_week = 2", "per_week = 0")

    assert desk.problems(bent.replace("\n", "\r\n")) == desk.problems(bent)


def test_the_folder_of_a_file_is_nobody_s_business(desk: Desk) -> None:
    with pytest.raises(BadInput) as refusal:
        desk.read("slug = 5")

    assert str(Path(desk.folder)) not in f"{refusal.value} {refusal.value.problems}"
