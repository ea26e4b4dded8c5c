"""Reading aloud: a slow voice keeps nobody waiting but those who asked for it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event, Semaphore

import pytest

from outreach.domain.errors import RuleBroken
from outreach.domain.sound import Manner, Spoken
from outreach.services.speaking import AT_ONCE
from tests.setting import MEDIA, Setting
from tests.sounds_made import WaveStudio

PATIENT_S = 20


class SlowStudio(WaveStudio):
    """Its voice tells that it has begun, and reads until it may end."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.may_end = Semaphore(0), Event()

    def speak(self, script: str, engine: str, manner: Manner, into: Path) -> Spoken:
        self.began.release()
        assert self.may_end.wait(PATIENT_S)
        return super().speak(script, engine, manner, into)


def test_a_slow_voice_takes_no_more_than_its_share(sqlite_setting: Setting) -> None:
    studio = SlowStudio()
    speaking = replace(sqlite_setting.desk.audio.speaking, studio=studio)

    def speak(number: int) -> str:
        words = f"Bài số {number}. " + "xin chào " * (number + 3)
        return speaking.speak(MEDIA, f"Bài {number}", words, "tone", Manner("la")).sound.name

    with ThreadPoolExecutor(AT_ONCE) as people:
        asked = [people.submit(speak, number) for number in range(AT_ONCE)]
        assert all(studio.began.acquire(timeout=PATIENT_S) for _ in asked)
        with pytest.raises(RuleBroken, match="bấm lại"):
            speak(AT_ONCE)
        studio.may_end.set()
        assert [one.result(PATIENT_S) for one in asked] == [f"Bài {number} (tone la).wav" for number in range(AT_ONCE)]
    assert speak(AT_ONCE) == f"Bài {AT_ONCE} (tone la).wav"
