"""A recipe as a TOML file beside the recordings, which people read and change."""

import tomllib
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from outreach.domain.errors import BadInput, Problem, RuleBroken
from outreach.domain.sound import CEILING_DBTP, Recipe

NUMBERS: dict[str, tuple[float, float]] = {
    "readings": (1, 3),
    "pause": (0, 30),
    "lowest_hz": (50, 1_000),
    "highest_hz": (2_000, 10_000),
    "ratio": (1, 10),
    "target_lufs": (-30, -12),
    "ceiling_dbtp": (-9, CEILING_DBTP),
}
"""What a number may be. Louder than −12 LUFS no voice stays clear; the ceiling is promised, and may only be lower."""


def read_recipe(path: Path) -> Recipe:
    """BadInput names every key that cannot be followed."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(path.name, (Problem("tệp", str(error), "sửa cho đúng TOML, chữ UTF-8"),)) from error
    if problems := tuple(_problems(told)):
        raise BadInput(path.name, problems)
    if "pause" in told:
        told["pause"] = timedelta(seconds=told["pause"])
    return Recipe(**told)


def checked(recipe: Recipe) -> Recipe:
    """The same recipe; RuleBroken when a number in it makes no sense."""
    for problem in _problems(_plain(recipe)):
        raise RuleBroken(
            "Công thức: {key} = {value}: {advice}.", key=problem.where, value=problem.value, advice=problem.advice
        )
    return recipe


def _plain(recipe: Recipe) -> dict[str, Any]:
    told = {each.name: getattr(recipe, each.name) for each in fields(recipe)}
    return told | {"pause": recipe.pause.total_seconds()}


def _problems(told: dict[str, Any]) -> Iterator[Problem]:
    usual = _plain(Recipe())
    for key, value in told.items():
        if advice := _advice(key, value, usual):
            yield Problem(key, str(value), advice)


def _advice(key: str, value: Any, usual: dict[str, Any]) -> str:
    if key not in usual:
        return f"không có mục này; chỉ có {', '.join(usual)}"
    if key in NUMBERS:
        lowest, highest = NUMBERS[key]
        whole = isinstance(usual[key], int)
        fits = type(value) is int or (type(value) is float and not whole)
        if not fits or not lowest <= value <= highest:
            return f"viết một số {'nguyên ' if whole else ''}từ {lowest:g} đến {highest:g}"
    elif type(value) is not type(usual[key]):
        return "viết true hoặc false" if key == "trim" else "viết tên một tệp trong thư mục audio, giữa hai dấu nháy"
    return ""
