"""The README is compared with the code: a setting, a command or a habit is in both or in neither."""

import re

import click

from outreach.cli import main
from outreach.lines import every_setting
from tests.house.checkout import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_readme_names_every_setting_and_no_other() -> None:
    assert set(re.findall(r"\bOUTREACH_[A-Z_]*[A-Z]\b", README)) == set(every_setting())


def test_the_readme_names_every_command_and_no_other() -> None:
    """A command stands in the README as code: between backticks, or at the beginning of a line."""
    assert isinstance(main, click.Group)
    assert set(re.findall(r"(?:^|[`/])outreach ([a-z][a-z-]*)", README, re.MULTILINE)) == set(main.commands)


def test_every_habit_the_readme_names_is_in_the_makefile() -> None:
    habits = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", README, re.MULTILINE))
    assert {"run", "test"} <= named <= habits
