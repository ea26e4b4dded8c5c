"""What the code imports is what an installation brings: no more is needed, and nothing comes along by luck."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.house.checkout import ROOT, imported, named, parsed, python_files

DATA = ("certifi>=", "tzdata>=")  # grow by the year and break nobody: no cap
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_package_the_code_imports_is_declared() -> None:
    ours = {*sys.stdlib_module_names, "outreach"}
    imports = {
        (named(path), package)
        for path in python_files("outreach", "app.py")
        for package in imported(parsed(path))
        if package not in ours
    }
    assert {(path, package) for path, package in imports if not _sources(package) & _declared()} == set()


def test_every_dependency_says_from_which_version_and_up_to_which() -> None:
    loose = [line for line in PROJECT["dependencies"] if not re.search(r">=.*,<", line)]
    assert [line for line in loose if not line.startswith(DATA)] == []


def _declared() -> set[str]:
    optional = PROJECT["optional-dependencies"]
    lines = [*PROJECT["dependencies"], *optional["postgres"], *optional["voice"]]
    return {_plain(re.split(r"[\[<>=; ]", line)[0]) for line in lines}


def _sources(package: str) -> set[str]:
    """The distributions an imported package comes from, by their plain names."""
    return {_plain(name) for name in packages_distributions().get(package, [])}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
