"""Writing a notice: each problem beside its field, nothing typed is lost, the counter says what it would come to."""

import re
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from outreach.domain.campaigns import NoticePlan
from outreach.domain.messages import Medium
from tests.notices import CAMPAIGN, POWER, SECOND, SLUG, TEXT, compose, staffed
from tests.setting import DISTRICT, FIRST, OFFICER, Setting, at, plan
from tests.web.conftest import Visit
from tests.web.reading_pages import words
from tests.web.visitor import Visitor, said

NEW = "/thong-bao/moi"
TYPED = {
    "chien-dich": CAMPAIGN,
    "title": "Báo khách hàng",
    "text": TEXT,
    "accented": "0",
    "message_class": "care",
    "route": "sms",
    "one_per_person": "y",
    "opens": "07:00",
    "closes": "21:00",
    "starts_day": "2023-11-06",
    "starts_clock": "08:00",
    "expires_day": "11/11/2023",
    "expires_clock": "20:00",
    "hotline": "19006769",
    "new_day": "31/12/2023",
}

ASKED = NoticePlan("bao-doi-ngay", "Báo đổi ngày", "khách hàng", ("sms",), FIRST + timedelta(days=3), "{{ new_day }}.")


@pytest.fixture
def office(sqlite_setting: Setting) -> Setting:
    return staffed(sqlite_setting)


@pytest.fixture
def writer(office: Setting, visit: Visit) -> Visitor:
    return visit(POWER)


def shown_in(page: str, *ids: str) -> list[str]:
    return [found[1] for one in ids if (found := re.search(rf'id="{one}"[^>]* value="([^"]*)"', page))]


def send(writer: Visitor, address: str = NEW, **typed: Any) -> TestResponse:
    return writer.fill_in(address, **{**TYPED, **typed})


def test_a_notice_is_written_and_looked_over(office: Setting, writer: Visitor) -> None:
    answer = send(writer, communes=["06190"], reading_days="10; 15")
    assert (answer.status_code, answer.location) == (303, f"/thong-bao/{SLUG}")
    content = office.desk.notifying.get(SLUG).content
    assert (content.audience.communes, content.audience.reading_days) == (("06190",), (10, 15))
    page = words(writer.get(answer.location).text)
    assert "Giá" in page
    assert "Gửi xong khoảng" in page


def test_without_a_campaign_the_list_says_for_which(writer: Visitor) -> None:
    answer = writer.get("/thong-bao/moi")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/thong-bao")


def test_the_form_begins_with_the_campaigns_days(writer: Visitor) -> None:
    page = writer.get(f"{NEW}?chien-dich={CAMPAIGN}").text
    assert 'value="2023-11-22"' in page
    assert "Xã Bảo Lâm" in page


def test_at_night_the_form_begins_with_the_next_morning(office: Setting, writer: Visitor) -> None:
    office.clock.at = at(FIRST, 22, 10)
    page = writer.get(f"{NEW}?chien-dich={CAMPAIGN}").text
    assert shown_in(page, "starts-day", "starts-clock") == [str(FIRST + timedelta(days=1)), "07:00"]


def test_an_empty_form_offers_the_words_of_the_plan(office: Setting, writer: Visitor) -> None:
    office.desk.loading.load(plan(notices=(ASKED,)), "huyen")
    empty = words(writer.get(f"{NEW}?chien-dich={CAMPAIGN}").text)
    assert "Bắt đầu từ lời mẫu của chiến dịch: Báo đổi ngày" in empty
    filled = writer.get(f"{NEW}?chien-dich={CAMPAIGN}&mau=bao-doi-ngay").text
    assert "Bắt đầu từ lời mẫu" not in filled
    assert ASKED.text in filled


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", " ", "đặt một tên"),
        ("text", "", "viết lời sẽ gửi"),
        ("text", "Kính gửi {{ ten_khach }}", "ten_khach"),
        ("new_day", "", "new_day"),
        ("message_class", "advertising", "[QC]"),
        ("message_class", "khac", "không nằm trong danh sách"),
        ("route", "zalo,sms", "mã mẫu tin"),
        ("communes", "99999", "không nằm trong danh sách"),
        ("reading_days", "mười", "viết các ngày trong tháng"),
        ("reading_days", "32", "viết các ngày trong tháng"),
        ("opens", "", "ghi giờ:phút"),
        ("closes", "06:00", "ngoài giờ được phép gửi"),
        ("starts_day", "hôm qua", "viết ngày/tháng/năm"),
        ("expires_day", "2023-11-01", "Hạn chót phải sau"),
        ("expires_clock", "", "ghi giờ:phút"),
    ],
)
def test_each_problem_stands_beside_its_field_and_nothing_is_lost(
    office: Setting, writer: Visitor, field: str, typed: str, sentence: str
) -> None:
    answer = send(writer, **{field: typed})
    assert answer.status_code == 400
    told = re.findall(r'class="field-problem"[^>]*>([^<]*)<', answer.text)
    assert any(sentence in one for one in told), told
    kept = "Báo khách hàng" if field != "title" else "19006769"
    assert kept in answer.text
    assert office.desk.following.notices(POWER) == ()


