"""`outreach audio …`, as a person and a script use it; with the real studio, on a sound of a few seconds."""

import json
import os
import sqlite3
import subprocess
import sys
import wave
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import av
import pytest
from click.testing import CliRunner, Result

from outreach.cli import main
from outreach.config import content_root

PLAN = content_root() / "schedules" / "cao-loc-2023.toml"
SHIPPED = content_root() / "audio" / "cao-loc-2023-doi-ngay-ghi-chi-so.mp3"
SECONDS = 12
NAME = "cao-loc-2023.doi-ngay-ghi-chi-so"
PEOPLE = {"thu": "media_centre", "duyet": "district_office", "canbo": "commune_officer"}

Call = Callable[..., Result]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The beginning of the recording that ships: the chime and a sentence."""
    path = tmp_path_factory.mktemp("sound") / "loa.wav"
    with av.open(str(SHIPPED)) as shipped, wave.open(str(path), "wb") as out:
        rate = shipped.streams.audio[0].rate
        out.setparams((1, 2, rate, 0, "NONE", ""))
        resampler = av.AudioResampler("s16", "mono", rate)
        for frame in shipped.decode(audio=0):
            if frame.time is None or frame.time >= SECONDS:
                break
            for piece in resampler.resample(frame):
                out.writeframes(piece.to_ndarray().tobytes())
    return path


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A loaded campaign with people; tests copy it."""
    folder = tmp_path_factory.mktemp("furnished")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTREACH_DATA", str(folder))
        assert CliRunner().invoke(main, ["load", str(PLAN)]).exit_code == 0
        for name, role in PEOPLE.items():
            words = ["person", name, "--name", name, "--role", role, "--place", "183"]
            assert CliRunner().invoke(main, words).exit_code == 0
    return folder


@pytest.fixture
def folder(furnished: Path, data_folder: Path) -> Path:
    made, fresh = (sqlite3.connect(place / "outreach.db") for place in (furnished, data_folder))
    with closing(made), closing(fresh):
        made.backup(fresh)
    return data_folder


