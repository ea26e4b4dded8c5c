"""Workers killed at any instant: nobody is told twice, nobody forgotten, and our states say what the provider has."""

import random
import time
from pathlib import Path

import pytest

from outreach.domain.deliveries import DeliveryState
from outreach.domain.messages import Medium
from outreach.domain.notices import Notice
from outreach.storage.opening import Store
from tests.sending.office import (
    DayClock,
    approve,
    content,
    counts,
    lines,
    number_of,
    opened,
    people,
    start_worker,
    taken_twice,
    worker,
)
from tests.standins.standin import Standin, standing_in

ROUTES = {"zalo": (Medium.ZALO, Medium.SMS)}


def kill_until_done(
    database: str, folder: Path, provider: str, standin: Standin, total: int, kills: int, seed: int
) -> tuple[Store, Notice, int]:
    """Start a worker, kill it after a random part of a share of the send, again and again; then let one finish."""
    store, began, chance = opened(database, folder), time.time(), random.Random(seed)
    notice = approve(store, content(ROUTES.get(provider, (Medium.SMS,))), people(total))
    standin.behave(delay_ms=2)
    done = 0
    for _ in range(kills):
        child = start_worker(database, folder, provider, standin.base, began)
        share = chance.uniform(0, 1.6 * total / kills)
        while child.process.poll() is None and standin.counts()["accepted"] < done + share:
            time.sleep(0.005)  # not a wait for a result: it spreads the kills over the send
        time.sleep(chance.uniform(0, 0.03))
        child.kill()
        done = standin.counts()["accepted"]
    standin.behave(delay_ms=0)
    start_worker(database, folder, provider, standin.base, began).finish()
    return store, notice, kills


GOT = frozenset({DeliveryState.ACCEPTED, DeliveryState.DELIVERED})


def agree(store: Store, notice: Notice, standin: Standin, total: int) -> None:
    """Exactly one accepted message for each customer, none missing, and every state agrees with the provider's."""
    accepted = standin.accepted()
    assert taken_twice(accepted) == []
    assert {number for number, *_ in accepted} == {number_of(place) for place in range(total)}
    found = counts(store, notice)
    assert found.keys() <= GOT  # on a slow machine the provider has been asked for news meanwhile
    assert sum(found.values()) == total
    own = {number: provider_id for number, _, provider_id, _ in accepted}
    with store.transactions.reading() as uow:
        listed = uow.deliveries.listed(notice.id, sorted(GOT), None, total)
        ours = {one.delivery: one for one in uow.deliveries.attempts([d.id for d in listed])}
    assert all(ours[one.id].state.value == one.state.value for one in listed)
    told = {one.number: ours[one.id].provider_id for one in listed}
    assert {number: own[number] for number, mine in told.items() if mine} == {n: m for n, m in told.items() if m}


@pytest.mark.parametrize("provider", ["twilio", "esms"])
def test_each_customer_is_told_once_however_often_the_worker_is_killed(
    provider: str, database_url: str, data_folder: Path
) -> None:
    with standing_in(provider) as standin:
        store, notice, _ = kill_until_done(database_url, data_folder, provider, standin, 1_500, kills=4, seed=7)
        agree(store, notice, standin, 1_500)
        store.close()


def doubt_is_a_persons(store: Store, notice: Notice, standin: Standin, total: int) -> None:
    """With nobody to ask, nobody is told twice, and each one in doubt is on the list for a person."""
    clock = DayClock(time.time() - 3_600)  # an hour later: long enough for a receipt that does not come
    working = worker(store, clock, lines("zalo", standin.base))
    while working.settling.settle():
        pass
    accepted = standin.accepted()
    assert taken_twice(accepted) == []
    found = counts(store, notice)
    assert set(found) <= {DeliveryState.ACCEPTED, DeliveryState.IN_DOUBT}
    assert sum(found.values()) == total
    with store.transactions.reading() as uow:
        doubted = {one.number for one in uow.deliveries.listed(notice.id, [DeliveryState.IN_DOUBT], None, total)}
    assert {number_of(place) for place in range(total)} - {number for number, *_ in accepted} <= doubted
    assert len(doubted) == total - found[DeliveryState.ACCEPTED]


def test_with_zalo_nobody_is_told_twice_and_each_doubt_is_a_persons(database_url: str, data_folder: Path) -> None:
    with standing_in("zalo") as standin:
        store, notice, _ = kill_until_done(database_url, data_folder, "zalo", standin, 800, kills=4, seed=3)
        doubt_is_a_persons(store, notice, standin, 800)
        store.close()


@pytest.mark.slow
def test_with_zalo_over_fifty_kills(database_url: str, data_folder: Path) -> None:
    with standing_in("zalo") as standin:
        store, notice, _ = kill_until_done(database_url, data_folder, "zalo", standin, 20_000, kills=55, seed=5)
        doubt_is_a_persons(store, notice, standin, 20_000)
        store.close()


@pytest.mark.slow
@pytest.mark.parametrize("provider", ["twilio", "esms"])
def test_each_of_twenty_thousand_is_told_once_over_fifty_kills(
    provider: str, database_url: str, data_folder: Path
) -> None:
    with standing_in(provider) as standin:
        store, notice, _ = kill_until_done(database_url, data_folder, provider, standin, 20_000, kills=55, seed=11)
        agree(store, notice, standin, 20_000)
        store.close()
