"""Made-up customers, the same ones for the same seed: nobody's names, put together from syllables."""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from outreach.domain.customer_ports import CustomerLine
from outreach.domain.customers import folded

FAMILY = ("Hoàng", "Nông", "Lý", "Vi", "Chu", "Lương", "Triệu", "Đàm", "Bế", "Hứa", "Nguyễn", "Trần")
MIDDLE = (
    *("Văn", "Thị", "Đức", "Thu", "Minh", "Ngọc", "Quốc", "Hữu", "Mỹ", "Bích", "Khánh", "Diệu"),
    *("Xuân", "Hồng", "Thanh", "Kim", "Quang", "Thế", "Tuấn", "Như", "Gia", "Bảo", "Hải", "Đình"),
)
GIVEN = (
    *("Hòa", "Mơ", "Tuyết", "Sáng", "Lành", "Vượng", "Thắm", "Đào", "Sơn", "Thủy", "Quế", "Hợp", "Ngân", "Bằng"),
    *("Huệ", "Lan", "Cúc", "Trúc", "Mai", "Phượng", "Dũng", "Cường", "Thắng", "Lợi", "Phúc", "Lộc", "Thọ", "Khang"),
    *("Ninh", "Bình", "Yên", "Hân", "Hoan", "Hỷ", "Mẫn", "Tiệp", "Liễu", "Ước", "Uyên", "Khuê"),
)
TONES = ("Nà", "Pò", "Bản", "Khuổi", "Cốc", "Lũng")
HAMLETS = ("Pàn", "Mục", "Lải", "Kéo", "Slao", "Tằng", "Mạ", "Chang")
STARTS = ("032", "035", "038", "070", "077", "081", "085", "090", "091", "094", "096", "098")
COMMUNES = ("06184", "06187", "06190", "06193", "06196")
HEADINGS = ("Mã KH", "Tên khách hàng", "Điện thoại", "Mã xã", "Thôn", "Ngày GCS", "Hình thức thanh toán", "Điện lực")


def made_rows(count: int, seed: int = 1, communes: Sequence[str] = COMMUNES) -> Iterator[tuple[str, ...]]:
    """Rows in the order of HEADINGS, all of them good."""
    for number in range(count):
        chance = int.from_bytes(hashlib.blake2b(f"{seed}/{number}".encode(), digest_size=16).digest())
        take = _Dice(chance)
        name = f"{take(FAMILY)} {take(MIDDLE)} {take(MIDDLE)} {take(GIVEN)}"
        mobile = f"{take(STARTS)}{take.number(10_000_000):07d}"
        hamlet = f"{take(TONES)} {take(HAMLETS)}"
        payment = take(("Tiền mặt", "Chuyển khoản", "Tiền mặt"))
        day = str(take.number(25) + 1)
        yield f"PA11CL{1_000_000 + number}", name, mobile, take(communes), hamlet, day, payment, "PA11CL"


def made_lines(count: int, seed: int = 1, communes: Sequence[str] = COMMUNES) -> Iterator[CustomerLine]:
    for code, name, mobile, commune, hamlet, day, payment, unit in made_rows(count, seed, communes):
        number = f"84{mobile[1:]}"
        way = "cash" if payment == "Tiền mặt" else "cashless"
        yield CustomerLine(code, name, folded(name), number, number, commune, hamlet, unit, day, way, "none")


def write_list(path: Path, count: int, seed: int = 1, communes: Sequence[str] = COMMUNES) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(made_rows(count, seed, communes))
    return path


class _Dice:
    """One large number, spent a little at each throw."""

    def __init__(self, chance: int) -> None:
        self._chance = chance

    def number(self, sides: int) -> int:
        self._chance, thrown = divmod(self._chance, sides)
        return thrown

    def __call__(self, choices: Sequence[str]) -> str:
        return choices[self.number(len(choices))]
