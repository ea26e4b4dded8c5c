"""The studio from the door: a script goes in, and a file for every loudspeaker comes out."""

from dataclasses import replace
from pathlib import Path

import pytest

from outreach.domain.errors import RuleBroken
from outreach.domain.sound import Flaw, Manner, Output, Recipe, Verdict
from outreach.studio.room import Room
from outreach.studio.speech.engines import engines
from outreach.studio.speech.reading import read_out
from tests.studio.sounds import TEXT, speech, write


@pytest.fixture
def talking(room: Room) -> Room:
    return replace(room, reader=read_out, voices=engines())


def test_a_script_becomes_a_file_that_a_horn_understands(tmp_path: Path, talking: Room) -> None:
    draft = talking.engines()[0].name
    spoken = talking.speak(TEXT, draft, Manner(), tmp_path / "spoken.wav")

    report = talking.examine(spoken.path)
    mastered = talking.master(spoken.path, Recipe(), (Output.OPUS, Output.MP3), tmp_path / "made")

    assert spoken.draft
    assert report.verdict is Verdict.GOOD
    assert [made.path.name for made in mastered.files] == ["ban-phat.opus", "ban-phat.mp3"]
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == ["ban-phat.mp3", "ban-phat.opus"]
    assert all(made.length > 2 * report.length for made in mastered.files)


def test_the_estimated_length_is_near_the_spoken_one(tmp_path: Path, talking: Room) -> None:
    spoken = talking.speak(TEXT, talking.engines()[0].name, Manner(), tmp_path / "spoken.wav")

    assert talking.read_out(TEXT).length / talking.examine(spoken.path).length == pytest.approx(1, abs=0.2)


def test_a_voice_that_nobody_has_is_refused(tmp_path: Path, talking: Room) -> None:
    with pytest.raises(RuleBroken, match="Không có giọng đọc «ca-si»"):
        talking.speak(TEXT, "ca-si", Manner(), tmp_path / "spoken.wav")


def test_mastered_sound_is_heard_without_a_fault(tmp_path: Path, room: Room) -> None:
    """A chime is music, and a pause between two readings is short: neither makes a finished file look bad."""
    [made] = room.master(write(tmp_path / "a.wav", speech()), Recipe(), (Output.MP3,), tmp_path / "made").files

    report = room.examine(made.path)

    assert {finding.flaw for finding in report.findings} == set()
    assert report.loudness.lufs == pytest.approx(made.loudness.lufs, abs=0.2)


def test_a_file_made_anew_takes_the_place_of_the_old(tmp_path: Path, room: Room) -> None:
    source = write(tmp_path / "a.wav", speech())
    once, twice = (
        room.master(source, Recipe(chime="", readings=readings), (Output.WAV,), tmp_path / "made").files[0]
        for readings in (1, 2)
    )

    assert once.path == twice.path
    assert once.path.stat().st_size == twice.size
    assert Flaw.TOO_SHORT not in {finding.flaw for finding in room.examine(twice.path).findings}
