"""The library is found by words and filters; who works on recordings sees more of it than who plays them."""

import pytest

from outreach.domain.people import Person
from tests.recordings_made import approved, bring, draft
from tests.setting import ADMIN, DISTRICT, MEDIA, OFFICER, Setting
from tests.sounds_made import tone
from tests.web.conftest import Visit

LIBRARY = "/ban-ghi"


def test_a_recording_is_listed_with_its_state_length_and_language(sqlite_setting: Setting, visit: Visit) -> None:
    draft(sqlite_setting, tone(20), slug="khac", title="Cắt điện ngày 12/11")
    page = visit(MEDIA).get(LIBRARY).text
    assert "Cắt điện ngày 12/11" in page
    assert "bản nháp" in page
    assert "tiếng Việt" in page
    assert 'href="/ban-ghi/doi-ngay-ghi/khac"' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=cat+dien", True),
        ("q=không+có", False),
        ("trang-thai=draft", True),
        ("trang-thai=submitted", False),
        ("ngon-ngu=tyz", False),
        ("dai=ngan", True),
        ("dai=dai", False),
        ("chien-dich=doi-ngay-ghi", True),
        ("chien-dich=khac", False),
    ],
)
def test_it_is_searched_and_filtered(sqlite_setting: Setting, visit: Visit, query: str, found: bool) -> None:
    draft(sqlite_setting, tone(5), slug="khac", title="Cắt điện ngày 12/11", script="Kính thưa bà con")
    assert ("Cắt điện ngày 12/11" in visit(MEDIA).get(f"{LIBRARY}?{query}").text) is found


@pytest.mark.parametrize("query", ["trang-thai=hay", "dai=lau", "page=0"])
def test_a_filter_that_nobody_offered_is_refused(visit: Visit, query: str) -> None:
    assert visit(MEDIA).get(f"{LIBRARY}?{query}").status_code == 400


def test_an_officer_sees_what_was_approved_and_no_drafts(sqlite_setting: Setting, visit: Visit) -> None:
    draft(sqlite_setting, tone(2), slug="khac", title="Cắt điện ngày 12/11")
    officer = visit(OFFICER)
    page = officer.get(LIBRARY).text
    assert "Đổi ngày ghi chỉ số" in page
    assert "Cắt điện" not in page
    assert "Tải tệp thu âm lên" not in page
    assert officer.get("/ban-ghi/doi-ngay-ghi/khac").status_code == 404


def test_a_faulty_original_is_named_beside_its_recording(sqlite_setting: Setting, visit: Visit) -> None:
    draft(sqlite_setting, tone(2, loud=0.02), slug="khac", title="Nói nhỏ")
    assert "bản gốc: dùng được" in visit(MEDIA).get(LIBRARY).text


def test_sounds_of_which_nothing_was_made_wait_below(sqlite_setting: Setting, visit: Visit) -> None:
    bring(sqlite_setting, tone(3), "Thu ở xã.wav")
    assert "Thu ở xã.wav" in visit(MEDIA).get(LIBRARY).text
    assert "Thu ở xã.wav" not in visit(DISTRICT).get(LIBRARY).text


@pytest.mark.parametrize("person", [MEDIA, DISTRICT, ADMIN])
def test_who_works_on_recordings_finds_the_library_in_the_bar(visit: Visit, person: Person) -> None:
    assert 'href="/ban-ghi"' in visit(person).get("/hom-nay").text


def test_a_newer_draft_does_not_hide_what_is_played(sqlite_setting: Setting, visit: Visit) -> None:
    approved(sqlite_setting, tone(2))
    draft(sqlite_setting, tone(3))
    assert "loa đang phát bản 2" in visit(MEDIA).get(LIBRARY).text


def test_the_page_is_light_on_a_poor_line(sqlite_setting: Setting, visit: Visit) -> None:
    for number in range(60):
        draft(sqlite_setting, tone(0.2, hertz=300 + number), slug=f"ban-{number}", title=f"Bản tin số {number}")
    page = visit(MEDIA).get(LIBRARY)
    assert len(page.data) < 100_000
    assert "Trang sau" in page.text
    assert "Bản tin số" in visit(MEDIA).get(f"{LIBRARY}?page=2").text
