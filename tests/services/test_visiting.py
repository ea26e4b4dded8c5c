"""Whom to phone or to call on: hamlet by hamlet, in the reader's own communes."""

import pytest

from outreach.domain.deliveries import DeliveryState
from outreach.domain.errors import NotAllowed, NotFound
from outreach.domain.law import Scope, Source
from outreach.domain.messages import MessageClass
from outreach.services.tending import Word
from tests.notices import POWER, SLUG, TEXT, approved, deliveries, sent, staffed, work
from tests.setting import MEDIA, OFFICER, STRANGER, Setting


@pytest.fixture
def office(sqlite_setting: Setting) -> Setting:
    return staffed(sqlite_setting)


def test_everybody_reached_by_nothing_is_on_the_list_of_the_commune(office: Setting) -> None:
    sent(office)
    assert [(one.place.name, one.waiting) for one in office.desk.visiting.places(POWER)] == [
        ("Bảo Lâm", 2),
        ("Cao Lâu", 2),
    ]
    assert [one.place.name for one in office.desk.visiting.places(OFFICER)] == ["Bảo Lâm"]
    view = office.desk.visiting.list(OFFICER, SLUG, "06190")
    assert [(row.hamlet, row.delivery.state) for row in view.rows] == [
        ("Bản Lải", DeliveryState.UNREACHABLE),
        ("Pò Mục", DeliveryState.UNDELIVERED),
    ]
    assert view.hamlets == (("Bản Lải", 1), ("Pò Mục", 1))


def test_an_officer_reads_the_numbers_that_have_to_be_called(office: Setting) -> None:
    sent(office)
    assert [row.phones for row in office.desk.visiting.list(OFFICER, SLUG, "06190").rows] == [(), ("0900000598",)]
    assert [row.phones for row in office.desk.visiting.list(MEDIA, SLUG, "06190").rows] == [(), ("090****598",)]


def test_the_words_to_say_have_their_accents_and_no_braces(office: Setting) -> None:
    sent(office)
    say = office.desk.visiting.list(OFFICER, SLUG, "06190").say
    assert say == "Điện lực Lạng Sơn: từ 31/12/2023 chỉ số công tơ (mã khách hàng) ghi vào cuối tháng. Hỏi 19006769"


def test_whoever_was_told_stands_apart(office: Setting) -> None:
    sent(office)
    delivery = deliveries(office, DeliveryState.UNREACHABLE)["PA11CL6190006"]
    office.desk.tending.say(OFFICER, delivery, Word.VISITED)
    view = office.desk.visiting.list(OFFICER, SLUG, "06190")
    assert [row.delivery.code for row in view.told] == ["PA11CL6190006"]
    assert [row.delivery.code for row in view.rows] == ["PA11CL6190005"]
    assert office.desk.visiting.places(OFFICER)[0].told == 1


def test_one_hamlet_may_be_asked_for(office: Setting) -> None:
    sent(office)
    view = office.desk.visiting.list(OFFICER, SLUG, "06190", "Pò Mục")
    assert [row.hamlet for row in view.rows] == ["Pò Mục"]
    assert len(view.hamlets) == 2


def test_other_communes_are_not_the_officers(office: Setting) -> None:
    sent(office)
    with pytest.raises(NotAllowed):
        office.desk.visiting.list(OFFICER, SLUG, "06196")
    with pytest.raises(NotFound):
        office.desk.visiting.list(POWER, SLUG, "99999")
    assert [one.place.code for one in office.desk.visiting.places(STRANGER)] == ["06196"]


def test_nobody_is_called_on_for_refusing_advertising(office: Setting) -> None:
    office.desk.tending.refuse(POWER, "PA11CL6190001", Scope.ADVERTISING, Source.COUNTER)
    approved(office, message_class=MessageClass.ADVERTISING, text=f"[QC] {TEXT}")
    work(office, 10)
    assert "PA11CL6190001" in deliveries(office, DeliveryState.SUPPRESSED)
    rows = office.desk.visiting.list(OFFICER, SLUG, "06190").rows
    assert "PA11CL6190001" not in {row.delivery.code for row in rows}


def test_a_cancelled_notice_sends_nobody_out(office: Setting) -> None:
    sent(office)
    office.desk.notifying.cancel(POWER, SLUG)
    assert office.desk.visiting.places(POWER) == ()
    with pytest.raises(NotFound):
        office.desk.visiting.list(POWER, SLUG, "06190")
