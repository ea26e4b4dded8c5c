"""Reading a scenario: the shipped one as it is meant, a bad one refused whole with every problem found."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from outreach.config import content_root
from outreach.domain.calendar import instant
from outreach.domain.errors import BadInput
from outreach.replay.scenario import Scenario
from outreach.replay.scenario_file import read_scenario
from tests.replay.theatre import SCENARIO, shipped

SHIPPED = (content_root() / "schedules" / SCENARIO).read_text(encoding="utf-8")


def read(folder: Path, text: str | bytes) -> Scenario:
    path = folder / "thu.replay.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_scenario(path, shipped().plan)


def problems(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(BadInput) as refused:
        read(folder, text)
    return [str(problem) for problem in refused.value.problems]


def test_the_shipped_scenario_mixes_machines_and_hands() -> None:
    scenario = shipped().scenario
    stations = [scenario.equipment(commune) for commune in shipped().plan.communes]
    with_machines = [station for station in stations if station.machines]
    assert len(with_machines) == 6
    assert [station.commune for station in with_machines if station.by_hand] == ["06235"]
    assert max(len(station.machines) for station in stations) == 2
    assert {len(station.clusters) for station in stations if not station.machines} <= set(range(2, 8))
    assert stations[0].clusters[:2] == ("Cụm 1", "Cụm 2")


def test_times_are_local(tmp_path: Path) -> None:
    offline = read(tmp_path, SHIPPED).offline[0]
    assert offline.span.start == instant(date(2023, 11, 7), time(18))
    assert offline.span.end - offline.span.start == timedelta(days=5, hours=18)


def test_a_changed_file_is_another_scenario(tmp_path: Path) -> None:
    assert read(tmp_path, SHIPPED).name != read(tmp_path, SHIPPED + "\n# thêm một dòng\n").name


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("seed = 20231009", "seed = -1", "seed: đọc được «-1» — phải là số nguyên từ 0"),
        ("seed = 20231009", 'seed = "1"', "seed: đọc được «1» — phải là số nguyên: viết seed = 0"),
        ("seed = 20231009", "", "seed: đọc được «(không có)» — thiếu: thêm seed = 0"),
        ("step_minutes = 15", "step_minutes = 25", "step_minutes: đọc được «25» — phải chia hết một giờ"),
        ("days_before = 2", "days_before = 0", "days_before: đọc được «0» — phải là số nguyên từ 1"),
        ("settle_days = 7", "settle_days = 7\nspeed = 3", "speed: đọc được «3» — không có khóa này ở đây"),
        ("most_clusters = 7", "most_clusters = 1", "by_hand.most_clusters: đọc được «1» — phải không nhỏ hơn"),
        ("[by_hand]", "[by_hands]", "by_hand: đọc được «(không có)» — thiếu: thêm [by_hand]"),
        ('commune = "06184"', 'commune = "99999"', "stations[1].commune: đọc được «99999» — xã này không có trong"),
        ('commune = "06187"', 'commune = "06184"', "stations[2].commune: đọc được «06184» — đã có ở trên"),
        ('id = "dong-dang-2"', 'id = "dong-dang-1"', "stations[1].machines[2].id: đọc được «dong-dang-1» — đã có"),
        ('id = "cao-loc-1"', 'id = "Cao Lộc 1"', "stations[2].machines[1].id: đọc được «Cao Lộc 1» — chỉ dùng"),
        ("clusters = [5, 6, 7, 8]", "clusters = [4, 6]", "stations[1].clusters: đọc được «8» — một cụm loa chỉ do"),
        ("clusters = [5, 6, 7, 8]", "clusters = [9]", "stations[1].machines[2].clusters: đọc được «[9]» — phải là"),
        ("clusters = [5, 6, 7, 8]", "clusters = []", "stations[1].machines[2].clusters: đọc được «[]» — phải là"),
        ("late = 0.12", "late = 1.2", "officers.late: đọc được «1.2» — phải là số từ 0 đến 1"),
        ("late = 0.12", "late = 0.9", "officers.late: đọc được «0.9» — late, forgets_to_confirm"),
        ("photo = 0.25", "photo = 1", "officers.photo: đọc được «1» — photo và recording cộng lại quá 1"),
        ("from = 2023-11-20T00:00:00", "from = 2023-11-28T00:00:00", "absences[1].until"),
        (
            "from = 2023-11-20T00:00:00",
            "from = 2023-11-20",
            "absences[1].from: đọc được «2023-11-20» — phải là ngày và",
        ),
        ("from = 2023-11-20T00:00:00", "from = 2023-11-20T00:00:00Z", "không kèm múi giờ"),
        ('machine = "cao-lau-1"', 'machine = "cao-lau-9"', "offline[1].machine: đọc được «cao-lau-9» — không có máy"),
        ('"06232", "06244", "06208"', '"06232", "1"', "power_cuts[1].communes: đọc được «['06232', '1']» — không có"),
        ('"06232", "06244", "06208"', "", "power_cuts[1].communes: đọc được «[]» — phải là danh sách chữ"),
        ("week = 2023-10-30", "week = 2023-10-31", "leaves[1].week: đọc được «2023-10-31» — phải là ngày thứ Hai"),
        ("at = 2023-10-31T09:00:00", "at = 2024-10-31T09:00:00", "leaves[1].at"),
        ('reason = "Mất điện do quá tải."', 'reason = " "', "power_cuts[2].reason: đọc được « » — đang để trống"),
        ("Mất điện do quá tải.", "Ma\u0302\u0301t điện", "dấu viết rời (NFD)"),
        ("[[leaves]]", "[leaves]", "leaves: đọc được"),
        ("[officers]", "[officers", "sai cách viết TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_what_to_write(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in SHIPPED
    found = problems(tmp_path, SHIPPED.replace(old, new, 1))
    assert any(told in problem for problem in found), found
    assert all(problem.startswith("thu.replay.toml") for problem in found)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = SHIPPED.replace("seed = 20231009", "seed = -1").replace("late = 0.12", "late = 7.0")
    assert len(problems(tmp_path, text)) == 2


def test_a_file_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    assert "không phải UTF-8" in problems(tmp_path, SHIPPED.encode("utf-16"))[0]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"thieu\.toml"):
        read_scenario(tmp_path / "thieu.toml", shipped().plan)
