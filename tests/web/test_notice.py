"""One notice on its page: looked over, approved by a second person, watched while it goes."""

import re

import pytest

from outreach.domain.deliveries import DeliveryState
from outreach.domain.notices import NoticeState
from outreach.web.list_reading import ListReadings
from tests.notices import (
    POWER,
    SECOND,
    SLUG,
    approved,
    bring_in,
    compose,
    customers,
    deliveries,
    force,
    sent,
    staffed,
    work,
)
from tests.setting import ADMIN, DISTRICT, FIRST, MEDIA, OFFICER, Setting, at
from tests.web.conftest import Visit
from tests.web.holding import held
from tests.web.reading_pages import part, primary_buttons, words
from tests.web.visitor import Visitor

PAGE = f"/thong-bao/{SLUG}"


@pytest.fixture
def office(sqlite_setting: Setting) -> Setting:
    return staffed(sqlite_setting)


def seal(visitor: Visitor) -> str:
    found = re.search(r'name="seal" value="(\w+)"', visitor.get(PAGE).text)
    assert found
    return found[1]


def test_a_draft_says_people_price_time_and_words(office: Setting, visit: Visit) -> None:
    compose(office)
    page = words(visit(POWER).get(PAGE).text)
    assert "8 người nhận" in page
    assert "thêm 2 người không có số di động" in page
    assert "Giá 6.800 đồng" in page
    assert "Gửi xong khoảng 10:00 ngày 06/11/2023" in page
    assert "Dien luc Lang Son: tu 31/12/2023 chi so cong to PA11CL6190001" in page
    assert "13.600 đồng" in page


def test_words_that_are_the_same_for_all_are_shown_once(office: Setting, visit: Visit) -> None:
    compose(office, text="Điện lực Lạng Sơn: đổi ngày ghi chỉ số.")
    page = words(visit(POWER).get(PAGE).text)
    assert page.count("Dien luc Lang Son: doi ngay ghi chi so.") == 1
    assert "người nữa được xem thử cũng nhận đúng lời này" in page


def test_a_send_that_waits_for_the_morning_says_so(office: Setting, visit: Visit) -> None:
    office.clock.at = at(FIRST, 22)
    approved(office)
    assert "8 còn chờ hoặc đang gửi · gửi từ T3 07/11 07:00" in words(visit(POWER).get(PAGE).text)


def test_a_long_list_is_read_in_the_background_and_kept(office: Setting, visit: Visit) -> None:
    compose(office)
    writer = visit(POWER)
    app = writer.client.application
    app.extensions["outreach.list_readings"] = ListReadings(at_once=3)
    with held(app):
        page = writer.get(PAGE).text
        assert "Đang đọc danh sách" in words(page)
        assert 'data-live="2"' in page
        assert '<noscript><meta http-equiv="refresh"' in page
        assert "Trình người thứ hai" not in page
    page = writer.get(PAGE).text
    assert "Danh sách đọc lúc" in words(page)
    assert "8 người nhận" in words(page)
    assert "data-live" not in page
    bring_in(office, customers(count=3, start=60))
    assert "8 người nhận" in words(writer.get(PAGE).text)
    with held(app):
        assert "Đang đọc danh sách" in words(writer.get(f"{PAGE}?doc-lai").text)
    assert "10 người nhận" in words(writer.get(PAGE).text)


def test_two_people_send_it(office: Setting, visit: Visit) -> None:
    compose(office)
    writer, second = visit(POWER), visit(SECOND)
    assert primary_buttons(writer.get(PAGE).text) == ["Trình người thứ hai duyệt"]
    assert writer.fill_in(f"{PAGE}/trinh").status_code == 303
    assert "không tự duyệt được" in writer.get(PAGE).text
    assert primary_buttons(second.get(PAGE).text) == ["Duyệt và cho gửi"]
    assert second.fill_in(f"{PAGE}/duyet", seal=seal(second)).status_code == 303
    assert office.desk.notifying.get(SLUG).state is NoticeState.APPROVED


def test_the_author_does_not_approve(office: Setting, visit: Visit) -> None:
    compose(office)
    office.desk.notifying.submit(POWER, SLUG)
    answer = visit(POWER).fill_in(f"{PAGE}/duyet", seal=seal(visit(SECOND)))
    assert answer.status_code == 400
    assert "cần người thứ hai" in answer.text
    assert visit(OFFICER).fill_in(f"{PAGE}/duyet", list="x").status_code == 403


def test_a_list_that_changed_is_seen_before_approving(office: Setting, visit: Visit) -> None:
    compose(office)
    office.desk.notifying.submit(POWER, SLUG)
    seen = seal(visit(SECOND))
    bring_in(office, customers("06184", 3, 201))
    page = visit(SECOND).get(PAGE).text
    assert "đã đổi từ lúc trình" in page
    assert "Duyệt và cho gửi" not in page
    assert visit(SECOND).fill_in(f"{PAGE}/duyet", seal=seen).status_code == 400
    assert office.desk.notifying.get(SLUG).state is NoticeState.SUBMITTED


def test_what_cannot_be_in_time_is_not_offered_for_submission(office: Setting, visit: Visit) -> None:
    late = office.clock.at.replace(minute=1)
    compose(office, starts_at=late, expires_at=late.replace(minute=1, microsecond=1))
    page = visit(POWER).get(PAGE).text
    assert "Không kịp gửi xong trước hạn" in page
    assert "Trình người thứ hai duyệt" not in page
    assert visit(POWER).fill_in(f"{PAGE}/trinh").status_code == 400


