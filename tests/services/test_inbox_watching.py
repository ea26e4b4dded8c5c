"""The watched folder: what is copied there is taken when it is whole, and what became of it is found there."""

import os
from pathlib import Path

import pytest

from outreach.domain.library_ports import Sitting
from outreach.services.inbox_watching import InboxWatching
from outreach.soundroom import inbox_of
from tests.recordings_made import bring
from tests.setting import MEDIA, Setting
from tests.sounds_made import tone


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "thư mục"


@pytest.fixture
def watching(sqlite_setting: Setting, inbox: Path) -> InboxWatching:
    found = inbox_of(sqlite_setting.desk.audio, inbox)
    assert found.look() == 0
    return found


def names(setting: Setting) -> list[str]:
    return [line.sound.name for line in setting.desk.audio.library.brought(MEDIA)]


def there(inbox: Path) -> list[str]:
    return sorted(str(path.relative_to(inbox)) for path in inbox.rglob("*") if path.is_file())


def test_a_file_is_taken_when_it_has_stood_still(sqlite_setting: Setting, watching: InboxWatching, inbox: Path) -> None:
    file, whole = inbox / "Bản đọc.wav", tone()
    file.write_bytes(whole[:100])
    assert watching.look() == 0
    file.write_bytes(whole)
    assert watching.look() == 0  # it has grown since
    assert names(sqlite_setting) == []
    assert watching.look() == 1
    assert names(sqlite_setting) == ["Bản đọc.wav"]
    assert there(inbox) == ["taken/Bản đọc.wav"]
    assert watching.look() == 0


def test_what_is_refused_is_put_aside_with_the_sentence(
    sqlite_setting: Setting, watching: InboxWatching, inbox: Path
) -> None:
    (inbox / "ảnh.jpg").write_bytes(b"no sound")
    (inbox / "rỗng.wav").write_bytes(b"")
    assert [watching.look(), watching.look()] == [0, 2]
    names_ = ["refused/rỗng.wav", "refused/rỗng.wav.txt", "refused/ảnh.jpg", "refused/ảnh.jpg.txt"]
    assert there(inbox) == sorted(names_)
    assert (inbox / "refused" / "ảnh.jpg.txt").read_text() == "Tệp này không phải âm thanh đọc được.\n"
    assert "rỗng" in (inbox / "refused" / "rỗng.wav.txt").read_text()


def test_two_files_of_one_name_are_both_kept(watching: InboxWatching, inbox: Path) -> None:
    for seconds in (1, 2):
        (inbox / "loa.wav").write_bytes(tone(seconds))
        watching.look()
        watching.look()
    assert len(there(inbox)) == 2
    assert {len((inbox / name).read_bytes()) for name in there(inbox)} == {len(tone(1)), len(tone(2))}


def test_what_the_library_has_already_is_simply_taken(
    sqlite_setting: Setting, watching: InboxWatching, inbox: Path
) -> None:
    """So it is when a kill came between the library and the folder."""
    bring(sqlite_setting)
    (inbox / "lại.wav").write_bytes(tone())
    assert [watching.look(), watching.look()] == [0, 1]
    assert names(sqlite_setting) == ["Bản đọc.wav"]
    assert there(inbox) == ["taken/lại.wav"]


def test_links_folders_and_hidden_files_are_left_alone(
    sqlite_setting: Setting, watching: InboxWatching, inbox: Path
) -> None:
    (inbox / ".đang chép.wav").write_bytes(tone())
    (inbox / "thư mục con").mkdir()
    os.symlink("/etc/passwd", inbox / "mật khẩu.wav")
    assert [watching.look(), watching.look()] == [0, 0]
    assert names(sqlite_setting) == []


def test_a_name_that_is_no_text_is_taken_too(sqlite_setting: Setting, watching: InboxWatching, inbox: Path) -> None:
    (Path(os.fsdecode(os.fsencode(inbox) + b"/l\xf0a.wav"))).write_bytes(tone())
    assert [watching.look(), watching.look()] == [0, 1]
    assert names(sqlite_setting) == ["l a.wav"]


@pytest.mark.parametrize("content", [tone(), b"no sound"])
def test_the_longest_name_that_a_disk_takes_is_dealt_with_as_often_as_it_comes(
    watching: InboxWatching, inbox: Path, content: bytes
) -> None:
    name = f"{'ồ' * 83}a.wav"
    assert len(os.fsencode(name)) == 254
    for turn in range(2):
        (inbox / name).write_bytes(content + bytes(turn))
        assert [watching.look(), watching.look()] == [0, 1]
    sounds = [path for path in there(inbox) if path.endswith("ồa.wav")]
    assert len(sounds) == 2
    assert not [path for path in there(inbox) if path.endswith(".wav") and path not in sounds]


def test_a_file_that_is_gone_meanwhile_leaves_no_word_behind(watching: InboxWatching, inbox: Path) -> None:
    gone = Sitting(inbox / "đã xóa.wav", "đã xóa.wav", 5, 5)
    watching.inbox.refused(gone, "Không mở được tệp.")
    assert there(inbox) == []


def test_a_file_that_cannot_be_put_aside_keeps_no_other_waiting(
    sqlite_setting: Setting, watching: InboxWatching, inbox: Path
) -> None:
    os.symlink("nowhere", inbox / "refused")
    (inbox / "a.jpg").write_bytes(b"no sound")
    (inbox / "b.wav").write_bytes(tone())
    assert watching.look() == 0
    with pytest.raises(FileExistsError):
        watching.look()
    assert there(inbox) == ["a.jpg", "taken/b.wav"]
    assert "b.wav" in names(sqlite_setting)
