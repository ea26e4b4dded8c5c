"""The commune says which speaker clusters it has."""

import pytest

from tests.setting import MEDIA, OFFICER, STRANGER, Setting
from tests.web.conftest import Visit

PAGE = "/xa/06190/cum-loa"


def test_what_the_commune_says_replaces_what_the_plan_supposed(sqlite_setting: Setting, visit: Visit) -> None:
    answer = visit(OFFICER).fill_in(PAGE, clusters="Thôn Còn Quyền\r\n\r\n  Thôn   Pò Nhùng \r\n")
    assert answer.status_code == 303
    assert sqlite_setting.desk.viewing.commune("06190").station.clusters == ("Thôn Còn Quyền", "Thôn Pò Nhùng")
    broadcast = sqlite_setting.broadcast()
    sqlite_setting.sweep(broadcast.span.end)
    assert "Thôn Pò Nhùng" in visit(OFFICER).get(f"/luot-phat/{broadcast.id}").text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "ít nhất một cụm loa"),
        ("Thôn A\nThôn A", "«Thôn A» ghi hai lần"),
        ("x" * 41, "quá dài"),
        ("\n".join(f"Thôn {number}" for number in range(61)), "Quá nhiều cụm loa: 61"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(visit: Visit, typed: str, told: str) -> None:
    answer = visit(OFFICER).fill_in(PAGE, clusters=typed)
    assert answer.status_code == 400
    assert told in answer.text
    assert typed.splitlines()[-1:] == [] or typed.splitlines()[-1] in answer.text


def test_a_cluster_that_a_node_drives_stays(sqlite_setting: Setting, visit: Visit) -> None:
    sqlite_setting.equip_node("06190")
    assert "do máy điều khiển" in visit(OFFICER).fill_in(PAGE, clusters="Thôn A").text


def test_only_those_who_arrange_there_may(visit: Visit) -> None:
    assert visit(STRANGER).get(PAGE).status_code == 403
    assert visit(STRANGER).fill_in(PAGE, clusters="Thôn A").status_code == 403
    assert visit(MEDIA).get(PAGE).status_code == 200