def test_progress_never_says_sent_for_accepted(office: Setting, visit: Visit) -> None:
    sent(office)
    force(office, deliveries(office)["PA11CL6190001"], DeliveryState.ACCEPTED)
    page = words(visit(POWER).get(PAGE).text)
    assert "5 trên 10 người đã chắc chắn được báo" in page
    assert "Nhà mạng đã nhận, chưa có biên nhận 1" in page
    assert "4 người chưa chắc đã được báo" in page


def test_an_officer_sees_the_own_commune_without_money(office: Setting, visit: Visit) -> None:
    sent(office)
    page = visit(OFFICER).get(PAGE).text
    assert "4 trên 6 người" in words(page)
    assert "Cao Lâu" not in page
    assert "Đã tốn" not in page
    assert "Tạm dừng" not in page


def test_it_is_paused_resumed_released_and_cancelled(office: Setting, visit: Visit) -> None:
    notice = approved(office)
    writer = visit(POWER)
    writer.fill_in(f"{PAGE}/tam-dung")
    assert primary_buttons(writer.get(PAGE).text) == ["Cho gửi tiếp"]
    writer.fill_in(f"{PAGE}/gui-tiep")
    with office.store.transactions.writing() as uow:
        uow.notices.hold(notice.id, "not-the-registered-template")
        uow.commit()
    assert "lời tin không khớp mẫu đã đăng ký" in writer.get(PAGE).text
    writer.fill_in(f"{PAGE}/mo-giu")
    assert office.desk.notifying.get(SLUG).hold == ""
    assert writer.fill_in(f"{PAGE}/huy").status_code == 400
    assert writer.fill_in(f"{PAGE}/huy", sure="y").status_code == 303
    assert office.desk.notifying.get(SLUG).state is NoticeState.CANCELLED
    assert DeliveryState.WAITING not in office.desk.following.progress(POWER, SLUG).counts


def test_only_those_who_write_pause_it(office: Setting, visit: Visit) -> None:
    approved(office)
    for person in (OFFICER, DISTRICT, MEDIA):
        for step in ("trinh", "tam-dung", "gui-tiep", "mo-giu", "thu"):
            assert visit(person).fill_in(f"{PAGE}/{step}", number="0912345678").status_code in (400, 403)
    assert office.desk.notifying.get(SLUG).state is NoticeState.APPROVED


def test_a_trial_goes_to_ones_own_phone(office: Setting, visit: Visit) -> None:
    compose(office)
    answer = visit(POWER).fill_in(f"{PAGE}/thu", number="0912 345 678")
    assert answer.status_code == 303
    assert "Tin gửi thử (1)" in visit(POWER).get("/thong-bao").text
    assert "cần một số di động" in visit(POWER).fill_in(f"{PAGE}/thu", number="abc").text


def test_the_list_shows_how_each_stands_and_one_next_step(office: Setting, visit: Visit) -> None:
    approved(office)
    assert "đã duyệt" in words(visit(POWER).get("/thong-bao").text)
    assert primary_buttons(visit(POWER).get("/thong-bao").text) == ["Xem tiến độ"]
    work(office, 10)
    page = visit(POWER).get("/thong-bao").text
    assert "không còn tin chờ gửi" in page
    assert "Tạm dừng" not in visit(POWER).get(PAGE).text
    assert "6/10 máy đã nhận hoặc đã báo trực tiếp" in page
    assert primary_buttons(page) == ["Mở danh sách cần gặp"]
    assert primary_buttons(visit(DISTRICT).get("/thong-bao").text) == ["Xem tiến độ"]
    force(office, deliveries(office)["PA11CL6190001"], DeliveryState.IN_DOUBT)
    assert primary_buttons(visit(POWER).get("/thong-bao").text) == ["Xem 1 lượt chưa rõ"]


def test_the_campaign_shows_its_notices(office: Setting, visit: Visit) -> None:
    sent(office)
    campaign = "/chien-dich/doi-ngay-ghi"
    assert PAGE in part(visit(POWER).get(campaign).text.replace('href="', ">"), 'id="thong-bao"', 'id="versions"')
    assert "Soạn thông báo mới" not in visit(DISTRICT).get(campaign).text


def test_the_way_there_is_shown_to_those_who_may_go(office: Setting, visit: Visit) -> None:
    entries = {
        person.username: visit(person).get("/hom-nay").text for person in (POWER, DISTRICT, OFFICER, MEDIA, ADMIN)
    }
    assert {name for name, page in entries.items() if 'href="/thong-bao"' in page} == {"dienluc", "huyen", "quantri"}
    assert {name for name, page in entries.items() if 'href="/can-gap"' in page} == {
        "dienluc",
        OFFICER.username,
        "quantri",
    }


def test_what_is_not_there_is_not_found(office: Setting, visit: Visit) -> None:
    assert visit(POWER).get("/thong-bao/khong-co").status_code == 404
    compose(office)
    assert visit(OFFICER).get(PAGE).status_code == 403


def test_the_second_persons_day_says_what_waits_for_them(office: Setting, visit: Visit) -> None:
    compose(office)
    office.desk.notifying.submit(POWER, SLUG)
    assert "chờ bạn duyệt, dienluc trình" in visit(SECOND).get("/hom-nay").text
    assert PAGE not in visit(POWER).get("/hom-nay").text
    assert PAGE not in visit(OFFICER).get("/hom-nay").text
