"""Rates, breakers, quotas."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.gates import FIRST_LOT, FULL, PROBE, SAMPLE, Gate, Rate

NOW = datetime(2023, 12, 1, 3, tzinfo=UTC)
RATE = Rate(10, 30)


def gate(**more: object) -> Gate:
    return replace(Gate("esms", FULL, NOW), **more)  # type: ignore[arg-type]  # named by the test


@given(st.lists(st.tuples(st.integers(0, 120), st.integers(0, 40)), max_size=40))
def test_no_pattern_of_asking_gets_more_than_the_rate_and_one_burst(steps: list[tuple[int, int]]) -> None:
    now, one, paid = NOW, gate(), 0
    for tenths, wanted in steps:
        now += timedelta(seconds=tenths / 10)
        one = one.refilled(RATE, now)
        parts = min(wanted, int(one.tokens))
        if parts > 0:
            one, paid = one.paid(parts, parts), paid + parts
    assert paid <= RATE.burst + RATE.per_s * (now - NOW).total_seconds() + 1


def test_a_clock_that_went_back_fills_no_bucket() -> None:
    spent = gate().refilled(RATE, NOW).paid(30, 30)
    assert spent.refilled(RATE, NOW - timedelta(hours=1)).tokens == 0


def test_few_failures_prove_nothing_and_half_of_a_sample_trips() -> None:
    assert not gate().judged(0, SAMPLE - 1, NOW).probing
    tripped = gate().judged(SAMPLE // 2, SAMPLE // 2, NOW)
    assert tripped.probing
    assert tripped.lot(500, NOW) == 0


def test_a_tripped_channel_is_probed_with_few_and_opens_with_a_good_answer() -> None:
    tripped = gate(warm=True).judged(0, SAMPLE, NOW)
    later = NOW + timedelta(minutes=1)
    assert tripped.lot(500, later) == PROBE
    assert tripped.judged(PROBE, 0, later).lot(500, later) == FIRST_LOT
    again = tripped.judged(0, PROBE, later)
    assert again.lot(500, later + timedelta(seconds=30)) == 0


def test_a_quota_bounds_a_lot_and_a_new_day_lets_a_few_go_until_it_is_read() -> None:
    short = gate(warm=True, quota_left=7, quota_at=NOW)
    assert short.lot(500, NOW) == 7
    assert short.paid(7, 7).lot(500, NOW) == 0
    assert short.paid(7, 7).lot(500, NOW + timedelta(days=1)) == FIRST_LOT


def test_a_held_channel_takes_nothing_until_a_person_releases_it() -> None:
    held = gate(warm=True).held_for("no-balance", NOW)
    assert held.lot(500, NOW + timedelta(days=9)) == 0
    assert held.released().lot(500, NOW) == FIRST_LOT
