"""The child process never outlives who asked it, hears nothing of our secrets, and its answer is looked at."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from outreach.config import content_root
from outreach.domain.errors import RuleBroken
from outreach.domain.library import OurFault
from outreach.studio.asking import StudioBroken, ask
from outreach.studio.limits import Limits
from outreach.studio.measuring import measure
from outreach.studio.packing import packed
from outreach.studio.room import measure_apart

CHILD = [sys.executable, "-m", "outreach.studio.child"]


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A file on which every decoder hangs: a pipe into which nobody writes."""
    os.mkfifo(tmp_path / "treo.mp3")
    return tmp_path / "treo.mp3"


def test_a_full_disk_is_told_as_such_and_is_no_fault_of_the_sound(work: Path) -> None:
    shipped = content_root() / "audio" / "chuong-mo-dau.wav"
    (work / "answer.json").symlink_to("/dev/full")
    with pytest.raises(OurFault, match="hết chỗ trống"):
        ask({"errand": "examine"}, shipped, work, Limits())


def test_a_decoder_that_hangs_is_ended_when_its_time_is_over(endless: Path, work: Path) -> None:
    with pytest.raises(RuleBroken, match="quá lâu hoặc quá nặng"):
        ask({"errand": "examine"}, endless, work, Limits(wall_s=1.5))

    assert _children() == []


def test_a_sound_that_a_plan_names_is_measured_apart_and_to_the_microsecond(endless: Path) -> None:
    shipped = content_root() / "audio" / "ha-tinh-2023-khong-tien-mat.mp3"

    assert measure_apart(shipped) == measure(shipped)

    with pytest.raises(RuleBroken, match="quá lâu hoặc quá nặng"):
        measure_apart(endless, Limits(wall_s=1.5))
    with pytest.raises(RuleBroken, match="Không mở được tệp âm thanh «khong-co"):
        measure_apart(endless.with_name("khong-co.mp3"))


def test_the_child_ends_with_its_folder_when_the_asker_is_gone(endless: Path, work: Path) -> None:
    (work / "half.raw").write_bytes(b"half")
    job = {"errand": "examine", "source": str(endless), "work": str(work), "limits": packed(Limits())}

    with subprocess.Popen(CHILD, stdin=subprocess.PIPE) as child:
        assert child.stdin is not None
        child.stdin.write(json.dumps(job).encode() + b"\n")
        child.stdin.close()

        assert child.wait(60) == 1

    assert not work.exists()


def test_the_child_inherits_none_of_our_settings(tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_SECRET_KEY", "nobody may know")
    spy = tmp_path / "spy"
    spy.write_text(f"#!/bin/sh\nenv > {tmp_path}/surroundings\necho '{{\"done\": 1}}'\n")
    spy.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(spy))

    assert ask({"errand": "examine"}, tmp_path / "a.wav", work, Limits()) == 1
    assert "OUTREACH" not in (tmp_path / "surroundings").read_text()


@pytest.mark.parametrize(
    "answer", ["", "[]", "{}", '{"done": NaN}', "kill -9", '{"refused": "a {file} b", "facts": {}}']
)
def test_an_answer_that_makes_no_sense_is_a_fault_of_ours(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(sys, "executable", str(_answering(tmp_path, f"printf '%s' '{answer}'")))

    with pytest.raises(StudioBroken):
        ask({"errand": "examine"}, tmp_path / "a.wav", work, Limits())


def test_a_fault_of_ours_is_told_with_what_the_child_complained_of(work: Path, tmp_path: Path) -> None:
    with pytest.raises(StudioBroken, match="KeyError: 'paint'"):
        ask({"errand": "paint"}, tmp_path / "a.wav", work, Limits())


@pytest.mark.parametrize(
    ("death", "sentence"), [("SEGV", "làm hỏng bộ giải mã"), ("ABRT", "làm hỏng bộ giải mã"), ("KILL", "quá nặng")]
)
def test_a_child_that_dies_is_blamed_on_the_file(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch, death: str, sentence: str
) -> None:
    monkeypatch.setattr(sys, "executable", str(_answering(tmp_path, f"kill -{death} $$")))

    with pytest.raises(RuleBroken, match=sentence):
        ask({"errand": "examine"}, tmp_path / "a.wav", work, Limits())


def _answering(folder: Path, command: str) -> Path:
    """A program that answers in the child's place."""
    program = folder / "answers"
    program.write_text(f"#!/bin/sh\nread job\n{command}\n")
    program.chmod(0o755)
    return program


def _children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
