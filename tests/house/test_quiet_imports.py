"""Importing any module opens nothing: no file to write, no socket, no database, no thread, no other process."""

import os
import subprocess
import sys
from pathlib import Path

from tests.house.checkout import PACKAGE, ROOT, named, python_files

# Alembic runs this one as a script inside a migration; nobody imports it.
SCRIPTS = {"outreach/storage/migrations/env.py"}
LISTENER = Path(__file__).with_name("imports_listened_to.py")


def test_importing_any_module_opens_nothing() -> None:
    assert _heard_while_importing(*_modules()) == ""


def test_a_loud_import_is_heard(tmp_path: Path) -> None:
    (tmp_path / "loud.py").write_text(
        "import socket, sqlite3, threading\n"
        "sqlite3.connect(':memory:')\n"
        "socket.socket()\n"
        "open('left-behind', 'w')\n"
        "threading.Thread(target=threading.Event().wait, name='left running', daemon=True).start()\n"
    )
    heard = _heard_while_importing("loud", folder=tmp_path)
    for sound in ("sqlite3.connect", "socket.__new__", "left-behind", "left running"):
        assert sound in heard


def _modules() -> list[str]:
    paths = [path for path in python_files("outreach", "app.py") if named(path) not in SCRIPTS]
    assert PACKAGE / "__init__.py" in paths
    return [named(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in paths]


def _heard_while_importing(*modules: str, folder: Path = ROOT) -> str:
    run = subprocess.run(
        [sys.executable, "-B", LISTENER, *modules],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout
