"""What readers see of a notice: all of it, or their own communes; numbers whole, or masked."""

from datetime import timedelta

import pytest

from outreach.domain.deliveries import DeliveryState
from outreach.domain.errors import NotAllowed, NotFound
from outreach.domain.law import Scope, Source
from outreach.domain.notices import NoticeState
from outreach.services.tending import Word
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
from tests.setting import ADMIN, COMMUNES, DISTRICT, FIRST, MEDIA, OFFICER, STRANGER, Setting, at, plan


@pytest.fixture
def office(sqlite_setting: Setting) -> Setting:
    return staffed(sqlite_setting)


def test_progress_counts_everybody_once(office: Setting) -> None:
    sent(office)
    view = office.desk.following.progress(POWER, SLUG)
    assert view.counts == {
        DeliveryState.DELIVERED: 6,
        DeliveryState.UNDELIVERED: 2,
        DeliveryState.UNREACHABLE: 2,
    }
    assert (view.total, view.unreached, view.whole) == (10, 4, True)
    assert [(line.place.name, line.unreached) for line in view.communes] == [("Bảo Lâm", 2), ("Cao Lâu", 2)]
    assert view.parts == 8


def test_an_officer_sees_the_own_commune_and_no_money(office: Setting) -> None:
    sent(office)
    view = office.desk.following.progress(OFFICER, SLUG)
    assert (view.total, view.whole, view.parts, view.reasons) == (6, False, 0, ())
    assert [line.place.code for line in view.communes] == ["06190"]


def test_an_officer_still_sees_what_was_sent_to_a_commune_that_the_plan_no_longer_names(office: Setting) -> None:
    sent(office)
    office.desk.loading.load(plan(communes=tuple(code for code in COMMUNES if code != "06190")), "quantri")
    view = office.desk.following.progress(OFFICER, SLUG)
    assert (view.total, view.whole) == (6, False)
    assert len(office.desk.following.failures(OFFICER, SLUG).rows) == 2
    assert [line.notice.slug for line in office.desk.following.notices(OFFICER)] == [SLUG]
    assert [line.place.code for line in office.desk.following.progress(STRANGER, SLUG).communes] == ["06196"]


def test_a_send_that_waits_for_its_hour_says_when(office: Setting) -> None:
    office.clock.at = at(FIRST, 22)
    approved(office)
    work(office)
    view = office.desk.following.progress(POWER, SLUG)
    assert (view.per_minute, view.done_at, view.too_slow) == (0, None, False)
    assert view.counts[DeliveryState.WAITING] == 8
    assert view.waits_until == at(FIRST + timedelta(days=1), 7)


def test_a_running_send_says_when_it_will_be_done_and_when_that_is_too_late(office: Setting) -> None:
    bring_in(office, customers("06184", 40, 101))
    approved(office)
    work(office)
    for delivery in list(deliveries(office, DeliveryState.ACCEPTED).values())[:30]:
        force(office, delivery, DeliveryState.WAITING)
    view = office.desk.following.progress(POWER, SLUG)
    assert view.per_minute > 0
    assert view.done_at is not None
    assert view.now < view.done_at < view.now + timedelta(minutes=10)
    assert office.desk.following.progress(OFFICER, SLUG).done_at == view.done_at  # of all: no commune has its own turn
    office.clock.at = at(FIRST + timedelta(days=5), 19, 59)
    force(office, delivery, DeliveryState.ACCEPTED)
    assert office.desk.following.progress(POWER, SLUG).too_slow


def test_drafts_are_for_those_who_write_or_approve(office: Setting) -> None:
    compose(office)
    assert [line.notice.slug for line in office.desk.following.notices(DISTRICT)] == [SLUG]
    for person in (OFFICER, MEDIA):
        assert office.desk.following.notices(person) == ()
        with pytest.raises(NotAllowed):
            office.desk.following.progress(person, SLUG)


def test_a_notice_that_is_none_is_not_found(office: Setting) -> None:
    with pytest.raises(NotFound):
        office.desk.following.dossier(POWER, "khong.co")


def test_trials_are_told_apart(office: Setting) -> None:
    compose(office)
    office.desk.notifying.try_out(POWER, SLUG, "0912345678")
    lines = office.desk.following.notices(POWER)
    assert [(line.trial, line.notice.state) for line in lines] == [(True, NoticeState.APPROVED), (False, "draft")]


