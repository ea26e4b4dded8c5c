"""One recording on its page: heard, submitted, approved by a second person, withdrawn, made again, printed."""

import re
from dataclasses import replace
from datetime import timedelta

from outreach.domain.sound import Finding, Flaw, Output, Span, Verdict
from tests.recordings_made import CAMPAIGN, SLUG, approved, draft, states, submitted, version
from tests.setting import ADMIN, DISTRICT, MEDIA, OFFICER, STRANGER, Setting
from tests.sounds_made import tone
from tests.web.conftest import Visit

PAGE = f"/ban-ghi/{CAMPAIGN}/{SLUG}"
WORDS = "Kính thưa bà con!\n\nTừ ngày 01/12/2023, đổi ngày ghi chỉ số."


def test_it_goes_from_draft_to_approved_by_two_people(sqlite_setting: Setting, visit: Visit) -> None:
    made, media, district = draft(sqlite_setting, tone(2)), visit(MEDIA), visit(DISTRICT)
    assert "Trình duyệt bản này" in media.get(PAGE).text
    assert media.fill_in(f"{PAGE}/2/trinh").status_code == 303
    assert "Đã nghe, duyệt bản này" not in media.get(PAGE).text
    assert "Đã nghe, duyệt bản này" in district.get(PAGE).text
    assert district.fill_in(f"{PAGE}/2/duyet", sha256=made.sha256).status_code == 303
    assert states(sqlite_setting) == ["withdrawn", "approved"]
    page = district.get(PAGE).text
    assert "Loa phát đúng tệp này." in page
    assert made.sha256[:16] in page


def test_other_bytes_than_those_heard_are_not_approved(sqlite_setting: Setting, visit: Visit) -> None:
    submitted(sqlite_setting, tone(2))
    answer = visit(DISTRICT).fill_in(f"{PAGE}/2/duyet", sha256="0" * 64)
    assert answer.status_code == 400
    assert "Tệp đã khác" in answer.text


def test_nobody_approves_what_they_made_and_an_officer_nothing(sqlite_setting: Setting, visit: Visit) -> None:
    made = submitted(sqlite_setting, tone(2))
    assert visit(MEDIA).fill_in(f"{PAGE}/2/duyet", sha256=made.sha256).status_code == 403
    officer = visit(OFFICER)
    for step in ("trinh", "duyet"):
        assert officer.fill_in(f"{PAGE}/2/{step}", sha256=made.sha256).status_code == 403
    assert officer.fill_in(f"{PAGE}/2/rut", why="không hay").status_code == 403


def test_original_and_made_are_compared_at_the_same_word(sqlite_setting: Setting, visit: Visit) -> None:
    draft(sqlite_setting, tone(2))
    page = visit(MEDIA).get(PAGE).text
    assert 'data-sound="made"' in page
    assert 'data-sound="brought"' in page
    assert "data-lead=" in page
    assert "LUFS" in page
    assert re.findall(r'data-of="(\w+)"', page) == ["made", "brought"]


def test_an_approved_one_is_there_for_the_communes_and_nothing_else_of_it(
    sqlite_setting: Setting, visit: Visit
) -> None:
    approved(sqlite_setting, tone(2), script=WORDS)
    page = visit(OFFICER).get(PAGE).text
    assert "Tải MP3" in page
    assert "In lời đọc" in page
    assert re.findall(r'data-of="(\w+)"', page) == ["made"]
    for word in ("Bản gốc", "Sửa bản nháp", "Làm bản mới", "Rút bản này"):
        assert word not in page


def test_what_waits_is_not_for_the_communes(sqlite_setting: Setting, visit: Visit) -> None:
    made = submitted(sqlite_setting, tone(2))
    officer = visit(OFFICER)
    assert officer.get(f"{PAGE}?ban=2").status_code == 404
    assert officer.get(f"/ban-ghi/{made.sha256}").status_code == 403


def test_its_file_is_downloaded_under_a_plain_name(sqlite_setting: Setting, visit: Visit) -> None:
    made = approved(sqlite_setting, tone(2)).recording.out(Output.MP3)
    assert made is not None
    answer = visit(OFFICER).get(f"/ban-ghi/{made.sha256}?tai")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f"attachment; filename={CAMPAIGN}-{SLUG}-v2.mp3"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_withdrawn_one_says_why_and_is_not_handed_out(sqlite_setting: Setting, visit: Visit) -> None:
    approved(sqlite_setting, tone(2))
    district = visit(DISTRICT)
    assert district.fill_in(f"{PAGE}/2/rut", why="Sai ngày").status_code == 303
    page = visit(OFFICER).get(f"{PAGE}?ban=2").text
    assert "Không phát bản này nữa." in page
    assert "Sai ngày" in page
    assert "Tải MP3" not in page


def test_withdrawing_without_a_reason_is_refused(sqlite_setting: Setting, visit: Visit) -> None:
    approved(sqlite_setting, tone(2))
    for nothing in ("", "  ", "\u200b"):
        assert visit(DISTRICT).fill_in(f"{PAGE}/2/rut", why=nothing).status_code == 400
    assert states(sqlite_setting)[-1] == "approved"


def test_another_recipe_makes_a_new_draft_in_the_background(sqlite_setting: Setting, visit: Visit) -> None:
    approved(sqlite_setting, tone(2))
    visitor = visit(MEDIA)
    answer = visitor.fill_in(f"{PAGE}/2/sua", title="Đổi ngày", readings="1", trim="y")
    assert answer.location == f"{PAGE}?ban=3"
    page = visitor.get(answer.location).text
    assert "data-busy" in page
    assert "Loa đang phát bản 2" in page
    sqlite_setting.desk.audio.mastering.work()
    made = version(sqlite_setting, SLUG, 3)
    assert made.recipe is not None
    assert made.recipe.readings == 1
    assert made.sha256
    assert "data-busy" not in visitor.get(answer.location).text


