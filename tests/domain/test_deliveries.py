"""The lattice of attempts, and what follows an outcome."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.calendar import Window
from outreach.domain.deliveries import (
    NOT_FOUND,
    NOT_STARTED,
    RANK,
    AttemptState,
    Claimed,
    DeliveryState,
    further,
    step_after,
    step_told,
)
from outreach.domain.messages import Fault, Medium, Message, MessageClass, Outcome, Verdict

NOW = datetime(2023, 12, 1, 3, tzinfo=UTC)
STATES = st.sampled_from(AttemptState)
FAULTS = st.sampled_from(Fault)


def claimed(tries: int = 0, fallback: Medium | None = None, expires_at: datetime = NOW + timedelta(days=3)) -> Claimed:
    message = Message("r-1-1", "84901234567", "xin chao", 1, MessageClass.CARE, NOW)
    return Claimed(1, 1, tries, 1, Medium.ZALO, message, Window(time(7), time(21)), expires_at, fallback)


@given(st.lists(STATES, min_size=1), st.randoms())
def test_the_order_and_repetition_of_news_change_nothing(news: list[AttemptState], chance: object) -> None:
    shuffled = [*news, *news]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    ends = set()
    for order in (news, shuffled, news[::-1]):
        state = AttemptState.STARTED
        for one in order:
            before, state = state, further(state, one)
            assert RANK[state] >= RANK[before]
        ends.add(state)
    assert len(ends) == 1


@given(FAULTS, st.booleans(), st.integers(0, 12), st.sampled_from([None, Medium.SMS]), st.integers(0, 86_400))
def test_nothing_is_ever_planned_past_its_expiry_or_into_the_night(
    fault: Fault, permanent: bool, tries: int, fallback: Medium | None, seconds: int
) -> None:
    one = claimed(tries, fallback, NOW + timedelta(days=1))
    now = NOW + timedelta(seconds=seconds)
    step = step_after(one, Outcome(Verdict.REFUSED, fault=fault, permanent=permanent), now, now)
    if step.state is DeliveryState.WAITING and step.medium is one.medium:
        assert step.due_at is not None
        assert now <= step.due_at < one.expires_at
        assert time(7) <= (step.due_at + timedelta(hours=7)).time() < time(21)


@given(st.integers(0, 30), FAULTS)
def test_an_unknown_outcome_is_never_sent_again_nor_falls_back(tries: int, fault: Fault) -> None:
    step = step_after(claimed(tries, Medium.SMS), Outcome(Verdict.UNKNOWN, fault=fault), NOW, NOW)
    assert step.state is DeliveryState.UNKNOWN
    assert step.medium is Medium.ZALO


def test_a_number_without_an_account_falls_back_once_and_then_is_refused() -> None:
    gone = Outcome(Verdict.REFUSED, fault=Fault.NUMBER, permanent=True, reason="no-account")
    first = step_after(claimed(fallback=Medium.SMS), gone, NOW, NOW)
    assert (first.state, first.medium, first.tries) == (DeliveryState.WAITING, Medium.SMS, 0)
    assert step_after(claimed(), gone, NOW, NOW).state is DeliveryState.REFUSED


def test_who_refuses_us_gets_no_other_medium() -> None:
    refuses = Outcome(Verdict.REFUSED, fault=Fault.REFUSES, permanent=True)
    assert step_after(claimed(fallback=Medium.SMS), refuses, NOW, NOW).state is DeliveryState.SUPPRESSED


def test_a_code_that_nobody_knows_goes_to_a_person() -> None:
    strange = Outcome(Verdict.REFUSED, fault=Fault.STRANGE, code="-999")
    assert step_after(claimed(fallback=Medium.SMS), strange, NOW, NOW).state is DeliveryState.IN_DOUBT


def test_what_the_provider_never_saw_is_no_try() -> None:
    for code in (NOT_STARTED, NOT_FOUND):
        step = step_after(claimed(7), Outcome(Verdict.REFUSED, code=code, fault=Fault.BUSY), NOW, NOW)
        assert (step.state, step.tries) == (DeliveryState.WAITING, 7)


def test_an_undelivered_zalo_notice_goes_out_by_sms_only_while_the_notice_lasts() -> None:
    again = step_told(AttemptState.UNDELIVERED, Medium.SMS, NOW, open_still=True)
    assert again is not None
    assert (again.state, again.medium) == (DeliveryState.WAITING, Medium.SMS)
    late = step_told(AttemptState.UNDELIVERED, Medium.SMS, NOW, open_still=False)
    assert late is not None
    assert late.state is DeliveryState.UNDELIVERED
