"""Sounds coming in: streamed, under a limit, known again, and named so that people can read it."""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.library import WorkState, shown_name
from outreach.domain.sound import Manner
from outreach.services.taking_in import Origin, TakingIn
from tests.recordings_made import bring
from tests.setting import DISTRICT, MEDIA, OFFICER, Setting
from tests.sounds_made import tone


@pytest.fixture
def taking_in(setting: Setting) -> TakingIn:
    return setting.desk.audio.taking_in


def names(setting: Setting) -> list[str]:
    return [line.sound.name for line in setting.desk.audio.library.brought(MEDIA)]


def files(folder: Path) -> set[str]:
    return {path.name for path in (folder / "sounds").rglob("*") if path.is_file()}


def test_a_sound_is_known_again_whatever_it_is_called(setting: Setting, taking_in: TakingIn) -> None:
    first = bring(setting)
    again = taking_in.receive(MEDIA, "khác.wav", [tone()])
    assert (first.known, again.known) == (False, True)
    assert (again.sound.sha256, again.sound.name) == (first.sound.sha256, "Bản đọc.wav")
    assert again.work.state is WorkState.DONE
    assert names(setting) == ["Bản đọc.wav"]


def test_a_sound_may_come_in_parts_over_a_poor_line(setting: Setting, taking_in: TakingIn) -> None:
    content = tone(3)
    upload = taking_in.begin(MEDIA)
    for at in range(0, len(content), 10_000):
        assert taking_in.size(upload) == at
        taking_in.append(upload, at, [content[at : at + 10_000]])
    taken = taking_in.finish(MEDIA, upload, "Bản đọc.wav")
    assert taken.sound.sha256 == sha256(content).hexdigest()
    assert taken.sound.size == len(content)
    with pytest.raises(NotFound):
        taking_in.size(upload)


def test_a_stream_without_end_is_cut_off_and_leaves_nothing(taking_in: TakingIn, data_folder: Path) -> None:
    small, given = replace(taking_in, most=2_000_000), 0

    def endless() -> Iterator[bytes]:
        nonlocal given
        while True:
            given += 1
            yield b"\0" * 100_000

    with pytest.raises(RuleBroken, match="lớn hơn 2 MB"):
        small.receive(MEDIA, "mãi mãi.wav", endless())
    assert given == 21
    assert files(data_folder) == set()


def test_a_line_that_breaks_leaves_nothing_of_a_whole_file(taking_in: TakingIn, data_folder: Path) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        taking_in.receive(MEDIA, "nửa.wav", breaking())
    assert files(data_folder) == set()


def test_nothing_is_no_sound(setting: Setting, taking_in: TakingIn, data_folder: Path) -> None:
    with pytest.raises(RuleBroken, match=r"«rỗng\.wav» rỗng"):
        taking_in.receive(MEDIA, "rỗng.wav", [])
    assert (names(setting), files(data_folder)) == ([], set())


@pytest.mark.parametrize("who", [OFFICER, DISTRICT])
def test_sounds_are_brought_by_those_who_make_recordings(taking_in: TakingIn, who: object) -> None:
    for bringing in (taking_in.begin, lambda by: taking_in.receive(by, "a.wav", [b"x"])):
        with pytest.raises(NotAllowed):
            bringing(who)  # type: ignore[arg-type]


def test_a_file_that_is_not_there_is_a_sentence(taking_in: TakingIn, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match=r"Không mở được tệp «mất\.wav»"):
        taking_in.bring_file(Origin("lan", "mất.wav"), tmp_path / "mất.wav")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Bản ghi\\loa.mp3", "loa.mp3"),
        ("...", "khong-ten"),
        ("", "khong-ten"),
        (".ẩn.wav", "ẩn.wav"),
        (unicodedata.normalize("NFD", "Đọc tiếng Việt.wav"), "Đọc tiếng Việt.wav"),
        ("loa 📢 xã.m4a", "loa 📢 xã.m4a"),
        ("a\u202egpj.wav\0\n", "a gpj.wav"),
        ("byte \udcff lạ.ogg", "byte lạ.ogg"),
        ("ê" * 300 + ".wav", "ê" * 115 + "….wav"),
        ("x" * 300, "x" * 120),
    ],
)
def test_names_are_for_people_and_never_paths(setting: Setting, name: str, shown: str) -> None:
    assert shown_name(name) == shown
    bring(setting, name=name)
    assert names(setting) == [shown]


def test_a_script_is_read_aloud_and_the_sound_says_by_whom(setting: Setting) -> None:
    speaking = setting.desk.audio.speaking
    assert speaking.read_out("Kính thưa bà con").length.total_seconds() == pytest.approx(4 / 3)
    taken = speaking.speak(MEDIA, "Thông báo", "Kính thưa bà con", "tone", Manner())
    assert (taken.sound.voice, taken.sound.draft_voice) == ("tone la", True)
    assert taken.sound.name == "Thông báo (tone la).wav"
    setting.desk.audio.mastering.work()
    assert setting.desk.audio.library.sound(MEDIA, taken.sound.sha256).sound.voice == "tone la"
    with pytest.raises(RuleBroken, match="Không có giọng đọc"):
        speaking.speak(MEDIA, "x", "x", "khong-co", Manner())


def test_a_pipe_is_no_file(setting: Setting, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ong.wav")
    with pytest.raises(RuleBroken, match="Không mở được tệp"):
        setting.desk.audio.taking_in.receive_file(MEDIA, tmp_path / "ong.wav")