def test_wrong_fields_come_back_with_what_is_wrong(sqlite_setting: Setting, visit: Visit) -> None:
    draft(sqlite_setting, tone(2))
    answer = visit(MEDIA).fill_in(f"{PAGE}/2/sua", title="", script="x" * 7_000)
    assert answer.status_code == 400
    assert "Còn trống; đặt tên" in answer.text
    assert "rút còn 6000" in answer.text


def test_a_mastering_that_failed_says_so(sqlite_setting: Setting, visit: Visit) -> None:
    draft(sqlite_setting, tone(2, loud=0.0001), slug="im-lang")
    page = visit(MEDIA).get(f"/ban-ghi/{CAMPAIGN}/im-lang").text
    assert "không xử lý được" in page
    assert "không có tiếng nói nào" in page


def test_it_says_where_it_is_planned_and_was_played(sqlite_setting: Setting, visit: Visit) -> None:
    sqlite_setting.sweep()
    approved(sqlite_setting, tone(2))
    page = visit(DISTRICT).get(PAGE).text
    assert "Phát ở đâu: đã phát 0 lượt, sắp tới 15 lượt" in page
    assert "Xã Bảo Lâm" in page


def test_the_words_are_printed_for_a_live_reader(sqlite_setting: Setting, visit: Visit) -> None:
    approved(sqlite_setting, tone(2), script=WORDS)
    page = visit(OFFICER).get(f"{PAGE}/loi-doc").text
    assert "đọc HAI LƯỢT" in page
    assert "<p>Kính thưa bà con!</p>" in page
    assert "không đọc lên loa" not in page


def test_words_that_are_not_approved_warn_the_reader(sqlite_setting: Setting, visit: Visit) -> None:
    draft(sqlite_setting, tone(2), script=WORDS)
    assert "không đọc lên loa" in visit(MEDIA).get(f"{PAGE}/loi-doc").text


def test_without_words_there_is_nothing_to_print(sqlite_setting: Setting, visit: Visit) -> None:
    draft(sqlite_setting, tone(2))
    assert visit(MEDIA).get(f"{PAGE}/loi-doc").status_code == 404


def test_unknown_versions_are_not_found(visit: Visit) -> None:
    for address in (f"{PAGE}?ban=9", f"{PAGE}?ban=x", f"/ban-ghi/{CAMPAIGN}/khong-co", f"/ban-ghi/khong-co/{SLUG}"):
        assert visit(ADMIN).get(address).status_code == 404


def test_the_commune_finds_its_recording_on_its_own_page(sqlite_setting: Setting, visit: Visit) -> None:
    approved(sqlite_setting, tone(2), script=WORDS)
    page = visit(OFFICER).get("/xa/06190").text
    assert "Bản ghi âm của xã" in page
    assert f'href="{PAGE}/loi-doc?ban=2"' in page
    assert "Tải về USB, điện thoại" in page
    assert visit(STRANGER).get("/xa/06190").status_code == 403


def test_the_second_person_finds_on_their_day_what_waits_for_them(sqlite_setting: Setting, visit: Visit) -> None:
    submitted(sqlite_setting, tone(2))
    assert "Nghe để duyệt" in visit(DISTRICT).get("/hom-nay").text
    assert "Nghe để duyệt" not in visit(MEDIA).get("/hom-nay").text
    assert "Nghe để duyệt" not in visit(OFFICER).get("/hom-nay").text


def test_the_campaigns_page_shows_no_drafts(sqlite_setting: Setting, visit: Visit) -> None:
    draft(sqlite_setting, tone(2), slug="khac", title="Cắt điện ngày 12/11")
    page = visit(OFFICER).get(f"/chien-dich/{CAMPAIGN}").text
    assert "Cắt điện" not in page
    assert f'href="{PAGE}?ban=1"' in page


def test_a_wav_is_made_when_somebody_who_edits_asks(sqlite_setting: Setting, visit: Visit) -> None:
    approved(sqlite_setting, tone(2))
    visitor = visit(MEDIA)
    assert "Làm tệp WAV" in visitor.get(PAGE).text
    assert "Làm tệp WAV" not in visit(OFFICER).get(PAGE).text
    assert visitor.fill_in(f"{PAGE}/2/wav").location == f"{PAGE}?ban=2#tai"
    assert "chờ đến lượt" in visitor.get(PAGE).text
    sqlite_setting.desk.audio.mastering.work()
    assert "Tải WAV" in visitor.get(PAGE).text
    assert visit(OFFICER).fill_in(f"{PAGE}/2/wav").status_code == 403


def test_the_second_person_is_warned_of_what_no_mastering_mends(sqlite_setting: Setting, visit: Visit) -> None:
    made = submitted(sqlite_setting, tone(2))
    assert "Thu lại thì bà con mới nghe rõ" not in visit(DISTRICT).get(PAGE).text
    span = Span(timedelta(seconds=1), timedelta(seconds=1.5))
    torn = Finding(Flaw.CLIPPED, Verdict.RECORD_AGAIN, 3.0, (span,))
    with sqlite_setting.store.transactions.writing() as uow:
        heard = uow.sounds.get(made.source)
        assert heard is not None
        assert heard.report is not None
        uow.sounds.heard(made.source, replace(heard.report, findings=(torn,)))
        uow.commit()
    page = visit(DISTRICT).get(PAGE).text
    assert "Thu lại thì bà con mới nghe rõ" in page
    assert 'data-seek="1.0"' in page