@pytest.fixture
def call(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("OUTREACH_DATA", str(folder))

    def outreach(*words: str, answer: str | None = None) -> Result:
        return CliRunner().invoke(main, ["audio", *words], input=answer)

    return outreach


def record(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def one_line(refused: Result) -> str:
    assert refused.exit_code == 2
    (line,) = refused.output.splitlines()
    return line


def test_a_sound_walks_into_the_plan(folder: Path, sound: Path) -> None:
    """Through the installed command, each step a process of its own."""

    def outreach(*words: str) -> Any:
        command = [str(Path(sys.executable).with_name("outreach")), "audio", *words, "--json"]
        settings = {**os.environ, "OUTREACH_DATA": str(folder)}
        done = subprocess.run(command, env=settings, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    taken = outreach("take", str(sound), "--name", "Bản đọc.wav", "--by", "thu")
    assert (taken["known"], taken["name"], taken["state"]) == (False, "Bản đọc.wav", "done")
    assert taken["sha256"] == sha256(sound.read_bytes()).hexdigest()
    assert taken["report"]["verdict"] in ("good", "usable", "record-again")
    draft = outreach("master", NAME, taken["sha256"], "--title", "Đổi ngày", "--by", "thu")
    assert (draft["version"], draft["state"], draft["source"]) == (2, "draft", taken["sha256"])
    assert all(abs(file["lufs"] + 16) <= 0.5 and file["true_peak"] <= -2 for file in draft["files"])
    assert outreach("submit", NAME, "--by", "thu")["state"] == "submitted"
    done = outreach("approve", NAME, "--version", "2", "--yes", "--by", "duyet")
    assert (done["state"], done["approved_by"], done["replanned"]) == ("approved", "duyet", 0)
    (line,) = outreach("list", "đổi ngày", "--by", "canbo")
    assert (line["approved_version"], line["sha256"]) == (2, draft["sha256"])
    gone = outreach("withdraw", NAME, "--why", "Sai số tổng đài", "--by", "duyet")
    assert (gone["state"], gone["withdrawn_why"]) == ("withdrawn", "Sai số tổng đài")


def test_a_sound_is_examined_and_kept_nowhere(call: Call, folder: Path, sound: Path) -> None:
    told = record(call("examine", str(sound), "--json"))
    assert round(told["length"]) == SECONDS
    assert "outline" not in told
    assert "LUFS" in call("examine", str(sound)).output
    assert not (folder / "sounds").exists()


def test_what_is_no_sound_is_one_clear_line_and_stays_nowhere(call: Call, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "giấy tờ.wav"
    file.write_bytes(b"no sound at all" * 100)
    assert "giấy tờ.wav" in one_line(call("take", str(file), "--by", "thu"))
    assert "giấy tờ.wav" in one_line(call("examine", str(file)))
    assert [path for path in (folder / "sounds").rglob("*") if path.is_file()] == []


def test_a_script_is_written_out_with_its_length(call: Call, tmp_path: Path) -> None:
    script = tmp_path / "lời.txt"
    script.write_text("Hạn chót là ngày 20/12/2023.\n", encoding="utf-8")
    told = record(call("speak", str(script), "--json"))
    assert "20/12" not in told["words"]
    assert told["seconds"] > 1
    assert "giây" in call("speak", str(script)).output


def test_a_recording_that_ships_is_made_again(call: Call, tmp_path: Path, sound: Path) -> None:
    making, out = tmp_path / "loa.toml", tmp_path / "out"
    (tmp_path / "loa.wav").write_bytes(sound.read_bytes())
    (tmp_path / "cong-thuc.toml").write_text('chime = ""\nreadings = 1\n', encoding="utf-8")
    words = 'sound = "loa.wav"\nrecipe = "cong-thuc.toml"\n[files]\n"ra.mp3" = "{wanted}"\n'
    making.write_text(words.format(wanted=""), encoding="utf-8")
    (first,) = record(call("make", str(making), "--into", str(out), "--json"))
    assert (out / "ra.mp3").stat().st_size == first["bytes"]
    making.write_text(words.format(wanted=first["sha256"]), encoding="utf-8")
    (again,) = record(call("make", str(making), "--into", str(out), "--json"))
    assert (again["same"], again["sha256"]) == (True, sha256((out / "ra.mp3").read_bytes()).hexdigest())
    making.write_text(words.format(wanted="f" * 64), encoding="utf-8")
    assert call("make", str(making), "--into", str(out)).exit_code == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ('[files]\n"a.mp3" = ""\n', "một trong hai"),
        ('sound = "a.mp3"\n', "[files]"),
        ('sound = "a.mp3"\n[files]\n"../a.mp3" = ""\n', "không có thư mục"),
        ('sound = "a.mp3"\n[files]\n"a.exe" = ""\n', ".opus"),
        ('sound = "a.mp3"\nloa = 1\n[files]\n"a.mp3" = ""\n', "không có khóa này"),
    ],
)
def test_a_making_file_that_cannot_be_followed_says_what_to_mend(
    call: Call, tmp_path: Path, words: str, told: str
) -> None:
    making = tmp_path / "loa.toml"
    making.write_text(words, encoding="utf-8")
    refused = call("make", str(making))
    assert (refused.exit_code, told in refused.output) == (2, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("take", str(SHIPPED), "--by", "khong-co"), "Không có tài khoản «khong-co»"),
        (("take", str(SHIPPED), "--by", "canbo"), "không có quyền"),
        (("master", "khong-dau-cham", str(SHIPPED), "--by", "thu"), "CHIẾN-DỊCH.TÊN"),
        (("master", NAME, "khong-co.wav", "--by", "thu"), "khong-co.wav"),
        (("submit", NAME, "--version", "9", "--by", "thu"), NAME),
        (("submit", "khong.co", "--by", "thu"), "khong.co"),
        (("approve", "khong.co", "--yes", "--by", "duyet"), "khong.co"),
        (("withdraw", NAME, "--why", "x", "--by", "thu"), "không có quyền"),
    ],
)
def test_what_is_wrong_is_one_clear_line(call: Call, words: tuple[str, ...], told: str) -> None:
    assert told in one_line(call(*words))


def test_approval_is_asked_for_unless_it_is_given(call: Call) -> None:
    refused = call("approve", NAME, "--by", "duyet", answer="n\n")
    assert refused.exit_code == 2
    assert "Chưa duyệt" in refused.output
