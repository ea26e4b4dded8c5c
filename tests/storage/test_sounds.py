"""Sounds in the data folder: nothing has a name before all of it is there, and nothing is left lying about."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach.domain.errors import NotFound, RuleBroken
from outreach.storage.attachments import FileAttachments
from outreach.storage.sounds import FileSounds

MOST = 1_000
LATER = datetime(2100, 1, 1, tzinfo=UTC)
KILLED = """
import os, signal, sys
from pathlib import Path
from outreach.storage.sounds import FileSounds

sounds = FileSounds(Path(sys.argv[1]))
upload = sounds.begin()

def parts():
    yield b"half"
    os.kill(os.getpid(), signal.SIGKILL)

with sounds.workroom("room") as room:
    (room / "made.opus").write_bytes(b"half")
    sounds.append(upload, 0, parts(), 100)
"""


@pytest.fixture
def sounds(data_folder: Path) -> FileSounds:
    return FileSounds(data_folder)


def received(sounds: FileSounds, *parts: bytes) -> str:
    upload = sounds.begin()
    sounds.append(upload, 0, parts, MOST)
    return sounds.finish(upload)[0]


def test_a_sound_is_kept_under_the_hash_of_its_bytes(sounds: FileSounds) -> None:
    sha256 = received(sounds, b"one ", b"two")
    path = sounds.path(sha256)
    assert sha256 == hashlib.sha256(b"one two").hexdigest()
    assert path is not None
    assert path.read_bytes() == b"one two"


def test_the_same_bytes_are_one_file_and_no_upload_stays(sounds: FileSounds, data_folder: Path) -> None:
    assert received(sounds, b"same") == received(sounds, b"sa", b"me")
    assert [path.name for path in data_folder.iterdir() if path.is_file()] == [hashlib.sha256(b"same").hexdigest()]
    assert list((data_folder / "uploads").iterdir()) == []


def test_an_upload_goes_on_where_the_line_broke(sounds: FileSounds) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"first "
        raise ConnectionError

    upload = sounds.begin()
    with pytest.raises(ConnectionError):
        sounds.append(upload, 0, breaking(), MOST)
    at = sounds.size(upload)
    assert at == len(b"first ")
    assert sounds.append(upload, at, [b"second"], MOST) == len(b"first second")
    assert sounds.finish(upload)[0] == hashlib.sha256(b"first second").hexdigest()


def test_a_part_that_came_already_is_not_added_twice(sounds: FileSounds) -> None:
    upload = sounds.begin()
    sounds.append(upload, 0, [b"first"], MOST)
    with pytest.raises(RuleBroken, match="đã nhận 5 byte"):
        sounds.append(upload, 0, [b"first"], MOST)


def test_two_who_write_one_upload_at_once_are_told_apart(sounds: FileSounds) -> None:
    upload = sounds.begin()

    def parts() -> Iterator[bytes]:
        yield b"mine"
        with pytest.raises(NotFound):
            sounds.append(upload, 0, [b"yours"], MOST)

    assert sounds.append(upload, 0, parts(), MOST) == 4


def test_what_is_too_large_is_refused_and_gone(sounds: FileSounds, data_folder: Path) -> None:
    upload = sounds.begin()
    with pytest.raises(RuleBroken, match="lớn hơn"):
        sounds.append(upload, 0, [b"x" * MOST, b"y"], MOST)
    assert list((data_folder / "uploads").iterdir()) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "." * 32, "A" * 32, "0" * 31 + "/"])
def test_no_name_leads_out_of_the_folder(sounds: FileSounds, name: str) -> None:
    assert sounds.path(name) is None
    with pytest.raises(NotFound):
        sounds.size(name)
    with pytest.raises(NotFound):
        sounds.append(name, 0, [b"x"], MOST)


def test_a_room_is_empty_at_first_and_gone_at_the_end(sounds: FileSounds) -> None:
    for _ in range(2):
        with sounds.workroom("work") as room:
            assert list(room.iterdir()) == []
            (room / "made.opus").write_bytes(b"sound")
        assert not room.exists()


def test_what_a_killed_process_leaves_is_swept_and_what_is_young_stays(sounds: FileSounds, data_folder: Path) -> None:
    kept = received(sounds, b"whole")
    run = subprocess.run([sys.executable, "-c", KILLED, str(data_folder)], timeout=60, check=False)
    assert run.returncode == -signal.SIGKILL
    assert sounds.sweep(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert sounds.sweep(LATER) == 2
    assert list((data_folder / "uploads").iterdir()) == list((data_folder / "work").iterdir()) == []
    assert sounds.all(LATER) == (kept,)


def test_a_file_is_adopted_whole_and_once(data_folder: Path, tmp_path: Path) -> None:
    file, kept = tmp_path / "made.opus", FileAttachments(data_folder)
    file.write_bytes(b"sound" * 1_000_000)
    assert kept.adopt(file) == kept.adopt(file) == kept.keep(file.read_bytes())
    assert file.exists()
    assert len(list(data_folder.iterdir())) == 1
    (data_folder / ".half").write_bytes(b"left by a kill")
    os.utime(data_folder / ".half", (0, 0))
    assert kept.sweep(datetime.now(UTC) - timedelta(hours=1)) == 1
