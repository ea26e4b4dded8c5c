"""What loading a plan brings along: its sounds are kept, and are in the library like any other."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from outreach.config import content_root, read_settings
from outreach.domain.people import Person, Role
from outreach.wiring import OF_A_PLAN, House, load_plan_file, open_house, open_web, register_places
from tests.web.visitor import signed_in

MEDIA = Person("truyenthong", "Trung tâm truyền thông", Role.MEDIA_CENTRE, None)
PAGE = "/ban-ghi/cao-loc-2023/doi-ngay-ghi-chi-so"


@pytest.fixture
def house(data_folder: Path) -> Iterator[House]:
    found = open_house(read_settings({"OUTREACH_DATA": str(data_folder)}))
    with closing(found.store):
        register_places(found)
        load_plan_file(found, content_root() / "schedules" / "cao-loc-2023.toml", "test")
        yield found


def test_a_plans_sound_is_examined_once_and_belongs_to_its_recording(house: House) -> None:
    audio = house.desk.audio
    assert audio.mastering.work() == 1
    (line,) = audio.library.brought(MEDIA)
    assert line.sound.by == OF_A_PLAN
    assert audio.library.sound(MEDIA, line.sound.sha256).sound.report
    assert [one.slug for one in line.used_in] == ["doi-ngay-ghi-chi-so"]
    load_plan_file(house, content_root() / "schedules" / "cao-loc-2023.toml", "test")
    assert audio.mastering.work() == 0


def test_its_page_shows_what_is_played_as_a_picture_and_no_original_beside_it(house: House) -> None:
    house.desk.audio.mastering.work()
    house.desk.signing_in.enrol_many((MEDIA,), "mat-khau-rat-dai-1")
    page = signed_in(open_web(house).test_client(), MEDIA).get(PAGE).text
    assert 'class="picture"' in page
    assert "Máy nghe thấy" in page
    assert 'data-sound="brought"' not in page
