"""A message to one's own phone needs nobody's approval, and so there are few of them."""

from datetime import timedelta

import pytest

from outreach.domain.deliveries import DeliveryState
from outreach.domain.errors import RuleBroken
from outreach.domain.notices import Notice
from tests.crowd import at_once
from tests.notices import CAMPAIGN, POWER, SECOND, SLUG, compose, content, deliveries, staffed, work
from tests.setting import Setting


@pytest.fixture
def office(setting: Setting) -> Setting:
    return staffed(setting)


def test_a_trial_reaches_ones_own_phone_alone_and_ten_a_day_are_enough(office: Setting) -> None:
    compose(office)
    trial = office.desk.notifying.try_out(POWER, SLUG, "0912 345 678")
    work(office)
    with office.store.transactions.reading() as uow:
        (one,) = uow.deliveries.listed(trial.id, tuple(DeliveryState), None, 9)
    assert (one.number, one.code) == ("84912345678", f"THU-{POWER.username}")
    assert deliveries(office) == {}
    for _again in range(9):
        office.desk.notifying.try_out(POWER, SLUG, "0912345678")
    with pytest.raises(RuleBroken, match="Hôm nay"):
        office.desk.notifying.try_out(POWER, SLUG, "0912345678")
    with pytest.raises(RuleBroken, match="di động"):
        office.desk.notifying.try_out(POWER, SLUG, "0205 3870 123")
    office.clock.at += timedelta(days=1, minutes=1)
    office.desk.notifying.try_out(POWER, SLUG, "0912345678")


def test_trials_asked_for_at_once_are_no_more_than_one_after_another(office: Setting) -> None:
    for name in ("mot", "hai"):
        office.desk.notifying.compose(POWER, CAMPAIGN, name, content())
    slugs = (f"{CAMPAIGN}.mot", f"{CAMPAIGN}.hai")
    for _again in range(7):
        office.desk.notifying.try_out(POWER, slugs[0], "0912345678")
    tried = at_once(6, lambda n: office.desk.notifying.try_out(POWER, slugs[n % 2], "0912345678"))
    assert len([one for one in tried if isinstance(one, Notice)]) == 3


def test_neither_a_trial_of_a_trial_nor_a_further_draft_gives_more_trials(office: Setting) -> None:
    compose(office)
    office.desk.notifying.compose(POWER, CAMPAIGN, "khac", content())
    trials = [office.desk.notifying.try_out(POWER, SLUG, "0912345678") for _again in range(10)]
    with pytest.raises(RuleBroken, match="bản soạn"):
        office.desk.notifying.try_out(POWER, trials[-1].slug, "0912345678")
    with pytest.raises(RuleBroken, match="Hôm nay"):
        office.desk.notifying.try_out(POWER, f"{CAMPAIGN}.khac", "0912345678")
    office.desk.notifying.try_out(SECOND, f"{CAMPAIGN}.khac", "0912345678")


def test_trials_of_a_day_go_to_three_numbers_at_most(office: Setting) -> None:
    compose(office)
    for last in (1, 2, 3, 1):
        office.desk.notifying.try_out(POWER, SLUG, f"091234567{last}")
    with pytest.raises(RuleBroken, match="số khác nhau"):
        office.desk.notifying.try_out(POWER, SLUG, "0912345674")