def test_zalo_fields_are_written_a_line_each(office: Setting, writer: Visitor) -> None:
    zalo = {
        "route": "zalo,sms",
        "zalo_template": "205644",
        "zalo_fields": "customer_code = {{ code }}\nday={{ new_day }}",
    }
    assert send(writer, **zalo).status_code == 303
    content = office.desk.notifying.get(SLUG).content
    assert content.route == (Medium.ZALO, Medium.SMS)
    assert content.zalo_fields == (("customer_code", "{{ code }}"), ("day", "{{ new_day }}"))
    wrong = send(writer, **{**zalo, "zalo_fields": "customer_code"})
    assert "Mỗi dòng viết" in wrong.text


def test_the_counter_answers_while_one_types(writer: Visitor) -> None:
    answer = said(send(writer, "/thong-bao/dem"))
    shown = words(answer["html"])
    assert "Khoảng 10 khách hàng" in shown
    assert "8.500 đồng" in shown
    assert "17.000 đồng" in shown


@pytest.mark.parametrize("text", ["", "{{", "{% for x in y %}", "a" * 2_500, "{{ name.__class__ }}"])
def test_the_counter_survives_anything(writer: Visitor, text: str) -> None:
    assert send(writer, "/thong-bao/dem", text=text, title="").status_code == 200


def test_the_counter_warns_of_links(writer: Visitor) -> None:
    assert "lừa đảo" in said(send(writer, "/thong-bao/dem", text="Xem tại http://evn.top/x"))["html"]


def test_without_scripts_a_button_counts(writer: Visitor) -> None:
    answer = send(writer, action="count", title="")
    assert answer.status_code == 200
    assert "Khoảng 10 khách hàng" in answer.text
    assert TEXT in answer.text


def test_changing_it_makes_a_new_version(office: Setting, writer: Visitor) -> None:
    compose(office)
    form = writer.get(f"/thong-bao/{SLUG}/sua").text
    assert "Điện lực Lạng Sơn" in form
    assert send(writer, f"/thong-bao/{SLUG}/sua", accented="1").status_code == 303
    assert office.desk.notifying.get(SLUG).version == 2
    assert "Các bản trước (1)" in writer.get(f"/thong-bao/{SLUG}").text


def test_a_change_voids_what_was_submitted(office: Setting, writer: Visitor, visit: Visit) -> None:
    compose(office)
    office.desk.notifying.submit(POWER, SLUG)
    assert "phải trình lại" in visit(SECOND).get(f"/thong-bao/{SLUG}/sua").text
    send(writer, f"/thong-bao/{SLUG}/sua", text=TEXT + " nhé")
    assert office.desk.notifying.get(SLUG).snapshot is None


def test_others_may_not_write(office: Setting, visit: Visit) -> None:
    compose(office)
    for person in (OFFICER, DISTRICT):
        visitor = visit(person)
        assert visitor.get(f"{NEW}?chien-dich={CAMPAIGN}").status_code == 403
        assert send(visitor).status_code == 403
        assert send(visitor, "/thong-bao/dem").status_code == 403
        assert send(visitor, f"/thong-bao/{SLUG}/sua").status_code == 403


def test_a_campaign_that_is_none_is_not_found(writer: Visitor) -> None:
    assert writer.get(f"{NEW}?chien-dich=khong-co").status_code == 404
