"""A finished file holds the target, measured after it was written and read again, or there is none."""

from datetime import timedelta
from pathlib import Path

import av
import numpy as np
import pytest

from outreach.domain.errors import RuleBroken
from outreach.domain.sound import CEILING_DBTP, TARGET_LUFS, TOLERANCE_LU, Output, Recipe
from outreach.studio.encoding import hear
from outreach.studio.room import Room
from tests.studio.sounds import RATE, Sound, at_level, hum, noise, silence, speech, write

PLAIN = Recipe(chime="", readings=1)


@pytest.mark.parametrize("decibels", [-45, -20, -3])
def test_quiet_and_loud_speech_end_at_the_same_loudness_in_every_output(
    tmp_path: Path, room: Room, decibels: float
) -> None:
    source = write(tmp_path / "thu.wav", at_level(speech(), decibels))

    mastered = room.master(source, PLAIN, tuple(Output), tmp_path / "made")

    for made in mastered.files:
        heard = hear(made.path)
        assert abs(heard.loudness.lufs - TARGET_LUFS) <= TOLERANCE_LU
        assert heard.loudness.true_peak <= CEILING_DBTP
        assert heard.loudness == made.loudness
        assert heard.shape == made.shape
        assert max(high for _low, high in made.shape.outline) <= 10 ** (CEILING_DBTP / 20)
        assert max(made.shape.course) > TARGET_LUFS


def test_only_what_a_horn_carries_is_left(tmp_path: Path, room: Room) -> None:
    spoilt = speech() + hum(len(speech()), -20) + noise(len(speech()), -50)

    [made] = room.master(write(tmp_path / "a.wav", spoilt), PLAIN, (Output.WAV,), tmp_path / "made").files

    before = room.examine(tmp_path / "a.wav").bands
    assert before.low > 0.4
    assert made.bands.speech > 0.9


def test_the_same_sound_and_recipe_give_the_same_bytes(tmp_path: Path, room: Room) -> None:
    source = write(tmp_path / "a.wav", speech())

    once = room.master(source, Recipe(), tuple(Output), tmp_path / "once")
    again = room.master(source, Recipe(), tuple(Output), tmp_path / "again")

    assert [made.sha256 for made in once.files] == [made.sha256 for made in again.files]
    assert [a.path.read_bytes() == b.path.read_bytes() for a, b in zip(once.files, again.files, strict=True)] == [
        True
    ] * 3
    assert "libavcodec" in once.made_with


def test_a_finished_file_says_nothing_of_who_made_it_when(tmp_path: Path, room: Room) -> None:
    source = write(tmp_path / "a.wav", speech())
    tagged = tmp_path / "tagged.mp3"
    with av.open(str(source)) as plain, av.open(str(tagged), "w") as out:
        out.metadata["artist"] = "Điện thoại của chị Lan"
        stream = out.add_stream("libmp3lame", rate=RATE, layout="mono")
        for frame in plain.decode(audio=0):
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))

    for made in room.master(tagged, PLAIN, tuple(Output), tmp_path / "made").files:
        with av.open(str(made.path)) as file:
            assert file.metadata == {}
        assert "chị Lan".encode() not in made.path.read_bytes()


def test_the_text_is_heard_twice_after_a_chime_with_a_pause_between(tmp_path: Path, room: Room) -> None:
    source = write(tmp_path / "a.wav", speech())

    [once] = room.master(source, PLAIN, (Output.WAV,), tmp_path / "once").files
    twice = Recipe(chime="", readings=2, pause=timedelta(seconds=5))
    [made] = room.master(source, twice, (Output.WAV,), tmp_path / "made").files
    [belled] = room.master(source, Recipe(readings=1), (Output.WAV,), tmp_path / "belled").files

    assert timedelta(seconds=5) < made.length - once.length * 2 + timedelta(seconds=0.7) < timedelta(seconds=5.2)
    assert timedelta(seconds=3) < belled.length - once.length < timedelta(seconds=5)


def test_silence_at_both_ends_is_cut_off(tmp_path: Path, room: Room) -> None:
    long = write(tmp_path / "long.wav", _within(silence(25)))
    short = write(tmp_path / "short.wav", _within(silence(1)))

    lengths = [
        room.master(source, PLAIN, (Output.WAV,), tmp_path / source.stem).files[0].length for source in (long, short)
    ]

    assert abs(lengths[0] - lengths[1]) < timedelta(milliseconds=50)


def _within(quiet: Sound) -> Sound:
    return np.concatenate([quiet, speech(), quiet])


@pytest.mark.parametrize(
    ("recipe", "sentence"),
    [
        (Recipe(chime="khong-co.wav"), "Không có tệp «khong-co.wav» trong thư mục audio"),
        (Recipe(closing="../README.md"), "Không có tệp «../README.md» trong thư mục audio"),
        (Recipe(readings=9), "readings = 9: viết một số nguyên từ 1 đến 3"),
        (Recipe(target_lufs=-3.0), "từ -30 đến -12"),
    ],
)
def test_a_recipe_that_cannot_be_followed_is_refused(tmp_path: Path, room: Room, recipe: Recipe, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        room.master(write(tmp_path / "a.wav", speech()), recipe, (Output.WAV,), tmp_path / "made")

    assert not (tmp_path / "made").exists()
