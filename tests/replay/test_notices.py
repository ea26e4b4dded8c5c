"""The notice of the replay that ships: written, approved by somebody else, sent into the sandbox, with receipts."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, time

import pytest

from outreach.domain.calendar import instant
from outreach.domain.deliveries import OPEN, AttemptState, DeliveryState
from outreach.domain.notice_ports import Attempt
from outreach.domain.notices import NoticeState
from outreach.domain.people import Person, Role
from outreach.domain.phones import is_mobile
from outreach.replay.customers import customers, refuses
from outreach.services.standing import NoticeStanding
from tests.replay.theatre import Theatre, drama, open_theatre, shipped, sqlite_url

SLUG = "cao-loc-2023.bao-khach-hang"
SENT_BY = 20  # days from the start


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    folder = tmp_path_factory.mktemp("replay")
    with open_theatre(sqlite_url(folder), folder, drama()) as opened:
        yield opened.play(SENT_BY)


def standing(theatre: Theatre) -> NoticeStanding:
    return theatre.stage.desk.standing.of(SLUG)


def test_one_writes_it_and_another_says_yes(theatre: Theatre) -> None:
    notice = standing(theatre).notice
    assert notice.state is NoticeState.APPROVED
    assert (notice.by, notice.approved_by) == ("dienluc", "huyen")
    assert notice.approved_at is not None
    assert instant(date(2023, 10, 16), time(9, 10)) <= notice.approved_at <= instant(date(2023, 10, 16), time(10))


def test_receipts_came_for_what_was_sent_and_nothing_is_left_open(theatre: Theatre) -> None:
    counts = standing(theatre).counts
    assert not OPEN & counts.keys()
    assert DeliveryState.ACCEPTED not in counts
    assert counts[DeliveryState.DELIVERED] > 0.8 * standing(theatre).people
    assert {state for _, state in ends(theatre)} >= {AttemptState.DELIVERED, AttemptState.UNDELIVERED}


def test_who_has_no_zalo_gets_one_message_by_sms(theatre: Theatre) -> None:
    by_sms = [one for one in attempts(theatre) if one.channel == "sandbox-sms"]
    assert by_sms
    assert {(one.no, one.state is AttemptState.STARTED) for one in by_sms} == {(2, False)}


def test_each_kind_of_trouble_is_on_the_list_of_visits(theatre: Theatre) -> None:
    counts = standing(theatre).counts
    troubles = ("UNREACHABLE", "REFUSED", "UNDELIVERED", "SUPPRESSED")
    assert all(counts[DeliveryState[name]] for name in troubles)
    desk = theatre.stage.desk
    places = desk.visiting.places(person(theatre, "huyen"))
    assert sum(place.waiting for place in places) == standing(theatre).unreached > 0
    officer = person(theatre, "canbo.baolam")
    assert desk.visiting.list(officer, SLUG, "06190").rows


def test_it_is_of_use_until_the_end_of_the_plans_last_day(theatre: Theatre) -> None:
    assert standing(theatre).notice.content.expires_at == instant(date(2023, 12, 21))


def test_the_customers_of_a_replay_are_nobody() -> None:
    made = list(customers(1, ("06184", "06187"), 500))
    assert len({line.code for line in made}) == len(made) == 1_000
    assert all(re.fullmatch(r"Khách hàng \d{4}", line.name) for line in made)
    kinds = Counter("mobile" if is_mobile(line.mobile) else "other" if line.phones else "none" for line in made)
    assert kinds["mobile"] > 800
    assert kinds["other"] > 10
    assert kinds["none"] > 10
    mobiles = [line.mobile for line in made if line.mobile]
    assert 0 < len(mobiles) - len(set(mobiles)) < 100
    assert 0 < sum(refuses(1, line.code) for line in made) < 40


def test_the_same_seed_makes_the_same_customers() -> None:
    assert list(customers(1, ("06184",), 50)) == list(customers(1, ("06184",), 50))
    assert list(customers(1, ("06184",), 50)) != list(customers(2, ("06184",), 50))


def test_those_who_write_and_approve_are_in_the_cast() -> None:
    cast = shipped().cast
    assert cast.power_company.role is Role.POWER_COMPANY
    assert cast.district.role is Role.DISTRICT_OFFICE


def person(theatre: Theatre, username: str) -> Person:
    found = theatre.stage.desk.signing_in.person(username)
    assert found is not None
    return found


def attempts(theatre: Theatre) -> tuple[Attempt, ...]:
    with theatre.store.transactions.reading() as uow:
        listed = uow.deliveries.listed(standing(theatre).notice.id, list(DeliveryState), None, 10_000)
        return uow.deliveries.attempts([one.id for one in listed])


def ends(theatre: Theatre) -> set[tuple[str, AttemptState]]:
    return {(one.channel, one.state) for one in attempts(theatre)}
