"""Prices in whole VND."""

import pytest

from outreach.domain.errors import RuleBroken
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.tariffs import USUAL, Tariff


def test_a_price_is_parts_times_the_price_of_one() -> None:
    assert USUAL.price(Medium.SMS, MessageClass.CARE, 20_001) == 17_000_850


def test_a_price_that_nobody_has_given_is_refused_and_not_free() -> None:
    with pytest.raises(RuleBroken, match="zalo/care"):
        Tariff({(Medium.SMS, MessageClass.CARE): 850}).price(Medium.ZALO, MessageClass.CARE, 1)


@pytest.mark.parametrize("vnd", [-1, 8.5])
def test_a_price_is_a_whole_number_of_dong(vnd: int) -> None:
    with pytest.raises(RuleBroken, match="số đồng nguyên"):
        Tariff({(Medium.SMS, MessageClass.CARE): vnd})
