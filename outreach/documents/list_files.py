"""Lists that people bring, looked at before anything reads them: what they really are, how large, and no bombs."""

import zipfile
from enum import StrEnum
from pathlib import Path

from outreach.documents.text_files import refused


class ListKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


MEGA = 1_000_000
LARGEST = {ListKind.CSV: 200 * MEGA, ListKind.XLSX: 50 * MEGA}
"""Bytes. The 467,636 customers of a province are 58 MB as CSV and 24 MB as XLSX."""
LARGEST_UNPACKED = 1_000 * MEGA
MOST_PACKED = 100
"""How many times smaller than its content a packed part may be; sheets of real lists come to some twenty times."""
MOST_PARTS = 2_000
_KINDS = {".csv": ListKind.CSV, ".txt": ListKind.CSV, ".tsv": ListKind.CSV, ".xlsx": ListKind.XLSX}
_OTHERS = {
    ".xls": "sổ Excel kiểu cũ (.xls): mở bằng Excel, chọn Lưu thành, kiểu «Excel Workbook (*.xlsx)»",
    ".xlsm": "sổ Excel có macro (.xlsm): lưu thành sổ không macro (.xlsx)",
    ".xlsb": "sổ Excel nhị phân (.xlsb): lưu thành .xlsx",
    ".ods": "bảng tính OpenDocument (.ods): lưu thành .xlsx hoặc .csv",
    ".pdf": "tệp PDF không phải bảng: xin lại danh sách dạng .xlsx hoặc .csv",
    ".zip": "tệp nén: giải nén rồi nạp tệp .xlsx hoặc .csv bên trong",
}
_BEGINNINGS = {
    b"PK\x03\x04": "tệp nén hoặc sổ Excel",
    b"PK\x05\x06": "tệp nén rỗng",
    b"\xd0\xcf\x11\xe0": "sổ Excel kiểu cũ hoặc có mật khẩu",
    b"%PDF": "tệp PDF",
    b"\x89PNG": "hình ảnh",
    b"\xff\xd8\xff": "hình ảnh",
    b"SQLite": "cơ sở dữ liệu",
    b"\x1f\x8b": "tệp nén gzip",
}


def list_kind(path: Path, name: str = "") -> ListKind:
    """What the file is, by its name and by what it begins with; BadInput when it is no list we can read.

    ``name`` is what people call it, where it lies under another name.
    """
    file = Path(name or path.name)
    kind = _KINDS.get(file.suffix.lower())
    if kind is None:
        raise refused(file, file.suffix, _OTHERS.get(file.suffix.lower(), "chỉ nhận danh sách .xlsx hoặc .csv"))
    begins = _begins(path, file, LARGEST[kind])
    looks = next((look for mark, look in _BEGINNINGS.items() if begins.startswith(mark)), "")
    if kind is ListKind.CSV and looks:
        raise refused(
            file, looks, f"nội dung không phải chữ như đuôi {file.suffix}: đặt lại đúng đuôi, hoặc lưu thành CSV"
        )
    if kind is ListKind.XLSX:
        if not begins.startswith(b"PK\x03\x04"):
            told = "không phải sổ .xlsx như đuôi tệp: mở bằng Excel (bỏ mật khẩu nếu có) rồi lưu thành .xlsx"
            raise refused(file, looks or "nội dung khác", told)
        _weigh(path, file)
    return kind


def _begins(path: Path, file: Path, largest: int) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as opened:
            begins = opened.read(16)
    except OSError as error:
        raise refused(file, file.name, "không mở được tệp: kiểm tra tên tệp và quyền đọc") from error
    if size > largest:
        told = f"tệp quá lớn: tối đa {largest // MEGA} MB; tách thành nhiều tệp theo xã"
        raise refused(file, f"{size / MEGA:.0f} MB", told)
    if not begins:
        raise refused(file, "", "tệp rỗng: xuất lại danh sách")
    return begins


def _weigh(path: Path, file: Path) -> None:
    """Refuse what would fill the memory when unpacked, by what the archive itself declares."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:  # the last: archives of newer kinds
        raise refused(file, "", "sổ bị hỏng: mở bằng Excel rồi lưu lại, hoặc tải lại tệp") from error
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise refused(file, "", "tệp nén này không phải sổ Excel: lưu lại bằng Excel, kiểu .xlsx")
    whole = sum(part.file_size for part in parts)
    dense = any(part.file_size > MEGA and part.file_size > MOST_PACKED * part.compress_size for part in parts)
    if whole > LARGEST_UNPACKED or dense or len(parts) > MOST_PARTS:
        raise refused(
            file, f"{whole / MEGA:.0f} MB khi giải nén", "sổ nén quá chặt, không giống danh sách thật: lưu thành CSV"
        )
