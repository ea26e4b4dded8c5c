"""Plans are read whole: the shipped ones, one with every key, and one for the whole country."""

import unicodedata
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.documents.places import read_places
from outreach.documents.plans import read_plan
from outreach.domain.calendar import QuietHours, Window
from outreach.domain.campaigns import (
    DEFAULT_WINDOWS,
    Duty,
    Letter,
    LetterRef,
    NoticePlan,
    OutcomePlan,
    Plan,
    StationPlan,
    is_superseded_by,
)
from outreach.domain.units import Place
from outreach.studio.measuring import measure
from tests.documents.plan_files import CHECKOUT, PLACES, WHOLE, Desk

SCHEDULES = CHECKOUT / "schedules"


def shipped(path: Path) -> Plan:
    return read_plan(path, read_places(SCHEDULES / "places.csv"), measure, CHECKOUT / "audio")


def test_the_cao_loc_plan_says_what_the_letter_says() -> None:
    plan = shipped(SCHEDULES / "cao-loc-2023.toml")

    (duty,) = plan.duties
    assert (duty.per_week, duty.last) == (1, date(2023, 12, 20))
    assert len(duty.weeks) == 11
    assert (duty.weeks[-1].first, duty.weeks[-1].last) == (date(2023, 12, 18), date(2023, 12, 20))
    assert plan.communes == tuple(place.code for place in PLACES if place.parent == "183")
    assert len(plan.communes) == 22
    assert plan.letter is not None
    assert plan.letter.refers_to == (LetterRef("2076/PCLS-KD-TTBVPC", date(2023, 9, 26), "Công ty Điện lực Lạng Sơn"),)
    assert plan.letter.supersedes == (LetterRef("2633/UBND-VP", date(2023, 10, 4), "UBND huyện Cao Lộc"),)
    assert plan.outcomes == ()


def test_the_cao_loc_plan_calls_its_first_day_an_assumption() -> None:
    plan = shipped(SCHEDULES / "cao-loc-2023.toml")

    assert plan.letter is not None
    assert plan.letter.issued == "2023-10"
    assert "Ngày bắt đầu 09/10/2023" in plan.assumptions[0]


def test_the_recording_comes_with_its_script_and_is_short_enough_to_be_heard() -> None:
    (recording,) = shipped(SCHEDULES / "cao-loc-2023.toml").recordings

    assert timedelta(seconds=120) <= recording.length <= timedelta(seconds=185)  # a chime, and the script read twice
    assert recording.script.startswith("Kính thưa")


def test_the_ha_tinh_plan_says_what_the_article_says() -> None:
    plan = shipped(SCHEDULES / "ha-tinh-2023.toml")

    assert (plan.letter, plan.duties, plan.recordings) == (None, (), ())
    assert len(plan.communes) == 13
    (outcome,) = plan.outcomes
    assert (outcome.baseline, outcome.denominator, outcome.target) == (69.38, 467_636, 80)
    assert outcome.by == date(2023, 12, 31)
    assert plan.stations.windows == DEFAULT_WINDOWS


def test_the_letter_of_4_october_is_superseded_by_the_one_that_names_it() -> None:
    old = shipped(Path(__file__).parent / "cao-loc-2023-10-04.toml")
    new = shipped(SCHEDULES / "cao-loc-2023.toml")

    assert is_superseded_by(old, new)
    assert not is_superseded_by(new, old)


def test_every_key_of_a_plan_reaches_its_part(desk: Desk) -> None:
    plan = desk.read(WHOLE)

    assert (plan.slug, plan.first, plan.last) == ("thu-nghiem", date(2023, 10, 9), date(2023, 12, 20))
    assert plan.letter == Letter(
        "12/UBND",
        "2023-10",
        "UBND huyện",
        "V/v thử",
        ("UBND các xã",),
        "PHÓ CHỦ TỊCH",
        (LetterRef("11/PC", date(2023, 9, 26), "Công ty Điện lực"),),
        (LetterRef("10/UBND", date(2023, 10, 4), "UBND huyện"),),
    )
    assert plan.stations == StationPlan(
        windows=(
            Window(time(5, 30), time(6, 20), name="Sáng"),
            Window(time(17), time(17, 45), frozenset({0, 2, 6}), "Chiều"),
        ),
        relays=(Window(time(5, 30), time(5, 45), name="Tiếp sóng"),),
        clusters=("Cụm 1", "Cụm 2"),
    )
    assert plan.quiet == QuietHours(time(21), time(5))
    assert plan.duties == (
        Duty(
            "loa-hang-tuan",
            "Phát loa hằng tuần",
            "loi-keu-goi",
            2,
            date(2023, 10, 10),
            date(2023, 12, 19),
            0.5,
            0.9,
            ("E1", "M3"),
        ),
    )
    (recording,) = plan.recordings
    assert recording.sha256 == measure(desk.audio / "ngan.wav").sha256
    assert (recording.length, recording.script) == (timedelta(seconds=1), "Kính thưa bà con.")
    assert plan.notices == (
        NoticePlan("tin-nhan", "Tin nhắn", "Mọi khách hàng", ("zalo", "sms"), date(2023, 12, 1), "Xin chào"),
    )
    assert plan.outcomes == (
        OutcomePlan("ty-le", "Tỷ lệ", "customers", 69.38, 467_636, "2023", 80.0, date(2023, 12, 31)),
    )


