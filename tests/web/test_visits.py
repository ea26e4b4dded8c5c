"""The list to walk with: one's own commune, a press for each person, nothing lost by a slip."""

import re

import pytest

from outreach.domain.deliveries import DeliveryState
from tests.notices import POWER, SLUG, bring_in, customers, deliveries, sent, staffed
from tests.setting import DISTRICT, OFFICER, Setting
from tests.web.conftest import Visit

PAGE = f"/can-gap/{SLUG}/06190"


@pytest.fixture
def office(sqlite_setting: Setting) -> Setting:
    return staffed(sqlite_setting)


def test_an_officer_comes_straight_to_the_own_list(office: Setting, visit: Visit) -> None:
    sent(office)
    assert visit(OFFICER).get("/can-gap").location == PAGE
    page = visit(OFFICER).get(PAGE).text
    assert re.findall(r"<h2>(.*?)</h2>", page) == ["Bản Lải (1)", "Pò Mục (1)"]
    assert 'href="tel:0900000598"' in page


def test_the_power_company_chooses_a_commune(office: Setting, visit: Visit) -> None:
    sent(office)
    page = visit(POWER).get("/can-gap").text
    assert re.findall(r"/can-gap/[\w.-]+/(\d+)", page) == ["06190", "06196"]


def test_with_nobody_to_see_it_says_so(office: Setting, visit: Visit) -> None:
    assert "Hiện không có ai phải gặp" in visit(OFFICER).get("/can-gap").text


@pytest.mark.parametrize("word", ["phoned", "visited"])
def test_one_press_tells_it(office: Setting, visit: Visit, word: str) -> None:
    sent(office)
    delivery = deliveries(office)["PA11CL6190006"]
    answer = visit(OFFICER).fill_in(PAGE, word=f"{word}.{delivery}", thon="Bản Lải")
    assert answer.status_code == 303
    page = visit(OFFICER).get(PAGE).text
    assert "1 người cần gặp" in page
    assert "Đã báo trực tiếp (1)" in page
    visit(OFFICER).fill_in(PAGE, word=f"taken_back.{delivery}")
    assert "PA11CL6190006" in deliveries(office, DeliveryState.UNREACHABLE)


def test_the_list_of_a_cancelled_notice_says_that_it_is_only_for_reference(office: Setting, visit: Visit) -> None:
    sent(office)
    office.desk.notifying.cancel(POWER, SLUG)
    assert "chỉ để xem lại" in visit(OFFICER).get(PAGE).text


def test_who_was_not_met_stays(office: Setting, visit: Visit) -> None:
    sent(office)
    visit(OFFICER).fill_in(PAGE, word=f"not_met.{deliveries(office)['PA11CL6190006']}")
    assert "chưa gặp T2 06/11 10:10" in visit(OFFICER).get(PAGE).text


@pytest.mark.parametrize("word", ["", "phoned", "phoned.x", "send_again.1", "phoned.-1", "x.1"])
def test_other_words_are_refused(office: Setting, visit: Visit, word: str) -> None:
    sent(office)
    assert visit(OFFICER).fill_in(PAGE, word=word).status_code == 400


def test_a_long_list_is_walked_hamlet_by_hamlet(office: Setting, visit: Visit) -> None:
    bring_in(office, [line._replace(mobile="", phones="") for line in customers("06190", 90, 401)])
    sent(office)
    page = visit(OFFICER).get(PAGE).text
    assert "chọn một thôn" in page
    assert 'value="phoned.' not in page
    chosen = visit(OFFICER).get(f"{PAGE}?thon=Pò+Mục").text
    assert chosen.count('value="phoned.') == 31
    assert visit(OFFICER).get(f"{PAGE}?thon=*").text.count('value="phoned.') == 92


def test_who_only_looks_sees_masked_numbers_and_no_buttons(office: Setting, visit: Visit) -> None:
    sent(office)
    page = visit(DISTRICT).get(PAGE).text
    assert "090****598" in page
    assert 'value="phoned.' not in page
    assert visit(OFFICER).get(f"/can-gap/{SLUG}/06196").status_code == 403
    assert visit(OFFICER).get(f"/can-gap/{SLUG}/99999").status_code == 404


def test_the_officers_day_says_that_somebody_must_be_seen(office: Setting, visit: Visit) -> None:
    sent(office)
    page = visit(OFFICER).get("/hom-nay").text
    assert "2 người cần gặp" in page
    assert PAGE in page
    assert PAGE not in visit(POWER).get("/hom-nay").text
