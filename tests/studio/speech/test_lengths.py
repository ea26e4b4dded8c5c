"""The length that is shown while somebody types, held against what a voice then really takes."""

import re
import wave
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.config import content_root
from outreach.domain.sound import Manner
from outreach.studio.speech.espeak import find_espeak
from outreach.studio.speech.lengths import length_of
from outreach.studio.speech.reading import read_out

SCRIPTS = sorted((content_root() / "audio").glob("*.txt"))
SENTENCE = (
    "Kính thưa bà con, từ 17h30 ngày 20/12/2023, Điện lực ghi chỉ số công tơ của 467.636 khách hàng, hết 69,38 %."
)


@pytest.mark.parametrize("speed", [0.5, 0.8, 1.0, 1.2, 1.5])
@pytest.mark.parametrize("script", [*SCRIPTS, SENTENCE], ids=lambda script: getattr(script, "stem", "sentence"))
def test_the_estimate_is_near_what_the_draft_voice_takes(script: Path | str, speed: float, tmp_path: Path) -> None:
    text = script if isinstance(script, str) else script.read_text(encoding="utf-8")
    reading = read_out(text, speed)
    find_espeak().speak(reading.words, Manner(speed=speed), tmp_path / "spoken.wav")
    assert reading.length.total_seconds() == pytest.approx(_seconds(tmp_path / "spoken.wav"), rel=0.15)


def test_more_words_and_more_pauses_take_longer_and_more_speed_shorter() -> None:
    assert length_of("một") < length_of("một, hai") < length_of("một. hai") < length_of("một. hai ba")
    assert length_of("một hai", 1.5) < length_of("một hai") < length_of("một hai", 0.5)
    assert length_of("") == timedelta(0)


def test_the_scripts_we_ship_last_as_long_as_people_listen() -> None:
    lengths = [read_out(script.read_text(encoding="utf-8")).length for script in SCRIPTS]
    assert [length for length in lengths if not timedelta(seconds=60) <= length <= timedelta(seconds=90)] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_the_scripts_we_ship_hold_nothing_that_nobody_can_say(script: Path) -> None:
    reading = read_out(script.read_text(encoding="utf-8"))
    assert reading.unsure == ()
    assert not re.search(r"\d", reading.words)


def _seconds(sound: Path) -> float:
    with wave.open(str(sound)) as wav:
        return float(wav.getnframes() / wav.getframerate())
