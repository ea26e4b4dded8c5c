"""A media officer is told what is wrong with a recording, where, and whether it can be mended; good ones are let be."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from outreach.domain.sound import Finding, Flaw, Report, Verdict
from outreach.studio.examining import examine
from outreach.studio.limits import Limits
from tests.studio.sounds import RATE, Sound, encode, hum, louder, music, noise, silence, speech, write

GOOD, USABLE, AGAIN = Verdict.GOOD, Verdict.USABLE, Verdict.RECORD_AGAIN


def _woman() -> Sound:
    return speech(voice="vi+f2", pitch=70)


def _with(what: Callable[[int, float], Sound], decibels: float) -> Sound:
    """Speech at −20 dB with something else under it."""
    return speech() + what(len(speech()), decibels)


def _torn_apart() -> Sound:
    return np.concatenate([speech()[: 10 * RATE], silence(7), speech()[10 * RATE :]])


def _in_turns() -> Sound:
    return np.concatenate([speech()[: 15 * RATE], _woman()[: 9 * RATE]])


SOUNDS: dict[str, tuple[Callable[[], Sound], Verdict, set[Flaw]]] = {
    "clean speech": (speech, GOOD, set()),
    "a woman's voice": (_woman, GOOD, set()),
    "a voice of the south": (lambda: speech(voice="vi-vn-x-south"), GOOD, set()),
    "a room that can be heard": (lambda: _with(noise, -45), GOOD, set()),
    "hum that nobody hears": (lambda: _with(hum, -65), GOOD, set()),
    "a quiet recording": (lambda: louder(speech(), -20), USABLE, {Flaw.TOO_QUIET}),
    "a far voice": (lambda: louder(speech(), -32), AGAIN, {Flaw.TOO_QUIET}),
    "clipped speech": (lambda: louder(speech(), 20), AGAIN, {Flaw.CLIPPED}),
    "hum": (lambda: _with(hum, -32), USABLE, {Flaw.HUM}),
    "a hissing microphone": (lambda: _with(noise, -28), USABLE, {Flaw.NOISE}),
    "speech in a storm": (lambda: _with(noise, -22), AGAIN, {Flaw.NOISE}),
    "soft music under the voice": (lambda: _with(music, -33), USABLE, {Flaw.MUSIC}),
    "music as loud as the voice": (lambda: louder(_with(music, -20), -6), AGAIN, {Flaw.MUSIC}),
    "music alone": (lambda: music(30 * RATE, -20), AGAIN, {Flaw.MUSIC, Flaw.NO_SPEECH}),
    "a long silence inside": (_torn_apart, USABLE, {Flaw.SILENCE}),
    "a man and a woman in turns": (_in_turns, USABLE, {Flaw.TWO_VOICES}),
    "more than five minutes": (lambda: np.tile(speech(), 11), USABLE, {Flaw.TOO_LONG}),
    "three seconds": (lambda: speech()[RATE : 4 * RATE], USABLE, {Flaw.TOO_SHORT}),
    "a click": (lambda: noise(RATE // 5, -6), AGAIN, {Flaw.TOO_SHORT, Flaw.NO_SPEECH}),
    "silence": (lambda: silence(20), AGAIN, {Flaw.NO_SPEECH}),
    "noise alone": (lambda: noise(20 * RATE, -20), AGAIN, {Flaw.NO_SPEECH}),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_each_sound_is_judged_as_people_would(tmp_path: Path, name: str) -> None:
    make, verdict, flaws = SOUNDS[name]

    report = _heard(tmp_path, make())

    assert {finding.flaw for finding in report.findings} == flaws
    assert report.verdict is verdict


@pytest.mark.parametrize(("codec", "suffix"), [("libmp3lame", "mp3"), ("libopus", "ogg"), ("aac", "m4a")])
def test_what_a_telephone_compresses_is_judged_alike(tmp_path: Path, codec: str, suffix: str) -> None:
    rate = 48_000 if codec == "libopus" else RATE
    clean = encode(tmp_path / f"clean.{suffix}", speech(), codec, rate)
    clipped = encode(tmp_path / f"clipped.{suffix}", np.clip(louder(speech(), 20), -1, 1), codec, rate)

    assert examine(clean, tmp_path, Limits()).verdict is GOOD
    assert Flaw.CLIPPED in {finding.flaw for finding in examine(clipped, tmp_path, Limits()).findings}


@pytest.mark.parametrize("decibels", [-25, -30, -40])
def test_the_speech_to_noise_estimate_is_near_what_was_mixed(tmp_path: Path, decibels: float) -> None:
    """Of the noise only what falls into the speech band counts, and only the moments of speech."""
    spoken = np.abs(speech()) > 0.01
    active = 10 * np.log10(np.mean(speech()[np.convolve(spoken, np.ones(500), "same") > 0] ** 2))
    inside = decibels + 10 * np.log10((6_000 - 300) / (RATE / 2))

    estimate = _heard(tmp_path, _with(noise, decibels)).speech_to_noise_db

    assert estimate is not None
    assert abs(estimate - (active - inside)) < 3.5


def test_faults_are_shown_where_they_are(tmp_path: Path) -> None:
    clipped = speech().copy()
    clipped[10 * RATE : 11 * RATE] *= 20
    silent, cut = _finding(tmp_path, _torn_apart(), Flaw.SILENCE), _finding(tmp_path, clipped, Flaw.CLIPPED)

    [span] = silent.spans
    assert timedelta(seconds=9.5) < span.start < timedelta(seconds=10.5)
    assert timedelta(seconds=16.5) < span.end < timedelta(seconds=17.5)
    assert timedelta(seconds=9.9) <= cut.spans[0].start
    assert cut.spans[-1].end <= timedelta(seconds=11.1)


def test_the_second_voice_is_shown_where_it_speaks(tmp_path: Path) -> None:
    spans = _finding(tmp_path, _in_turns(), Flaw.TWO_VOICES).spans

    assert timedelta(seconds=14) < spans[0].start < timedelta(seconds=18)
    assert spans[-1].end > timedelta(seconds=22)


def test_the_outline_and_the_course_fit_on_a_screen_whatever_the_length(tmp_path: Path) -> None:
    long, short = _heard(tmp_path, np.tile(speech(), 4)), _heard(tmp_path, speech()[: 2 * RATE])

    assert len(long.outline) == len(long.course) == 600
    assert len(short.outline) == 200
    assert all(-1 <= low <= high <= 1 for low, high in long.outline)
    assert max(high for _, high in long.outline) == pytest.approx(np.abs(speech()).max(), abs=0.15)


def _heard(folder: Path, sound: Sound) -> Report:
    return examine(write(folder / "a.wav", sound), folder, Limits())


def _finding(folder: Path, sound: Sound, flaw: Flaw) -> Finding:
    [finding] = [finding for finding in _heard(folder, sound).findings if finding.flaw is flaw]
    return finding
