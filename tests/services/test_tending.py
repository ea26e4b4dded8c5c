"""What people add by hand, and what they may not."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from outreach.domain.deliveries import UNREACHED, DeliveryState
from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.law import Scope, Source, Suppression
from outreach.services.reach import in_force
from outreach.services.tending import Word
from tests.notices import POWER, approved, deliveries, force, sent, staffed, work
from tests.setting import ADMIN, MEDIA, OFFICER, STRANGER, Setting

CODE, NUMBER = "PA11CL6190001", "84900000100"


@pytest.fixture
def office(sqlite_setting: Setting) -> Setting:
    return staffed(sqlite_setting)


@pytest.fixture
def state_of(office: Setting) -> Callable[[int], DeliveryState]:
    def asked(delivery: int) -> DeliveryState:
        with office.store.transactions.reading() as uow:
            found = uow.deliveries.find(delivery)
        assert found is not None
        return found.state

    return asked


def missed(office: Setting, state: DeliveryState = DeliveryState.UNDELIVERED) -> int:
    sent(office)
    return next(one for code, one in deliveries(office, state).items() if code.startswith("PA11CL6190"))


@pytest.mark.parametrize("word", [Word.PHONED, Word.VISITED])
def test_whoever_was_told_leaves_the_list(
    office: Setting, state_of: Callable[[int], DeliveryState], word: Word
) -> None:
    delivery = missed(office)
    office.desk.tending.say(OFFICER, delivery, word)
    assert state_of(delivery) is DeliveryState.TOLD


def test_saying_it_twice_says_it_once(office: Setting) -> None:
    delivery = missed(office)
    for _again in range(2):
        office.desk.tending.say(OFFICER, delivery, Word.PHONED)
    with office.store.transactions.reading() as uow:
        assert [mark.what for mark in uow.deliveries.marks([delivery])] == ["phoned"]


def test_whoever_was_not_met_stays_with_a_mark(office: Setting, state_of: Callable[[int], DeliveryState]) -> None:
    delivery = missed(office)
    office.desk.tending.say(OFFICER, delivery, Word.NOT_MET)
    assert state_of(delivery) is DeliveryState.UNDELIVERED


@pytest.mark.parametrize("state", [DeliveryState.UNDELIVERED, DeliveryState.UNREACHABLE])
def test_a_slip_is_taken_back_to_what_it_was(
    office: Setting, state_of: Callable[[int], DeliveryState], state: DeliveryState
) -> None:
    delivery = missed(office, state)
    office.desk.tending.say(OFFICER, delivery, Word.VISITED)
    office.desk.tending.say(OFFICER, delivery, Word.TAKEN_BACK)
    assert state_of(delivery) is state


def test_officers_speak_for_their_own_commune_only(office: Setting) -> None:
    delivery = missed(office)
    for person in (STRANGER, MEDIA):
        with pytest.raises(NotAllowed):
            office.desk.tending.say(person, delivery, Word.PHONED)
    with pytest.raises(NotFound):
        office.desk.tending.say(ADMIN, 999_999, Word.PHONED)


def test_nobody_is_told_who_has_the_message_already(office: Setting) -> None:
    sent(office)
    delivery = next(iter(deliveries(office, DeliveryState.DELIVERED).values()))
    with pytest.raises(RuleBroken):
        office.desk.tending.say(POWER, delivery, Word.PHONED)


@pytest.mark.parametrize("state", [DeliveryState.IN_DOUBT, DeliveryState.REFUSED])
def test_what_is_in_doubt_or_refused_goes_again_if_a_person_says_so(
    office: Setting, state_of: Callable[[int], DeliveryState], state: DeliveryState
) -> None:
    delivery = missed(office)
    force(office, delivery, state)
    office.desk.tending.say(POWER, delivery, Word.SEND_AGAIN)
    assert state_of(delivery) is DeliveryState.WAITING
    work(office)
    assert state_of(delivery) is DeliveryState.ACCEPTED


@pytest.mark.parametrize("state", sorted(set(DeliveryState) - {DeliveryState.IN_DOUBT, DeliveryState.REFUSED}))
def test_nothing_else_goes_again(office: Setting, state: DeliveryState) -> None:
    delivery = missed(office)
    force(office, delivery, state)
    with pytest.raises(RuleBroken):
        office.desk.tending.say(POWER, delivery, Word.SEND_AGAIN)


def test_nothing_goes_again_once_it_is_too_late(office: Setting) -> None:
    delivery = missed(office)
    force(office, delivery, DeliveryState.IN_DOUBT)
    office.clock.at += timedelta(days=9)
    with pytest.raises(RuleBroken):
        office.desk.tending.say(POWER, delivery, Word.SEND_AGAIN)


def test_a_refusal_at_the_counter_stops_what_is_waiting(office: Setting) -> None:
    approved(office)
    assert office.desk.tending.refuse(POWER, CODE, Scope.ALL, Source.COUNTER) == 1
    work(office)
    assert CODE in deliveries(office, DeliveryState.SUPPRESSED)
    assert DeliveryState.SUPPRESSED in UNREACHED


def test_a_refusal_is_lifted_but_for_the_national_list(office: Setting) -> None:
    national = Suppression(NUMBER, Scope.ADVERTISING, Source.DO_NOT_CALL, office.clock.now(), "")
    with office.store.transactions.writing() as uow:
        uow.suppressions.add([national])
        uow.commit()
    office.desk.tending.refuse(OFFICER, CODE, Scope.ALL, Source.PHONE)
    assert office.desk.tending.lift(OFFICER, CODE) == 1
    assert office.desk.tending.lift(OFFICER, CODE) == 0
    assert standing(office) == {(Source.DO_NOT_CALL, Scope.ADVERTISING)}


def test_refusals_are_taken_down_at_the_counter_or_by_phone(office: Setting) -> None:
    for source in (Source.ZALO, Source.WEB, Source.DO_NOT_CALL):
        with pytest.raises(RuleBroken):
            office.desk.tending.refuse(POWER, CODE, Scope.ALL, source)
    with pytest.raises(NotAllowed):
        office.desk.tending.refuse(STRANGER, CODE, Scope.ALL, Source.COUNTER)
    with pytest.raises(RuleBroken):
        office.desk.tending.refuse(POWER, "PA11CL6190006", Scope.ALL, Source.COUNTER)


@pytest.mark.parametrize("typed", ["0900000100", "+84 900 000 100", "84900000100", "900.000.100"])
def test_the_web_stops_advertising_and_nothing_else(office: Setting, typed: str) -> None:
    for _again in range(2):
        assert office.desk.tending.refuse_by_web(typed) == NUMBER
    assert standing(office) == {(Source.WEB, Scope.ADVERTISING)}
    with office.store.transactions.reading() as uow:
        assert len(uow.suppressions.of(NUMBER)) == 1
    approved(office)
    work(office)
    assert CODE not in deliveries(office, DeliveryState.SUPPRESSED)


@pytest.mark.parametrize("typed", ["", "abc", "123", "09000001000000", "\x00", "0" * 40])
def test_what_is_no_number_is_refused(office: Setting, typed: str) -> None:
    with pytest.raises(RuleBroken):
        office.desk.tending.refuse_by_web(typed)


def test_only_administrators_let_a_channel_go_on(office: Setting) -> None:
    sent(office)
    with pytest.raises(NotAllowed):
        office.desk.tending.release(POWER, "sandbox-sms")
    with pytest.raises(NotFound):
        office.desk.tending.release(ADMIN, "khong-co")


def standing(office: Setting) -> set[tuple[Source, Scope]]:
    with office.store.transactions.reading() as uow:
        return {(row.source, row.scope) for row in in_force(uow.suppressions.of(NUMBER))}
