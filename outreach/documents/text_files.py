"""Text that people wrote, from the disk: whole, UTF-8 and of a sane size, or refused with the reason."""

import unicodedata
from pathlib import Path

from outreach.domain.errors import BadInput, Problem

LARGEST = 5_000_000
"""Bytes. A plan that names every commune of the country is a tenth of it."""


def read_text(path: Path) -> str:
    """The text of a file without a byte order mark, lines ended by ``\\n``; BadInput when it is no such text."""
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else b""
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise refused(path, path.name, "không mở được tệp: kiểm tra tên tệp và quyền đọc") from error
    if size > LARGEST:
        raise refused(path, f"{size} byte", f"tệp quá lớn: tối đa {LARGEST} byte")
    text = _decoded(path, content).replace("\r\n", "\n")
    if not text.strip():
        raise refused(path, "", "tệp rỗng: chép lại tệp đầy đủ")
    return text


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start
        line = content.count(b"\n", 0, start) + 1
        problem = Problem(
            f"{path.name}, dòng {line}, byte {start}",
            " ".join(f"{byte:02X}" for byte in content[start : start + 4]),
            "không phải UTF-8: lưu lại tệp bằng bảng mã UTF-8 (không phải UTF-16, TCVN3, VNI hay Windows-1258)",
        )
        raise BadInput(path.name, (problem,)) from error


def refused(path: Path, value: str, advice: str) -> BadInput:
    """A file refused whole, for one reason."""
    return BadInput(path.name, (Problem(path.name, value, advice),))


def fault_in(text: str) -> str | None:
    """What is wrong with the characters of a text, as advice; None when nothing is."""
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        return f"dấu viết rời (NFD): lưu lại tệp ở dạng dựng sẵn NFC, viết «{shortened(composed)}»"
    if any(unicodedata.category(character) == "Cc" and character not in "\n\t" for character in text):
        return "có ký tự điều khiển không nhìn thấy: xóa đi và gõ lại"
    return None


def shortened(text: str, longest: int = 80) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
