"""The command line, as a person and a script use it."""

import csv
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result

from outreach.cli import main
from outreach.config import content_root

PLAN = content_root() / "schedules" / "cao-loc-2023.toml"
WAIT_S = 60  # for a server that always comes up; reached only when something is broken


Call = Callable[..., Result]


@pytest.fixture
def call(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("OUTREACH_DATA", str(data_folder))

    def outreach(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    return outreach


def test_init_shows_a_one_time_password_once(call: Call) -> None:
    assert "mật khẩu" in call("init").output
    assert "mật khẩu" not in call("init").output


def test_a_plan_is_loaded_once(call: Call) -> None:
    assert "đã nạp bản 1" in call("load", str(PLAN)).output
    assert "không có gì mới (bản 1)" in call("load", str(PLAN)).output


def test_a_bad_plan_is_refused_whole_and_the_running_campaign_untouched(call: Call, tmp_path: Path) -> None:
    call("load", str(PLAN))
    before = call("status", "--json").output
    bad = tmp_path / PLAN.name
    bad.write_text(PLAN.read_text(encoding="utf-8").replace('"06184"', '"99999"'), encoding="utf-8")
    refused = call("load", str(bad))
    assert refused.exit_code == 2
    assert re.search(r"dòng \d+.*99999", refused.output)
    assert "Traceback" not in refused.output
    assert _cells(call("status", "--json").output) == _cells(before)


def _cells(output: str) -> object:
    return json.loads(output)[0]["cells"]


def test_status_counts_every_cell(call: Call) -> None:
    call("load", str(PLAN))
    (status,) = json.loads(call("status", "--json").output)
    assert len(status["cells"]) == 22 * 11 == sum(status["counts"].values())
    assert status["campaign"] in call("status").output


def test_an_unknown_campaign_is_one_clear_line(call: Call) -> None:
    refused = call("status", "khong-co")
    assert (refused.exit_code, refused.output) == (2, "Không có chiến dịch «khong-co».\n")


def test_a_misspelt_setting_is_refused(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_PROT", "8000")
    refused = call("init")
    assert refused.exit_code == 2
    assert "unknown setting OUTREACH_PROT" in refused.output


def test_export_writes_tables_that_a_spreadsheet_opens(call: Call, tmp_path: Path) -> None:
    call("replay", "--no-web", "--until", "2023-10-08")
    assert call("export", "cao-loc-2023", str(tmp_path / "bang"), "--replay").exit_code == 0
    content = (tmp_path / "bang" / "luot-phat.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert len(rows) == 22 * 11
    assert re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d", rows[0]["Giờ dự kiến"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("person", "Cán bộ"), "chỉ dùng a–z"),
        (("person", "canbo"), "cần có --name và --role"),
        (("person", "canbo", "--name", "x", "--role", "media_centre", "--place", "99999"), "99999"),
    ],
)
def test_a_person_needs_a_name_a_role_and_a_place_that_exists(call: Call, words: tuple[str, ...], told: str) -> None:
    refused = call(*words)
    assert refused.exit_code == 2
    assert told in refused.output


def test_a_replay_is_refused_to_other_machines(call: Call) -> None:
    refused = call("replay", "--host", "0.0.0.0")
    assert refused.exit_code == 2
    assert "127.0.0.1" in refused.output


def test_a_database_of_a_replay_is_not_run_in_earnest(
    call: Call, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("replay", "--no-web", "--until", "2023-10-08")
    monkeypatch.setenv("OUTREACH_DATA", str(data_folder / "replay"))
    before = call("status", "--json").output
    for words in (
        ("run",),
        ("init",),
        ("load", str(PLAN)),
        ("person", "canbo", "--name", "x", "--role", "media_centre"),
    ):
        refused = call(*words)
        assert (refused.exit_code, len(refused.output.splitlines())) == (2, 1)
        assert "thuộc một bản diễn lại" in refused.output
    assert _cells(call("status", "--json").output) == _cells(before)


@pytest.mark.parametrize("words", [("init",), ("load", str(PLAN))])
def test_a_replay_does_not_take_over_a_database_in_use(
    call: Call, data_folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE", f"sqlite:///{data_folder / 'real.db'}")
    call(*words)
    with sqlite3.connect(data_folder / "real.db") as database:
        before = list(database.iterdump())
    refused = call("replay", "--no-web", "--until", "2023-10-08")
    assert refused.exit_code == 2
    assert "đang có tài khoản hoặc chiến dịch thật" in refused.output.splitlines()[-1]
    with sqlite3.connect(data_folder / "real.db") as database:
        assert list(database.iterdump()) == before


def start_server(data_folder: Path, port: int) -> subprocess.Popen[str]:
    outreach = shutil.which("outreach", path=str(Path(sys.executable).parent))
    assert outreach, "the console script is installed beside this Python"
    environment = {**os.environ, "OUTREACH_DATA": str(data_folder)}
    command = [outreach, "run", "--port", str(port)]
    child = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until and child.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    return child


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_two_servers_on_one_folder_share_one_scheduler_and_stop_when_told(data_folder: Path) -> None:
    ports = free_port(), free_port()
    first, second = (start_server(data_folder, port) for port in ports)
    for port in ports:
        with urlopen(f"http://127.0.0.1:{port}/dang-nhap") as answer:  # only this machine's own address
            assert answer.status == 200
    for child in (first, second):
        child.send_signal(signal.SIGTERM)
    told = [child.communicate(timeout=WAIT_S)[0] for child in (first, second)]
    assert [child.returncode for child in (first, second)] == [0, 0]
    assert sum("running the sweeps" in text for text in told) == 1
    assert sum("another process runs them" in text for text in told) == 1
    assert sum("mật khẩu dùng một lần" in text for text in told) == 1


def test_a_port_that_is_taken_is_one_clear_line(data_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        child = start_server(data_folder, taken.getsockname()[1])
        output, _ = child.communicate(timeout=WAIT_S)
    assert child.returncode == 2
    assert "Không mở được cổng" in output
    assert "Traceback" not in output
