"""The page of one commune-week: the judgement, all earlier ones, and the evidence one click away."""

from datetime import timedelta

import pytest

from outreach.domain.duties import CellKey
from tests.setting import DISTRICT, DUTY, FIRST, MEDIA, OFFICER, Setting, at
from tests.web.conftest import Visit
from tests.web.reading_pages import part, primary_buttons, words

PAGE = f"/so/{DUTY}/06190/2023-11-06"


@pytest.fixture
def played(sqlite_setting: Setting) -> Setting:
    broadcast = sqlite_setting.broadcast()
    sqlite_setting.sweep(broadcast.span.end + timedelta(minutes=20))
    sqlite_setting.say_played(broadcast, note="Loa rõ")
    return sqlite_setting


def test_a_kept_week_shows_its_evidence_and_who_gave_it(played: Setting, visit: Visit) -> None:
    html = visit(DISTRICT).get(PAGE).text
    assert part(html, '<section class="verdict">', "</section>").startswith("✓ đã phát Đã phát đủ số lượt của tuần.")
    evidence = part(html, "Lượt phát và bằng chứng</h2>", "</section>")
    for fact in (
        "Cán bộ xác nhận đã phát",
        "100 % bản ghi âm",
        "Cụm 1",
        "Loa rõ",
        "M0 · lời xác nhận của cán bộ",
        OFFICER.username,
    ):
        assert fact in evidence


def test_every_version_of_the_judgement_stays_readable(played: Setting, visit: Visit) -> None:
    history = part(visit(DISTRICT).get(PAGE).text, "Sổ đã ghi</h2>", "</ol>")
    assert [history.index(word) for word in ("đã phát", "đang chờ", "đã xếp lịch")] == sorted(
        history.index(word) for word in ("đã phát", "đang chờ", "đã xếp lịch")
    )


def test_a_word_that_was_corrected_stays_but_is_marked(played: Setting, visit: Visit) -> None:
    played.desk.confirming.state_not_played(OFFICER, played.broadcast().id, "khac", "Nhầm ngày")
    html = visit(DISTRICT).get(PAGE).text
    assert '<li class="gone"><b>Cán bộ xác nhận đã phát</b>' in html
    assert "Nhầm ngày" in html


def test_an_excuse_stands_with_its_document(sqlite_setting: Setting, visit: Visit) -> None:
    sqlite_setting.desk.excusing.excuse(DISTRICT, CellKey(DUTY, "06190", FIRST), "CV 15/UBND", "Bão")
    html = visit(DISTRICT).get(PAGE).text
    assert "Cho miễn: CV 15/UBND — Bão" in words(html)


def test_what_the_system_wrote_is_told_in_the_readers_language(sqlite_setting: Setting, visit: Visit) -> None:
    sqlite_setting.sweep(sqlite_setting.broadcast().span.end + timedelta(hours=25))
    visitor = visit(DISTRICT)
    assert "Không ai xác nhận trong 24 giờ" in visitor.get(PAGE).text
    visitor.client.set_cookie("lang", "en")
    html = words(visitor.get(PAGE).text)
    assert "Nobody confirmed within 24 hours · Cụm 1 recorded" in html
    assert html.count("Nobody confirmed") == 1
    assert "system" in html


def test_each_reader_is_shown_the_step_that_is_theirs(sqlite_setting: Setting, visit: Visit) -> None:
    """Sunday evening, too late for the week: those who arrange may still arrange, the district may let off."""
    for day in range(6):
        sqlite_setting.sweep(at(FIRST + timedelta(days=day), 20))
    sqlite_setting.sweep(at(FIRST + timedelta(days=6), 16, 30))
    broadcast = sqlite_setting.broadcast()
    sqlite_setting.desk.confirming.state_not_played(OFFICER, broadcast.id, "t", "Mất điện")
    assert primary_buttons(visit(MEDIA).get(PAGE).text) == ["Xếp lượt ngoài khung giờ"]
    assert primary_buttons(visit(DISTRICT).get(PAGE).text) == ["Xét cho miễn"]


def test_where_calling_is_all_one_can_do_the_call_is_named_and_the_broadcast_one_click_away(
    sqlite_setting: Setting, visit: Visit
) -> None:
    broadcast = sqlite_setting.broadcast()
    sqlite_setting.sweep(broadcast.span.end + timedelta(hours=1))
    html = visit(DISTRICT).get(PAGE).text
    assert "Việc cần làm: Gọi xã xác nhận" in words(html)
    assert f'class="btn btn-primary" href="/luot-phat/{broadcast.id}"' in html


def test_the_last_short_week_says_that_it_counts(visit: Visit) -> None:
    html = visit(DISTRICT).get(f"/so/{DUTY}/06190/2023-11-20").text
    assert "tuần này chỉ có 3 ngày thuộc chiến dịch, vẫn tính" in html
