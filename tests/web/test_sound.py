"""The page of a sound: what was heard in it, and a recording made of it."""

from outreach.domain.people import Person, Role
from tests.recordings_made import CAMPAIGN, SLUG, bring, draft, version
from tests.setting import ADMIN, MEDIA, OFFICER, Setting, plan
from tests.sounds_made import tone
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

NEW = f"{CAMPAIGN}/"


def brought(setting: Setting, content: bytes | None = None) -> str:
    return f"/am-thanh/{bring(setting, content, 'Thu ở xã.wav').sound.sha256}"


def make(visitor: Visitor, page: str, **fields: str) -> str:
    answer = visitor.fill_in(page, **{"belongs": NEW, "title": "Cắt điện", "trim": "y", **fields})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_fault_is_told_with_what_to_do(sqlite_setting: Setting, visit: Visit) -> None:
    page = visit(MEDIA).get(brought(sqlite_setting, tone(2, loud=0.02))).text
    assert "dùng được" in page
    assert "Tiếng nhỏ" in page
    assert "micro cách miệng một gang tay" in page


def test_the_sound_is_heard_in_parts_with_its_type(sqlite_setting: Setting, visit: Visit) -> None:
    answer = visit(MEDIA).get(f"{brought(sqlite_setting)}/nghe", headers={"Range": "bytes=0-3"})
    assert answer.status_code == 206
    assert answer.data == b"RIFF"
    assert answer.mimetype == "audio/wav"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "max-age=31536000, private"


def test_a_recording_is_made_by_the_chosen_recipe(sqlite_setting: Setting, visit: Visit) -> None:
    visitor = visit(MEDIA)
    page = make(visitor, brought(sqlite_setting), readings="3", pause="5", chime="", script="Kính thưa bà con")
    assert page == f"/ban-ghi/{CAMPAIGN}/cat-dien?ban=1"
    made = version(sqlite_setting, "cat-dien", 1)
    assert made.recipe is not None
    assert (made.recipe.readings, made.recipe.pause.total_seconds(), made.recipe.chime) == (3, 5, "")
    assert made.script == "Kính thưa bà con"


def test_a_second_of_the_same_name_is_another_recording(sqlite_setting: Setting, visit: Visit) -> None:
    visitor, page = visit(MEDIA), brought(sqlite_setting)
    make(visitor, page)
    assert make(visitor, page) == f"/ban-ghi/{CAMPAIGN}/cat-dien-2?ban=1"


def test_one_in_place_of_another_is_its_next_version(sqlite_setting: Setting, visit: Visit) -> None:
    page = make(visit(MEDIA), brought(sqlite_setting), belongs=f"{CAMPAIGN}/{SLUG}")
    assert page == f"/ban-ghi/{CAMPAIGN}/{SLUG}?ban=2"


def test_the_form_is_filled_from_the_recording_it_is_meant_for(sqlite_setting: Setting, visit: Visit) -> None:
    page = visit(MEDIA).get(f"{brought(sqlite_setting)}?cho={CAMPAIGN}/{SLUG}").text
    assert f'<option value="{CAMPAIGN}/{SLUG}" selected>' in page
    assert 'value="Đổi ngày ghi chỉ số"' in page


def test_strange_choices_and_an_empty_name_are_told(sqlite_setting: Setting, visit: Visit) -> None:
    visitor, page = visit(MEDIA), brought(sqlite_setting)
    for wrong in ({"title": ""}, {"belongs": "khac/"}, {"readings": "9"}, {"chime": "../../etc/passwd"}):
        answer = visitor.fill_in(page, **{"belongs": NEW, "title": "Cắt điện", **wrong})
        assert answer.status_code == 400, wrong
        assert "field-problem" in answer.text


def test_an_officer_sees_no_originals(sqlite_setting: Setting, visit: Visit) -> None:
    page, visitor = brought(sqlite_setting), visit(OFFICER)
    for address in (page, f"{page}/nghe"):
        assert visitor.get(address).status_code == 403
    assert visitor.fill_in(page, belongs=NEW, title="Cắt điện").status_code == 403


def test_nobody_gets_a_sound_without_signing_in(sqlite_setting: Setting, visit: Visit) -> None:
    page, visitor = brought(sqlite_setting), visit(ADMIN)
    visitor.client.delete_cookie("session")
    answer = visitor.get(f"{page}/nghe")
    assert answer.status_code == 302
    assert "/dang-nhap" in answer.location


def test_an_unknown_sound_is_not_found(visit: Visit) -> None:
    person: Person = MEDIA
    assert visit(person).get(f"/am-thanh/{'b' * 64}").status_code == 404


def test_the_page_is_there_in_english(sqlite_setting: Setting, visit: Visit) -> None:
    visitor = visit(MEDIA)
    visitor.client.set_cookie("lang", "en")
    assert "well recorded" in visitor.get(brought(sqlite_setting)).text


def test_nothing_stands_in_for_a_recording_unless_somebody_says_so(sqlite_setting: Setting, visit: Visit) -> None:
    visitor, page = visit(MEDIA), brought(sqlite_setting)
    assert '<option value="" selected>' in visitor.get(page).text
    answer = visitor.fill_in(page, belongs="", title="Cắt điện")
    assert answer.status_code == 400
    assert "Chưa chọn; bản này dùng cho đâu?" in answer.text


def test_one_in_place_of_another_keeps_its_name_and_words_unless_told_otherwise(
    sqlite_setting: Setting, visit: Visit
) -> None:
    draft(sqlite_setting, tone(3), slug="cat-dien", title="Cắt điện ngày 12/11", script="Kính thưa bà con")
    visitor, page, place = visit(MEDIA), brought(sqlite_setting), f"{CAMPAIGN}/cat-dien"
    make(visitor, page, belongs=place, title="Thu ở xã")
    kept = version(sqlite_setting, "cat-dien", 1)
    assert (kept.title, kept.script) == ("Cắt điện ngày 12/11", "Kính thưa bà con")
    make(visitor, page, belongs=place, title="Cắt điện", script="Lời khác")
    changed = version(sqlite_setting, "cat-dien", 1)
    assert (changed.title, changed.script) == ("Cắt điện", "Lời khác")


def test_a_campaign_without_recordings_may_be_given_its_first(sqlite_setting: Setting, visit: Visit) -> None:
    sqlite_setting.desk.loading.load(plan(slug="moi", title="Chiến dịch mới", duties=(), recordings=()), "huyen")
    page = brought(sqlite_setting)
    assert '<option value="moi/">Bản ghi âm mới · Chiến dịch mới</option>' in visit(MEDIA).get(page).text
    narrow = Person("tt.baolam", "Truyền thông Bảo Lâm", Role.MEDIA_CENTRE, "06190")
    sqlite_setting.desk.signing_in.enrol(narrow, "loa-phuong-1234")
    assert "Chiến dịch mới" not in visit(narrow).get(page).text
