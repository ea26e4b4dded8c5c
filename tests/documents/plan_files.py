"""A whole plan file to bend, and what reading it needs."""

import wave
from dataclasses import dataclass
from pathlib import Path

from outreach.documents.places import read_places
from outreach.documents.plans import read_plan
from outreach.domain.campaigns import Plan
from outreach.domain.errors import BadInput, Problem
from outreach.domain.units import Place
from outreach.studio.measuring import measure

CHECKOUT = Path(__file__).parents[2]
PLACES = read_places(CHECKOUT / "schedules" / "places.csv")
NAME = "ke-hoach.toml"

WHOLE = """\
slug = "thu-nghiem"
title = "Kế hoạch thử"
summary = "Mọi khóa đều có mặt."
source = "Tự đặt"
assumptions = ["Tất cả là giả định."]
communes = [
  "06184", # Thị trấn Đồng Đăng
  "06205", # Xã Hồng Phong
]

[period]
first = 2023-10-09
last = 2023-12-20

[letter]
number = "12/UBND"
issued = "2023-10"
issuer = "UBND huyện"
subject = "V/v thử"
addressees = ["UBND các xã"]
signed_by = "PHÓ CHỦ TỊCH"

[[letter.refers_to]]
number = "11/PC"
issued = 2023-09-26
issuer = "Công ty Điện lực"

[[letter.supersedes]]
number = "10/UBND"
issued = 2023-10-04
issuer = "UBND huyện"

[quiet_hours]
starts = "21:00"
ends = "05:00"

[stations]
clusters = ["Cụm 1", "Cụm 2"]

[[stations.windows]]
name = "Sáng"
opens = 05:30:00
closes = 06:20:00

[[stations.windows]]
name = "Chiều"
opens = "17:00"
closes = "17:45"
weekdays = ["T2", "T4", "CN"]

[[stations.relays]]
name = "Tiếp sóng"
opens = "05:30"
closes = "05:45"

[[recordings]]
slug = "loi-keu-goi"
title = "Lời kêu gọi"
file = "ngan.wav"
script = "ngan.txt"
language = "vi"
approved_by = "Chủ tịch UBND"
approved_in = "12/UBND"

[[duties]]
slug = "loa-hang-tuan"
title = "Phát loa hằng tuần"
recording = "loi-keu-goi"
per_week = 2
first = 2023-10-10
last = 2023-12-19
cluster_share = 0.5
whole = 0.9
accepts = ["E1", "M3"]

[[notices]]
slug = "tin-nhan"
title = "Tin nhắn"
audience = "Mọi khách hàng"
channels = ["zalo", "sms"]
by = 2023-12-01
text = "Xin chào"

[[outcomes]]
slug = "ty-le"
title = "Tỷ lệ"
basis = "customers"
baseline = 69.38
denominator = 467636
baseline_as_of = "2023"
target = 80
by = 2023-12-31
"""


@dataclass(frozen=True)
class Desk:
    """A folder for plan files with an audio folder beside it."""

    folder: Path

    @property
    def audio(self) -> Path:
        return self.folder / "audio"

    def write(self, content: str | bytes) -> Path:
        path = self.folder / NAME
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def read(self, content: str | bytes, places: tuple[Place, ...] = PLACES) -> Plan:
        return read_plan(self.write(content), places, measure, self.audio)

    def problems(self, content: str | bytes) -> tuple[Problem, ...]:
        """What reading the file finds wrong."""
        try:
            self.read(content)
        except BadInput as bad:
            return bad.problems
        return ()


def make_desk(folder: Path) -> Desk:
    desk = Desk(folder)
    desk.audio.mkdir()
    write_wav(desk.audio / "ngan.wav", seconds=1)
    write_wav(desk.audio / "dai.wav", seconds=3_590)
    (desk.audio / "ngan.txt").write_text("Kính thưa bà con.\n", encoding="utf-8")
    (desk.audio / "hong.mp3").write_text("không phải âm thanh", encoding="utf-8")
    (desk.audio / "roi.txt").write_bytes("Kính thư\u0301 ba\u0300 con".encode())
    (desk.audio / "cu.txt").write_bytes("Kính thưa".encode("utf-16"))
    (folder / "ngoai.wav").write_bytes((desk.audio / "ngan.wav").read_bytes())
    (desk.audio / "loi-tat.wav").symlink_to(folder / "ngoai.wav")
    return desk


def write_wav(path: Path, seconds: int, rate: int = 100) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(2 * seconds * rate))


def changed(old: str, new: str) -> str:
    """The whole plan with one place changed."""
    assert WHOLE.count(old) == 1, f"{old!r} must stand exactly once in the plan"
    return WHOLE.replace(old, new)
