"""A recipe is a file that people read and change; what cannot be followed is named, key by key."""

from datetime import timedelta
from pathlib import Path

import pytest

from outreach.domain.errors import BadInput
from outreach.domain.sound import Recipe
from outreach.studio.recipes import read_recipe, written_out

OTHER = Recipe(
    trim=False, chime="", closing='kết "thúc".wav', readings=1, pause=timedelta(seconds=2.5), ratio=2, target_lufs=-18.0
)


@pytest.mark.parametrize("recipe", [Recipe(), OTHER])
def test_a_recipe_written_and_read_is_the_same(tmp_path: Path, recipe: Recipe) -> None:
    (tmp_path / "a.toml").write_text(written_out(recipe), encoding="utf-8")

    assert read_recipe(tmp_path / "a.toml") == recipe


def test_what_a_recipe_leaves_out_is_as_usual(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("readings = 3\n", encoding="utf-8")

    assert read_recipe(tmp_path / "a.toml") == Recipe(readings=3)


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("readings = 1.5", "số nguyên từ 1 đến 3"),
        ("readings = 0", "số nguyên từ 1 đến 3"),
        ("readings = true", "số nguyên từ 1 đến 3"),
        ('pause = "3 giây"', "một số từ 0 đến 30"),
        ("target_lufs = nan", "từ -30 đến -12"),
        ("trim = 1", "true hoặc false"),
        ("chime = 1", "tên một tệp"),
        ("nhac_nen = true", "không có mục này; chỉ có trim, chime"),
        ("readings = ", "sửa cho đúng TOML"),
    ],
)
def test_what_cannot_be_followed_is_named(tmp_path: Path, line: str, advice: str) -> None:
    (tmp_path / "a.toml").write_text(f"{line}\n", encoding="utf-8")

    with pytest.raises(BadInput) as refusal:
        read_recipe(tmp_path / "a.toml")

    [problem] = refusal.value.problems
    assert advice in problem.advice
