"""A recipe as a TOML file beside the recordings, which people read and change."""

import tomllib
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from outreach.domain.errors import BadInput, Problem, RuleBroken
from outreach.domain.sound import Recipe

NUMBERS: dict[str, tuple[float, float]] = {
    "readings": (1, 3),
    "pause": (0, 30),
    "lowest_hz": (50, 1_000),
    "highest_hz": (2_000, 10_000),
    "ratio": (1, 10),
    "target_lufs": (-30, -12),
    "ceiling_dbtp": (-9, -1),
}
"""What a number may be. Louder than −12 LUFS no voice stays clear; a ceiling above −1 dBTP clips in cheap players."""
HEAD = "# Công thức làm bản ghi cho loa: cùng bản gốc và cùng công thức thì ra đúng từng byte. pause: giây.\n"


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


def written_out(recipe: Recipe) -> str:
    """The recipe as TOML."""
    return HEAD + "".join(f"{key} = {_toml(value)}\n" for key, value in _plain(recipe).items())


def _plain(recipe: Recipe) -> dict[str, Any]:
    told = {each.name: getattr(recipe, each.name) for each in fields(recipe)}
    return told | {"pause": recipe.pause.total_seconds()}


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        signs = (sign if sign.isprintable() and sign not in '"\\' else f"\\u{ord(sign):04X}" for sign in value)
        return f'"{"".join(signs)}"'
    return str(value)


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
