"""Chance without a state: always the same, evenly spread, different for other words."""

from collections import Counter

from outreach.replay.chance import between, chance, chosen

MANY = 4_000
SHARES = (("late", 0.2), ("forgets", 0.1))


def test_the_same_words_always_give_the_same_number() -> None:
    assert chance(7, "a", "b") == chance(7, "a", "b")
    assert len({chance(7, "a", "b"), chance(8, "a", "b"), chance(7, "a", "c"), chance(7, "ab")}) == 4


def test_numbers_are_spread_evenly() -> None:
    tenths = Counter(int(chance(1, str(n)) * 10) for n in range(MANY))
    assert set(tenths) == set(range(10))
    assert all(0.8 < count / (MANY / 10) < 1.2 for count in tenths.values())


def test_both_ends_of_a_range_are_reached() -> None:
    assert {between(1, 2, 7, str(n)) for n in range(MANY)} == {2, 3, 4, 5, 6, 7}


def test_names_are_chosen_by_their_shares() -> None:
    counts = Counter(chosen(1, SHARES, str(n)) for n in range(MANY))
    assert 0.17 < counts["late"] / MANY < 0.23
    assert 0.08 < counts["forgets"] / MANY < 0.12
    assert counts.keys() == {"late", "forgets", ""}
