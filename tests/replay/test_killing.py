"""A replay killed anywhere, or run by two processes at once, leaves what an undisturbed one leaves."""

import random
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from subprocess import Popen, TimeoutExpired

import pytest

from tests.house.checkout import ROOT
from tests.replay.theatre import A_STEP_LATER, COARSE, Dump, drama, dump, open_theatre, play_through, sqlite_url

HOUR = COARSE // timedelta(minutes=1)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Dump:
    folder = tmp_path_factory.mktemp("replay") / "undisturbed"
    return play_through(folder, drama(), but=A_STEP_LATER)


@pytest.mark.parametrize("kills", [12, pytest.param(50, marks=pytest.mark.slow)])
def test_kills_at_any_statement_change_nothing(data_folder: Path, undisturbed: Dump, kills: int) -> None:
    chance = random.Random(20231009)
    for before in range(kills):
        killed = acting(data_folder, HOUR, 0, chance.randint(1, 5_400)).wait()
        assert killed == -signal.SIGKILL, f"the replay ended, or failed, after {before} kills"
    assert left_by(data_folder) == undisturbed


def test_kills_while_the_replay_is_prepared_change_nothing(data_folder: Path, tmp_path: Path) -> None:
    """Making the tables, enrolling people, equipping stations, writing the plan."""
    for statements in range(1, 240, 20):
        assert acting(data_folder, HOUR, 0, statements).wait() == -signal.SIGKILL
    with open_theatre(sqlite_url(data_folder), data_folder, drama()) as theatre:
        left = dump(theatre.play(days=2).store.engine)
    assert left == play_through(tmp_path / "undisturbed", drama(), days=2)


def test_two_processes_at_once_do_no_step_twice(data_folder: Path, tmp_path: Path) -> None:
    both = [acting(data_folder, HOUR, 12) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    with open_theatre(sqlite_url(data_folder), data_folder, drama()) as theatre:
        left = dump(theatre.store.engine, A_STEP_LATER)
    assert left == play_through(tmp_path / "alone", drama(), days=12, but=A_STEP_LATER)


@pytest.mark.slow
def test_kills_at_any_moment_in_fine_steps_change_nothing(data_folder: Path, tmp_path: Path) -> None:
    """Killed from outside, between and within statements, until it comes to the end before it is killed."""
    chance, kills, ended = random.Random(7), 0, None
    while ended is None:
        process = acting(data_folder, 15)
        try:
            ended = process.wait(chance.uniform(0.8, 4.0))
        except TimeoutExpired:
            process.kill()
            kills += process.wait() == -signal.SIGKILL
    assert (ended, kills > 0) == (0, True)
    fine = drama(step=timedelta(minutes=15))
    with open_theatre(sqlite_url(data_folder), data_folder, fine) as theatre:
        left = dump(theatre.store.engine, A_STEP_LATER)
    assert left == play_through(tmp_path / "undisturbed", fine, but=A_STEP_LATER)


def acting(folder: Path, *numbers: int) -> Popen[bytes]:
    command = [sys.executable, "-m", "tests.replay.acting", str(folder), *map(str, numbers)]
    return subprocess.Popen(command, cwd=ROOT)


def left_by(folder: Path) -> Dump:
    """What stands there when the replay has been brought to its end."""
    with open_theatre(sqlite_url(folder), folder, drama()) as theatre:
        return dump(theatre.play().store.engine, A_STEP_LATER)
