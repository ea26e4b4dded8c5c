"""Demo people: one officer and one leader a commune, named by role; nobody who exists."""

from dataclasses import replace
from datetime import date

import pytest

from outreach.domain.people import Action, Role
from outreach.domain.units import Place
from outreach.replay.people import cast_of
from tests.replay.theatre import shipped

OLD = date(2020, 1, 1)


def test_every_commune_has_an_officer_and_a_leader_who_may_confirm_there() -> None:
    cast = shipped().cast
    assert set(cast.officers) == set(cast.leaders) == set(shipped().plan.communes)
    for commune in shipped().plan.communes:
        assert cast.officers[commune].may(Action.CONFIRM, (commune, "183", "20"))
        assert cast.leaders[commune].may(Action.COUNTERSIGN, (commune, "183", "20"))


def test_usernames_are_unique_and_typed_on_any_keyboard() -> None:
    names = [person.username for person in shipped().cast.all]
    assert len(set(names)) == len(names)
    assert all(name.isascii() and name.replace(".", "").isalnum() and name == name.lower() for name in names)


def test_people_are_called_by_their_role_and_place() -> None:
    cast = shipped().cast
    assert (cast.officers["06190"].username, cast.officers["06190"].name) == (
        "canbo.baolam",
        "Cán bộ văn hóa xã Bảo Lâm",
    )
    assert cast.leaders["06184"].name == "Lãnh đạo UBND thị trấn Đồng Đăng"
    assert cast.district.name == "Văn phòng UBND huyện Cao Lộc"


def test_a_town_that_bears_the_name_of_its_district_is_told_apart() -> None:
    assert shipped().cast.officers["06187"].username == "canbo.ttcaoloc"


def test_the_district_acts_in_its_district_and_the_administrator_everywhere() -> None:
    cast = shipped().cast
    places = {person.role: person.place for person in (*cast.others, cast.district)}
    assert places == {
        Role.ADMINISTRATOR: None,
        Role.MEDIA_CENTRE: "183",
        Role.POWER_COMPANY: "183",
        Role.DISTRICT_OFFICE: "183",
    }


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("Phường", ["canbo.xdonghai", "canbo.pdonghai"]),
        ("Xã", ["canbo.xdonghai11", "canbo.xdonghai12"]),
    ],
)
def test_communes_of_one_name_get_their_kind_or_their_code(kind: str, names: list[str]) -> None:
    places = (
        Place("1", "Tỉnh", "Nam", None, OLD),
        Place("11", "Xã", "Đông Hải", "1", OLD),
        Place("12", kind, "Đông Hải", "1", OLD),
    )
    cast = cast_of(replace(shipped().plan, communes=("11", "12")), places)
    assert [cast.officers[code].username for code in ("11", "12")] == names


def test_communes_that_nothing_joins_are_watched_from_everywhere() -> None:
    places = (Place("11", "Xã", "Đông", None, OLD), Place("12", "Xã", "Tây", None, OLD))
    assert cast_of(replace(shipped().plan, communes=("11", "12")), places).district.place is None
