"""What every voice keeps to, whichever it is; a new one is one more line here."""

import os
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import pytest

from outreach.domain.errors import RuleBroken
from outreach.domain.sound import Engine, Manner
from outreach.studio.speech.engines import engines
from outreach.studio.speech.espeak import LIBRARY, Espeak, find_espeak, find_program
from outreach.studio.speech.piper import Piper
from outreach.studio.speech.running import run_voice
from tests.studio.speech.small_voice import write_small_voice

WORDS = "Kính thưa bà con. Ngày ghi chỉ số công tơ là ngày cuối tháng."


VOICES: dict[str, Callable[[Path], Engine]] = {
    "program": lambda _folder: find_program(),
    "library": lambda _folder: Espeak(LIBRARY),
    "piper": lambda folder: Piper(write_small_voice(folder)),
}


@pytest.fixture(params=VOICES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    return VOICES[request.param](tmp_path)


def test_a_voice_writes_sound_that_can_be_read(engine: Engine, tmp_path: Path) -> None:
    for voice in engine.voices():
        engine.speak(WORDS, Manner(voice), tmp_path / "a.wav")
        assert _seconds(tmp_path / "a.wav") > 1


@pytest.mark.parametrize("voice", [find_program(), Espeak(LIBRARY)], ids=["program", "library"])
def test_the_draft_voice_says_the_same_words_in_the_same_bytes(voice: Engine, tmp_path: Path) -> None:
    for name in ("a.wav", "b.wav"):
        voice.speak(WORDS, Manner(), tmp_path / name)
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_a_slower_voice_takes_longer(engine: Engine, tmp_path: Path) -> None:
    lengths = []
    for speed in (0.5, 1.0, 1.5):
        engine.speak(WORDS, Manner(speed=speed), tmp_path / "a.wav")
        lengths.append(_seconds(tmp_path / "a.wav"))
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > 1.2 * lengths[2]


def test_words_are_never_taken_for_options(engine: Engine, tmp_path: Path) -> None:
    engine.speak("--help -v en -w /etc/passwd <speak>", Manner(), tmp_path / "a.wav")
    assert _seconds(tmp_path / "a.wav") > 0


@pytest.mark.parametrize(
    ("words", "manner", "why"),
    [
        (" \n", Manner(), "Lời đọc trống"),
        (WORDS, Manner(voice="en-us; rm"), "Không có giọng «en-us; rm»"),
        (WORDS, Manner(speed=0.4), "Tốc độ đọc"),
        (WORDS, Manner(speed=float("nan")), "Tốc độ đọc"),
        (WORDS, Manner(language="tyz"), "tiếng «tyz» phải do người đọc và thu âm"),
        (WORDS, Manner(language="nut"), "tiếng «nut» phải do người đọc và thu âm"),
    ],
)
def test_what_cannot_be_spoken_is_refused_and_leaves_nothing(
    engine: Engine, words: str, manner: Manner, why: str, tmp_path: Path
) -> None:
    room = tmp_path / "room"
    room.mkdir()
    with pytest.raises(RuleBroken, match=why):
        engine.speak(words, manner, room / "a.wav")
    assert list(room.iterdir()) == []


def test_espeak_says_what_to_install_when_it_is_missing(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="cài gói espeak-ng"):
        Espeak(()).speak(WORDS, Manner(), tmp_path / "a.wav")


REFUSED = {
    "there is no file": (lambda model: model.unlink(), "chép cả tệp"),
    "there is no description": (lambda model: _description(model).unlink(), "chép cả tệp"),
    "the description is torn": (lambda model: _description(model).write_text('{"espeak": {'), "đã hỏng"),
    "the description says nothing": (lambda model: _description(model).write_text("[]"), "đã hỏng"),
    "the file is no voice": (lambda model: model.write_bytes(b"onnx"), "gặp lỗi"),
}


@pytest.mark.parametrize(("spoil", "why"), REFUSED.values(), ids=REFUSED)
def test_a_piper_voice_that_cannot_be_loaded_is_refused(
    spoil: Callable[[Path], object], why: str, tmp_path: Path
) -> None:
    model = write_small_voice(tmp_path)
    spoil(model)
    with pytest.raises(RuleBroken, match=why):
        Piper(model).speak(WORDS, Manner(), tmp_path / "a.wav")


def test_a_voice_of_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="không phải giọng tiếng Việt"):
        Piper(write_small_voice(tmp_path, "en-us")).speak(WORDS, Manner(), tmp_path / "a.wav")


def test_the_draft_voice_is_named_last_and_piper_only_with_its_file(tmp_path: Path) -> None:
    assert [engine.name for engine in engines()] == ["espeak"]
    voices = engines(write_small_voice(tmp_path))
    assert [(engine.name, engine.draft) for engine in voices] == [("piper", False), ("espeak", True)]


def _description(model: Path) -> Path:
    return model.with_name(model.name + ".json")


def test_the_library_goes_first_and_no_program_is_no_voice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert find_espeak() == Espeak(LIBRARY)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_program() == Espeak(())


BROKEN = {
    "import sys; sys.exit('hỏng rồi')": "hỏng rồi",
    "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)": "-11",
    "pass": "gặp lỗi",
    "import sys; open(sys.argv[1], 'wb').write(b'RIFF')": "gặp lỗi",
    "import sys, wave; wave.open(sys.argv[1], 'wb').setparams((1, 2, 8000, 0, 'NONE', ''))": "ra tiếng",
    "import threading; threading.Event().wait()": "không trả lời",
}


@pytest.mark.parametrize(("program", "why"), BROKEN.items())
def test_a_voice_that_fails_is_told_and_leaves_the_old_file_alone(program: str, why: str, tmp_path: Path) -> None:
    into = tmp_path / "a.wav"
    into.write_bytes(b"as it was")
    with pytest.raises(RuleBroken, match=why):
        run_voice(lambda made: [sys.executable, "-c", program, str(made)], WORDS, into, patience_s=1)
    assert into.read_bytes() == b"as it was"
    assert os.listdir(tmp_path) == ["a.wav"]


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="Không chạy được chương trình giọng đọc"):
        run_voice(lambda made: [str(tmp_path / "khong-co")], WORDS, tmp_path / "a.wav")


def test_a_voice_sees_nothing_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OUTREACH_SECRET", "bí mật")
    tell = "import os, sys; sys.exit(str(sorted(os.environ.keys() & {'OUTREACH_SECRET', 'HOME'})))"
    with pytest.raises(RuleBroken, match=r"\[\]"):
        run_voice(lambda made: [sys.executable, "-c", tell], WORDS, tmp_path / "a.wav")


def _seconds(sound: Path) -> float:
    with wave.open(str(sound)) as wav:
        return float(wav.getnframes() / wav.getframerate())