def test_failures_come_a_page_at_a_time(office: Setting) -> None:
    bring_in(office, [line._replace(mobile="", phones="") for line in customers("06184", 70, 101)])
    sent(office)
    first = office.desk.following.failures(POWER, SLUG)
    assert (len(first.rows), first.after is not None) == (50, True)
    second = office.desk.following.failures(POWER, SLUG, after=first.after or 0)
    assert (len(second.rows), second.after) == (24, None)
    whole = list(office.desk.following.all_failures(POWER, SLUG))
    assert [row.delivery.id for row in whole] == [row.delivery.id for row in (*first.rows, *second.rows)]


def test_failures_are_asked_for_by_state_and_commune(office: Setting) -> None:
    sent(office)
    found = office.desk.following.failures(POWER, SLUG, (DeliveryState.UNDELIVERED,), "06196").rows
    assert [(row.place.name, row.delivery.state) for row in found] == [("Cao Lâu", DeliveryState.UNDELIVERED)]
    assert office.desk.following.failures(OFFICER, SLUG, (), "06196").rows == ()


def test_numbers_are_masked_but_for_those_who_may_see_them(office: Setting) -> None:
    sent(office)
    wanted = (DeliveryState.UNDELIVERED,)
    assert office.desk.following.failures(POWER, SLUG, wanted, "06190").rows[0].phones == ("0900000598",)
    assert office.desk.following.failures(DISTRICT, SLUG, wanted, "06190").rows[0].phones == ("090****598",)


def test_a_customer_s_page_holds_all_that_there_was(office: Setting) -> None:
    sent(office)
    code = next(iter(deliveries(office, DeliveryState.UNDELIVERED)))
    office.desk.tending.say(OFFICER, deliveries(office)[code], Word.PHONED)
    office.desk.tending.refuse(POWER, code, Scope.ALL, Source.COUNTER, "đã gọi lên")
    view = office.desk.following.customer(POWER, code)
    assert [one.delivery.state for one in view.told] == [DeliveryState.TOLD]
    assert [attempt.state for attempt in view.told[0].attempts] == ["undelivered"]
    assert [mark.by for mark in view.told[0].marks] == [OFFICER.username]
    assert [(row.scope, row.note) for row in view.refused] == [(Scope.ALL, "đã gọi lên")]


def test_a_customer_of_another_commune_is_not_shown(office: Setting) -> None:
    with pytest.raises(NotAllowed):
        office.desk.following.customer(OFFICER, "PA11CL6196011")
    with pytest.raises(NotFound):
        office.desk.following.customer(OFFICER, "PA11CL0000000")


def test_channels_are_shown_to_the_administrator_alone(office: Setting) -> None:
    sent(office)
    assert "sandbox-sms" in {gate.channel for gate in office.desk.following.troubles(ADMIN).gates}
    with pytest.raises(NotAllowed):
        office.desk.following.troubles(SECOND)


def test_a_held_channel_is_told_with_the_notice(office: Setting) -> None:
    approved(office)
    with office.store.transactions.writing() as uow:
        gate = uow.gates.lock("sandbox-sms", office.clock.now())
        uow.gates.put(gate.held_for("no-balance", office.clock.now()))
        uow.commit()
    work(office)
    view = office.desk.following.progress(POWER, SLUG)
    assert [gate.hold for gate in view.held_channels] == ["no-balance"]
    office.desk.tending.release(ADMIN, "sandbox-sms")
    work(office)
    assert office.desk.following.progress(POWER, SLUG).held_channels == ()
    assert DeliveryState.WAITING not in office.desk.following.progress(POWER, SLUG).counts


def test_both_databases_tell_the_same(setting: Setting) -> None:
    office = staffed(setting)
    sent(office)
    code = next(iter(deliveries(office, DeliveryState.UNDELIVERED)))
    office.desk.tending.say(POWER, deliveries(office)[code], Word.VISITED)
    office.desk.tending.refuse(POWER, code, Scope.ALL, Source.COUNTER)
    assert office.desk.tending.lift(POWER, code) == 1
    assert office.desk.following.progress(POWER, SLUG).unreached == 3
    assert len(list(office.desk.following.all_failures(POWER, SLUG))) == 3
    assert office.desk.following.customer(POWER, code).refused == ()
    assert [one.waiting for one in office.desk.visiting.places(POWER)] == [1, 2]
    assert office.desk.drafting.preview(POWER, SLUG).appraisal.preview.rows == 8
