"""One customer's page: all that there was, and what may be added to it by hand."""

import pytest

from outreach.domain.deliveries import DeliveryState
from tests.notices import POWER, deliveries, force, sent, staffed
from tests.setting import DISTRICT, OFFICER, STRANGER, Setting
from tests.web.conftest import Visit
from tests.web.reading_pages import words

CODE = "PA11CL6190005"
PAGE = f"/khach-hang/{CODE}"


@pytest.fixture
def office(sqlite_setting: Setting) -> Setting:
    return staffed(sqlite_setting)


def test_the_whole_history_is_on_one_page(office: Setting, visit: Visit) -> None:
    sent(office)
    page = words(visit(POWER).get(PAGE).text)
    assert "0900 000 598" in page
    assert "Lần gửi 1 · sandbox-sms" in page
    assert "Máy không nhận được" in page
    assert "Nhận mọi tin" in page
    assert "090****598" in visit(DISTRICT).get(PAGE).text


def test_a_refusal_is_put_down_and_taken_back(office: Setting, visit: Visit) -> None:
    person = visit(OFFICER)
    answer = person.fill_in(f"{PAGE}/tu-choi", scope="all", source="phone", note="bà cụ nói không cần")
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = words(person.get(PAGE).text)
    assert "không nhận tin nào, trừ tin khẩn cấp · nói qua điện thoại" in page
    assert "bà cụ nói không cần" in page
    person.fill_in(f"{PAGE}/nhan-lai")
    page = words(person.get(PAGE).text)
    assert "Nhận mọi tin" in page
    assert "Mọi lần từ chối và nhận lại (2)" in page


@pytest.mark.parametrize("wrong", [{"scope": "x"}, {"source": "web"}, {"source": ""}])
def test_a_refusal_of_no_sense_is_refused(office: Setting, visit: Visit, wrong: dict[str, str]) -> None:
    typed = {"scope": "all", "source": "counter", **wrong}
    assert visit(POWER).fill_in(f"{PAGE}/tu-choi", **typed).status_code == 400


def test_a_word_is_noted_and_taken_back(office: Setting, visit: Visit) -> None:
    sent(office)
    delivery = str(deliveries(office)[CODE])
    visit(OFFICER).fill_in(f"{PAGE}/ghi", delivery=delivery, word="phoned")
    assert CODE in deliveries(office, DeliveryState.TOLD)
    assert "Ghi nhầm, trả lại danh sách" in visit(OFFICER).get(PAGE).text
    visit(OFFICER).fill_in(f"{PAGE}/ghi", delivery=delivery, word="taken_back")
    assert CODE in deliveries(office, DeliveryState.UNDELIVERED)


def test_sending_again_needs_somebody_who_asked(office: Setting, visit: Visit) -> None:
    sent(office)
    delivery = deliveries(office)[CODE]
    force(office, delivery, DeliveryState.IN_DOUBT)
    person = visit(POWER)
    assert person.fill_in(f"{PAGE}/ghi", delivery=str(delivery), word="send_again").status_code == 400
    assert person.fill_in(f"{PAGE}/ghi", delivery=str(delivery), word="send_again", sure="y").status_code == 303
    assert CODE in deliveries(office, DeliveryState.WAITING)


@pytest.mark.parametrize("delivery", ["", "-1", "x", "9" * 30, "٣"])
def test_a_delivery_that_is_none_is_refused(office: Setting, visit: Visit, delivery: str) -> None:
    assert visit(POWER).fill_in(f"{PAGE}/ghi", delivery=delivery, word="phoned").status_code in (400, 404)


def test_others_neither_see_nor_change(office: Setting, visit: Visit) -> None:
    assert visit(STRANGER).get(PAGE).status_code == 403
    assert visit(STRANGER).fill_in(f"{PAGE}/tu-choi", scope="all", source="phone").status_code == 403
    assert "Ghi lời từ chối" not in visit(DISTRICT).get(PAGE).text
    assert visit(POWER).get("/khach-hang/PA11CL0000000").status_code == 404


def test_a_note_holds_nothing_that_no_database_takes(office: Setting, visit: Visit) -> None:
    visit(POWER).fill_in(f"{PAGE}/tu-choi", scope="all", source="phone", note="a\x00b\u200bc" + "d" * 500)
    assert office.desk.following.customer(POWER, CODE).refused[0].note == "abc" + "d" * 297
