"""A process killed while a list comes in leaves the customers as they were, and the list can be brought again."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.domain.customer_ports import ImportState
from outreach.domain.customers import AudienceFilter
from outreach.services.importing import ListFile
from outreach.services.sifting import EVERY
from tests.customers_made import write_list
from tests.setting import Setting

ROWS = EVERY + 500
KILLED = """
import os, signal, sys
from pathlib import Path
from outreach.services.importing import ListFile
from tests.setting import SetClock
from outreach.storage.attachments import FileAttachments
from outreach.storage.opening import open_store
from outreach.storage.passwords import Argon2Passwords
from outreach.wiring import build_desk

url, folder, file, stage = sys.argv[1:]
store = open_store(url, Path(folder))
importing = build_desk(store, SetClock(), Argon2Passwords(cheap=True), FileAttachments(Path(folder))).importing

def die(done, of):
    if done:
        os.kill(os.getpid(), signal.SIGKILL)

checked = importing.check(ListFile(Path(file), "khach.csv", "dl"), progress=die if stage == "check" else None)
importing.apply(checked.id, progress=die)
"""


@pytest.mark.parametrize("stage", ["check", "apply"])
def test_a_killed_import_leaves_nothing_half_done(
    setting: Setting, database_url: str, data_folder: Path, tmp_path: Path, stage: str
) -> None:
    file = write_list(tmp_path / "khach.csv", ROWS)
    command = [sys.executable, "-c", KILLED, database_url, str(data_folder), str(file), stage]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == -signal.SIGKILL, run.stderr
    with setting.store.transactions.reading() as uow:
        assert uow.customers.count(AudienceFilter()) == 0
        (left,) = uow.imports.latest(5)
    importing = setting.desk.importing
    if stage == "apply":
        assert left.state is ImportState.APPLYING
        assert importing.apply(left.id).counts["new"] == ROWS
    else:
        assert left.state is ImportState.CHECKING
        setting.clock.at += timedelta(days=8)  # what it had written aside is forgotten with it
        checked = importing.check(ListFile(file, "khach.csv", "dl"))
        assert {path.stem for path in (data_folder / "imports").iterdir()} == {checked.id}
