"""Submitting and approving a long list: in the background, watched on the page, told when it is done."""

import re
from threading import Event

import pytest
from flask import Flask

from outreach.domain.deliveries import DeliveryState
from outreach.domain.notices import NoticeState
from outreach.web.list_reading import ListReadings
from tests.notices import POWER, SECOND, SLUG, TEXT, bring_in, compose, content, customers, deliveries, staffed
from tests.setting import OFFICER, Setting
from tests.web.conftest import Visit
from tests.web.holding import finish, held
from tests.web.reading_pages import primary_buttons, words
from tests.web.visitor import Visitor

PAGE = f"/thong-bao/{SLUG}"
SUBMITTED, APPROVED = "Đã trình. Một người thứ hai", "Đã duyệt: tin được gửi dần"


@pytest.fixture
def office(sqlite_setting: Setting) -> Setting:
    return staffed(sqlite_setting)


@pytest.fixture(autouse=True)
def long_lists(app: Flask) -> None:
    """Ten customers are many here."""
    app.extensions["outreach.list_readings"] = ListReadings(at_once=3)


def seal(office: Setting) -> str:
    snapshot = office.desk.notifying.get(SLUG).snapshot
    assert snapshot is not None
    return snapshot.seal


def submitted(app: Flask, office: Setting, writer: Visitor) -> str:
    compose(office)
    assert writer.fill_in(f"{PAGE}/trinh").status_code == 303
    finish(app)
    return seal(office)


def test_submitting_is_watched_and_told_when_it_is_done(app: Flask, office: Setting, visit: Visit) -> None:
    compose(office)
    writer = visit(POWER)
    with held(app):
        assert writer.fill_in(f"{PAGE}/trinh").status_code == 303
        page = writer.get(PAGE).text
        assert "Đang trình duyệt: đang chờ việc trước xong" in words(page)
        assert 'data-live="2"' in page
        assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
        assert "<form" not in page[page.index("<h1>") :]
    page = writer.get(PAGE).text
    assert SUBMITTED in words(page)
    assert "Đang trình duyệt" not in words(page)
    assert SUBMITTED not in words(visit(SECOND).get(PAGE).text)
    assert office.desk.notifying.get(SLUG).state is NoticeState.SUBMITTED


def test_approving_is_watched_and_told_on_the_page_of_progress(app: Flask, office: Setting, visit: Visit) -> None:
    seen, second = submitted(app, office, visit(POWER)), visit(SECOND)
    with held(app):
        assert second.fill_in(f"{PAGE}/duyet", seal=seen).status_code == 303
        assert "Đang duyệt: đang chờ" in words(second.get(PAGE).text)
        assert "Đang duyệt: đang chờ" in words(visit(POWER).get(PAGE).text)
        assert primary_buttons(second.get(PAGE).text) == []
    page = words(second.get(PAGE).text)
    assert APPROVED in page
    assert "0 trên 10 người đã chắc chắn được báo" in page
    assert APPROVED not in words(visit(POWER).get(PAGE).text)
    assert len(deliveries(office, DeliveryState.WAITING)) == 8


def test_pressed_twice_it_runs_once(app: Flask, office: Setting, visit: Visit) -> None:
    seen, second = submitted(app, office, visit(POWER)), visit(SECOND)
    with held(app):
        threads = len(app.extensions["outreach.background"]._threads)
        for _ in range(3):
            assert second.fill_in(f"{PAGE}/duyet", seal=seen).status_code == 303
        assert len(app.extensions["outreach.background"]._threads) == threads + 1
    assert APPROVED in words(second.get(PAGE).text)
    assert len(deliveries(office)) == 10


def test_who_may_not_is_refused_before_anything_begins(app: Flask, office: Setting, visit: Visit) -> None:
    compose(office)
    assert visit(OFFICER).fill_in(f"{PAGE}/trinh").status_code == 403
    visit(POWER).fill_in(f"{PAGE}/trinh")
    finish(app)
    seen = seal(office)
    with held(app):
        for person, told in ((POWER, seen), (SECOND, "x")):
            answer = visit(person).fill_in(f"{PAGE}/duyet", seal=told)
            assert answer.status_code == 400
            assert "Đang duyệt" not in words(answer.text)
        assert visit(OFFICER).fill_in(f"{PAGE}/duyet", seal=seen).status_code == 403
    assert office.desk.notifying.get(SLUG).state is NoticeState.SUBMITTED


def test_a_refusal_is_told_in_its_words_until_the_notice_changes(app: Flask, office: Setting, visit: Visit) -> None:
    seen, second = submitted(app, office, visit(POWER)), visit(SECOND)
    bring_in(office, customers("06184", 3, 201))
    second.fill_in(f"{PAGE}/duyet", seal=seen)
    finish(app)
    assert "cần trình lại để duyệt đúng danh sách" in words(second.get(PAGE).text)
    assert deliveries(office) == {}
    office.desk.notifying.revise(POWER, SLUG, content(text="Mai ghi chỉ số {{ code }}"))
    assert "cần trình lại" not in words(second.get(PAGE).text)


def test_a_list_with_a_fault_is_not_submitted_and_says_why(app: Flask, office: Setting, visit: Visit) -> None:
    compose(office, text=TEXT + " #1")
    writer = visit(POWER)
    assert writer.fill_in(f"{PAGE}/trinh").status_code == 303
    finish(app)
    alert = re.search(r'<p class="problem" role="alert">([^<]+)', writer.get(PAGE).text)
    assert alert
    assert "danh sách nhận tin" in alert[1]
    assert office.desk.notifying.get(SLUG).state is NoticeState.DRAFT


def test_how_far_it_is_is_told_in_per_cent(app: Flask, office: Setting, visit: Visit) -> None:
    notice = compose(office)
    told, go_on = Event(), Event()

    def work(progress: object) -> object:
        assert callable(progress)
        progress(4, 10)
        told.set()
        go_on.wait(60)
        return notice

    background = app.extensions["outreach.background"]
    app.extensions["outreach.decisions"].begin("submit", "ai-do", notice, office.clock.now(), work, background.start)
    assert told.wait(60)
    page = visit(POWER).get(PAGE).text
    go_on.set()
    assert "Đang trình duyệt: đã xong 40 %" in words(page)
    assert '<progress max="10" value="4"' in page
    finish(app)


def test_after_a_failure_nothing_has_changed_and_the_button_is_back(app: Flask, office: Setting, visit: Visit) -> None:
    notice, writer = compose(office), visit(POWER)

    def work(_progress: object) -> object:
        raise KeyboardInterrupt

    def start(run: object) -> None:
        assert callable(run)
        with pytest.raises(KeyboardInterrupt):
            run()

    app.extensions["outreach.decisions"].begin("submit", POWER.username, notice, office.clock.now(), work, start)
    writer.get(PAGE)
    finish(app)
    page = writer.get(PAGE).text
    assert "Máy chủ gặp lỗi giữa chừng, chưa có gì thay đổi" in words(page)
    assert primary_buttons(page) == ["Trình người thứ hai duyệt"]
