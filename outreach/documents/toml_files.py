"""A TOML file as values, with what its notation gets wrong told in the words of somebody who writes plans."""

import re
import tomllib
from pathlib import Path
from typing import Any

from outreach.documents.fields import Section
from outreach.documents.report import Report
from outreach.documents.text_files import fault_in, read_text, shortened
from outreach.documents.toml_lines import DEEPEST, TOKEN, KeyPath, key_lines, too_deep
from outreach.domain.errors import BadInput, Problem

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_ADVICE = {
    "Cannot overwrite": "khóa này đã có ở trên: bỏ bớt một chỗ",
    "Cannot declare": "bảng này đã có ở trên: bỏ bớt một chỗ, hoặc viết [[…]] nếu muốn thêm một mục",
    "Duplicate inline": "khóa này đã có ở trên: bỏ bớt một chỗ",
    "Unterminated string": "thiếu dấu ngoặc kép đóng",
    "Illegal character": "thiếu dấu ngoặc kép đóng, hoặc có ký tự lạ",
    "Unclosed array": "thiếu dấu phẩy giữa hai mục hoặc dấu ] đóng danh sách",
    "Unclosed inline": "thiếu dấu phẩy giữa hai mục hoặc dấu } đóng",
    "Expected '='": "thiếu dấu = giữa khóa và giá trị",
    "Invalid date": 'không có ngày giờ này: viết ngày là 2023-12-20, viết giờ là "05:30"',
    "Invalid value": "chữ phải đặt trong ngoặc kép; ngày viết 2023-12-20",
    "Expected newline": "viết mỗi khóa một dòng; chữ và giờ đặt trong ngoặc kép; ngày viết 2023-12-20",
    "Unescaped": "dấu \\ phải viết đôi: \\\\",
}
_GENERAL_ADVICE = "không đúng cách viết TOML: kiểm tra ngoặc kép, ngoặc vuông và dấu phẩy quanh chỗ này"
_ODD_ADVICE = 'mã có số 0 ở đầu và giờ phải đặt trong ngoặc kép: "06184", "05:30"; ngày viết 2023-12-20'
_NUMBER_LIKE = re.compile(r"\d[\d/:.h-]*")


def open_toml(path: Path) -> Section:
    """The root table of a file. Its report holds already what is wrong with the notation and the letters."""
    text, notation = read_text(path), None
    _refuse_depth(path.name, text)
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        notation = _notation_problem(path.name, text, str(error))
        text, data = _second_look(text, BadInput(path.name, (notation[1],)))
    report = Report(path.name, key_lines(text), notation)
    _check_letters(data, (), report)
    return Section(data, (), report)


def _refuse_depth(file: str, text: str) -> None:
    """Before anything is read: the parser itself takes hours and gigabytes over what is nested without end."""
    if line := too_deep(text):
        advice = f"lồng quá {DEEPEST} tầng: bớt dấu chấm trong khóa hoặc bớt ngoặc; chữ phải đặt trong ngoặc kép"
        shown = shortened(text.split("\n")[line - 1].strip())
        raise BadInput(file, (Problem(f"{file}, dòng {line}", shown, advice),))


def _notation_problem(file: str, text: str, error: str) -> tuple[int, Problem]:
    lines, place = text.split("\n"), _PLACE.search(error)
    line, column = (int(place[1]), int(place[2])) if place else (len(text.rstrip().split("\n")), 0)
    where = f"{file}, dòng {line}, cột {column}" if place else f"{file}, dòng {line}"
    advice = next((advice for start, advice in _ADVICE.items() if error.startswith(start)), _GENERAL_ADVICE)
    if any(_is_odd(token) for token in TOKEN.finditer(lines[line - 1])):
        advice = _ODD_ADVICE
    return line, Problem(where, shortened(lines[line - 1].strip()), advice)


def _second_look(text: str, refusal: BadInput) -> tuple[str, dict[str, Any]]:
    """Read again with each impossible date or number taken as text, so that its key can say what should stand there."""
    mended = TOKEN.sub(lambda token: f'"{token[0]}"' if _is_odd(token) else token[0], text)
    try:
        return mended, tomllib.loads(mended)
    except (ValueError, RecursionError):
        raise refusal from None


def _is_odd(token: re.Match[str]) -> bool:
    if token.lastgroup != "bare" or not _NUMBER_LIKE.fullmatch(token[0]):
        return False
    try:
        tomllib.loads(f"value = {token[0]}")
    except ValueError:
        return True
    return False


def _check_letters(value: Any, path: KeyPath, report: Report) -> None:
    if isinstance(value, str) and (advice := fault_in(value)):
        report.add(path, value, advice)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            _check_letters(item, (*path, number), report)
    elif isinstance(value, dict):
        for key, item in value.items():
            if advice := fault_in(key):
                report.add((*path, key), key, advice)
            _check_letters(item, (*path, key), report)
