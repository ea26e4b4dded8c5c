"""Whom to phone or to call on: hamlet by hamlet, in the reader's own communes."""

from datetime import date

import pytest

from outreach.domain.campaigns import LetterRef
from outreach.domain.deliveries import DeliveryState
from outreach.domain.errors import NotAllowed, NotFound
from outreach.domain.law import Scope, Source
from outreach.domain.messages import MessageClass
from outreach.services.tending import Word
from tests.notices import POWER, SLUG, TEXT, approved, compose, deliveries, force, sent, staffed, work
from tests.setting import COMMUNES, MEDIA, OFFICER, STRANGER, Setting, letter, plan


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


def test_a_cancelled_notice_sends_nobody_out_but_its_list_can_be_read(office: Setting) -> None:
    sent(office)
    office.desk.notifying.cancel(POWER, SLUG)
    assert office.desk.visiting.places(POWER) == ()
    assert len(office.desk.visiting.list(POWER, SLUG, "06190").rows) == 2


def test_nor_does_one_of_a_letter_that_was_replaced(office: Setting) -> None:
    sent(office)
    newer = letter("200/UBND-KT", "2023-11-06", (LetterRef("100/UBND-KT", date(2023, 11, 1), "UBND huyện Cao Lộc"),))
    office.desk.loading.load(plan(slug="cong-van-moi", letter=newer), "quantri")
    assert office.desk.visiting.places(OFFICER) == ()
    assert len(office.desk.visiting.list(OFFICER, SLUG, "06190").rows) == 2


def test_a_commune_that_the_plan_no_longer_names_keeps_its_list(office: Setting) -> None:
    sent(office)
    loaded = plan(communes=tuple(code for code in COMMUNES if code != "06190"))
    office.desk.loading.load(loaded, "quantri")
    for person in (OFFICER, POWER):
        assert "Bảo Lâm" in [one.place.name for one in office.desk.visiting.places(person)]
        assert len(office.desk.visiting.list(person, SLUG, "06190").rows) == 2
    with pytest.raises(NotAllowed):
        office.desk.visiting.list(STRANGER, SLUG, "06190")


def test_a_draft_and_a_trial_have_no_list(office: Setting) -> None:
    compose(office)
    trial = office.desk.notifying.try_out(POWER, SLUG, "0912345678")
    for slug in (SLUG, trial.slug):
        with pytest.raises(NotFound):
            office.desk.visiting.list(POWER, slug, "06190")


def test_a_long_list_names_everybody_who_is_still_to_be_told(office: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.services.visiting.PAGE", 1)
    monkeypatch.setattr("outreach.services.visiting.MOST_TOLD", 1)
    sent(office)
    lost = deliveries(office, DeliveryState.DELIVERED)
    for code in ("PA11CL6190001", "PA11CL6190002"):
        force(office, lost[code], DeliveryState.TOLD)
    view = office.desk.visiting.list(OFFICER, SLUG, "06190")
    assert {row.delivery.code for row in view.rows} == {"PA11CL6190005", "PA11CL6190006"}
    assert len(view.told) == 1
