"""The same words in the sound that was brought and in the recording made of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.domain.recordings import Recording
from outreach.domain.sound import Recipe
from outreach.web.comparing import BREATH_S, match_of, whole_length
from tests.web.test_sound_picture import report

PLAIN = Recipe(chime="", readings=2, pause=timedelta(seconds=3))


def made(recipe: Recipe | None, length: float) -> Recording:
    return Recording("a", 1, "b", "c", "", "d" * 64, timedelta(seconds=length), "vi", recipe=recipe)


def test_two_readings_and_a_pause_are_told_apart() -> None:
    match = match_of(made(PLAIN, 20 + 3 + BREATH_S), report(10))
    assert match is not None
    assert match.reading == pytest.approx(10)
    assert (match.lead, match.pause) == (0, 3)


def test_a_chime_comes_before_the_words() -> None:
    match = match_of(made(replace(PLAIN, chime="chuong-mo-dau.wav"), 30), report(10))
    assert match is not None
    assert match.lead > 1


def test_silence_that_was_cut_off_is_skipped() -> None:
    outline = ((0.0, 0.001),) * 20 + ((-0.5, 0.5),) * 80
    assert match_of(made(PLAIN, 20), report(10, outline=outline)).start == 2  # type: ignore[union-attr]
    kept = match_of(made(replace(PLAIN, trim=False), 20), report(10, outline=outline))
    assert kept is not None
    assert kept.start == 0


def test_what_a_plan_brought_is_compared_with_nothing() -> None:
    assert match_of(made(None, 20), report(10)) is None
    assert match_of(made(PLAIN, 20), None) is None
    assert match_of(made(PLAIN, 0), report(10)) is None


def test_a_script_read_twice_takes_more_than_twice_as_long() -> None:
    whole = whole_length(timedelta(seconds=70), Recipe())
    assert whole > timedelta(seconds=143)
