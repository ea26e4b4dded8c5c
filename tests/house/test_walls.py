"""The walls between rooms stand, and would be felt by whoever walked through one."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.checkout import PACKAGE, ROOT, imported, named, parsed, python_files

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
KEEPERS_OF_THE_WALL_CLOCK = {"outreach/wiring.py"}


def test_every_room_imports_only_what_it_may() -> None:
    held, report = _contracts(ROOT)
    assert held, report


@pytest.mark.parametrize(
    ("room", "forbidden"),
    [
        ("domain", "sqlalchemy"),
        ("domain", "outreach.services"),
        ("domain", "outreach.config"),
        ("config", "outreach.domain"),
        ("services", "structlog"),
        ("services", "outreach.config"),
        ("services", "outreach.storage"),
        ("storage", "flask"),
        ("storage", "outreach.documents"),
        ("documents", "outreach.studio"),
        ("documents", "pydub"),
        ("studio", "apscheduler"),
        ("jobs", "outreach.storage"),
        ("replay", "outreach.web"),
        ("web", "sqlalchemy.orm"),
        ("web", "outreach.documents"),
        ("web", "outreach.wiring"),
        ("wiring", "outreach.cli"),
        ("wiring", "av"),
        ("cli", "flask"),
    ],
)
def test_an_import_through_a_wall_is_refused(tmp_path: Path, room: str, forbidden: str) -> None:
    copy = _copy_of_the_house(tmp_path)
    door = copy / "outreach" / room
    door = door / "__init__.py" if door.is_dir() else door.with_suffix(".py")
    door.write_text(f"{door.read_text(encoding='utf-8')}\nimport {forbidden}\n", encoding="utf-8")
    held, report = _contracts(copy)
    assert not held, report
    assert "BROKEN" in report


def test_a_room_the_contracts_do_not_name_is_refused(tmp_path: Path) -> None:
    copy = _copy_of_the_house(tmp_path)
    (copy / "outreach" / "attic.py").write_text('"""Nobody said what may enter here."""\n', encoding="utf-8")
    held, report = _contracts(copy)
    assert not held
    assert "attic" in report


def test_the_domain_and_the_services_need_no_package_from_outside() -> None:
    """The contracts can only refuse packages by name; this refuses those nobody has thought of yet."""
    allowed = {*sys.stdlib_module_names, "outreach"}
    paths = python_files("outreach/domain", "outreach/services")
    foreign = {(named(path), name) for path in paths for name in imported(parsed(path)) if name not in allowed}
    assert foreign == set()


def test_only_the_wiring_reads_the_wall_clock() -> None:
    paths = [path for path in python_files("outreach") if named(path) not in KEEPERS_OF_THE_WALL_CLOCK]
    assert [(named(path), line) for path in paths for line in _looks_at_the_clock(parsed(path))] == []


def _copy_of_the_house(folder: Path) -> Path:
    shutil.copytree(PACKAGE, folder / "outreach", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _contracts(checkout: Path) -> tuple[bool, str]:
    command = [str(LINT_IMPORTS), "--no-cache"]
    run = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    return run.returncode == 0, run.stdout + run.stderr


def _looks_at_the_clock(module: ast.Module) -> Iterator[int]:
    """Lines that call ``datetime.now``, ``date.today``, ``time.time`` and their kind."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value).split(".")[-1]
            if (owner, node.func.attr) in _CLOCKS:
                yield node.lineno


_CLOCKS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
}