def test_what_a_plan_may_leave_out_takes_its_usual_value(desk: Desk) -> None:
    least = """
        slug = "it-nhat"
        title = "Ít nhất"
        summary = "Chỉ những khóa bắt buộc."
        source = "Tự đặt"
        communes = ["06184"]
        period = { first = 2023-10-09, last = 2023-12-20 }
        [[recordings]]
        slug = "a"
        title = "A"
        file = "ngan.wav"
        approved_by = "Chủ tịch"
        approved_in = "1/UBND"
        [[duties]]
        slug = "b"
        title = "B"
        recording = "a"
        per_week = 1
        last = 2023-12-20
    """
    plan = desk.read(least)

    assert plan.duties == (Duty("b", "B", "a", 1, date(2023, 10, 9), date(2023, 12, 20)),)
    assert (plan.letter, plan.assumptions, plan.notices, plan.outcomes) == (None, (), (), ())
    assert (plan.stations, plan.quiet) == (StationPlan(DEFAULT_WINDOWS), QuietHours())
    assert (plan.recordings[0].language, plan.recordings[0].script) == ("vi", "")


def test_a_letter_whose_day_is_known_is_dated_to_the_day(desk: Desk) -> None:
    plan = desk.read(WHOLE.replace('issued = "2023-10"', "issued = 2023-10-06"))

    assert plan.letter is not None
    assert plan.letter.issued == "2023-10-06"


def test_every_problem_of_a_file_is_told_at_once_in_the_order_of_the_file(desk: Desk) -> None:
    bent = WHOLE.replace('"06205"', '"99999"').replace("last = 2023-12-19", "last = 19/12/2023")
    bent = bent.replace('title = "Kế hoạch thử"\n', "").replace("target = 80", "target = 0")

    keys = [problem.where.split(", ")[-1] for problem in desk.problems(bent)]

    assert keys == ["title", "communes[2]", "duties[1].last", "outcomes[1].target"]


def test_a_broken_part_does_not_make_its_neighbours_look_wrong(desk: Desk) -> None:
    bent = WHOLE.replace("first = 2023-10-09", 'first = "mai"').replace('file = "ngan.wav"', 'file = "khong.wav"')

    keys = [problem.where.split(", ")[-1] for problem in desk.problems(bent)]

    assert keys == ["period.first", "recordings[1].file"]


@pytest.mark.parametrize("name", ["kế hoạch.toml", unicodedata.normalize("NFD", "kế hoạch.toml")])
def test_the_file_system_may_hold_the_plan_under_any_name(desk: Desk, name: str) -> None:
    path = desk.folder / name
    path.write_text(WHOLE, encoding="utf-8")

    assert read_plan(path, PLACES, measure, desk.audio).slug == "thu-nghiem"


def test_a_plan_may_name_every_commune_of_the_country(desk: Desk) -> None:
    codes = [f"{number:05d}" for number in range(10_599)]
    nation = tuple(Place(code, "Xã", f"Số {code}", None, date(2020, 1, 1)) for code in codes)
    listed = "".join(f'  "{code}", # Xã Số {code}\n' for code in codes)
    content = WHOLE.replace('  "06184", # Thị trấn Đồng Đăng\n  "06205", # Xã Hồng Phong\n', listed)

    assert desk.read(content, nation).communes == tuple(codes)


def test_ten_thousand_unknown_communes_are_all_told(desk: Desk) -> None:
    listed = "".join(f'  "x{number:05d}",\n' for number in range(10_599))

    assert len(desk.problems(WHOLE.replace('  "06184", # Thị trấn Đồng Đăng\n', listed))) == 10_599


def test_the_whole_file_of_the_guide_is_one(tmp_path: Path) -> None:
    guide = (CHECKOUT / "docs" / "plan-file.md").read_text(encoding="utf-8")
    path = tmp_path / "vi-du.toml"
    path.write_text(guide.split("```toml\n")[1].split("```")[0], encoding="utf-8")

    plan = shipped(path)

    assert (plan.slug, len(plan.duties), len(plan.outcomes)) == ("vi-du-2023", 1, 1)


def test_the_guide_names_every_key(desk: Desk) -> None:
    guide = (CHECKOUT / "docs" / "plan-file.md").read_text(encoding="utf-8").split("## Every key")[1]
    unknown = "\n".join(
        f"{line}\nxyz = 1" if line.startswith("[") else line for line in f"xyz = 1\n{WHOLE}".split("\n")
    )

    offered = {key for problem in desk.problems(unknown) for key in problem.advice.split("chỉ có: ")[-1].split(", ")}

    assert len(offered) > 40
    assert {key for key in offered if key not in guide} == set()


ODD_VALUES = ["5", "-1", "1e400", "nan", '""', '"x"', "[]", "[[1]]", "{}", "2023-12-20", "9999-12-31", "00:00:00"]


@settings(deadline=None)
@given(st.integers(0, WHOLE.count("\n")), st.sampled_from(ODD_VALUES))
def test_whatever_stands_for_a_value_the_file_is_read_or_refused(desk: Desk, number: int, odd: str) -> None:
    lines = WHOLE.split("\n")
    key, equals, _ = lines[number].partition(" = ")
    lines[number] = f"{key} = {odd}" if equals else ""

    for problem in desk.problems("\n".join(lines)):
        assert problem.where.startswith("ke-hoach.toml")
        assert problem.advice
