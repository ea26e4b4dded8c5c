"""Guessing passwords gets slow; a person who mistypes is not locked out for long."""

from dataclasses import dataclass

from outreach.web import throttle
from outreach.web.throttle import Throttle

KEY = ("canbo", "10.0.0.7")


@dataclass
class Watch:
    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


def failed_five_times(watch: Watch) -> Throttle:
    slow = Throttle(watch)
    for _attempt in range(5):
        slow.attempt(KEY)
    return slow


def test_the_fifth_attempt_may_still_be_made() -> None:
    slow = Throttle(Watch())
    assert [slow.attempt(KEY) for _attempt in range(5)] == [0] * 5


def test_after_five_one_waits_until_five_minutes_have_passed() -> None:
    watch = Watch()
    slow = failed_five_times(watch)
    assert slow.attempt(KEY) == 5
    watch.seconds += 241
    assert slow.attempt(KEY) == 1
    watch.seconds += 60
    assert slow.attempt(KEY) == 0


def test_another_name_or_address_does_not_wait() -> None:
    slow = failed_five_times(Watch())
    assert slow.attempt(("canbo", "10.0.0.8")) == slow.attempt(("huyen", "10.0.0.7")) == 0


def test_success_wipes_the_slate() -> None:
    slow = failed_five_times(Watch())
    slow.succeeded(KEY)
    assert slow.attempt(KEY) == 0


def test_a_flood_of_names_does_not_fill_the_memory() -> None:
    slow = Throttle(Watch())
    for number in range(throttle.KEPT + 50):
        slow.attempt((str(number), "10.0.0.7"))
    assert len(slow._failures) == throttle.KEPT
