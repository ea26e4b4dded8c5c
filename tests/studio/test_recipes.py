"""A recipe is a file that people read and change; what cannot be followed is named, key by key."""

from datetime import timedelta
from pathlib import Path

import pytest

from outreach.domain.errors import BadInput
from outreach.domain.sound import Recipe
from outreach.studio.recipes import read_recipe

ALL = """
trim = false
chime = ""
closing = "kết «thúc».wav"
readings = 1
pause = 2.5
lowest_hz = 200
highest_hz = 5000
ratio = 2
target_lufs = -18.0
ceiling_dbtp = -3
"""


def test_every_step_of_the_making_can_be_changed(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(ALL, encoding="utf-8")

    assert read_recipe(tmp_path / "a.toml") == Recipe(
        False, "", "kết «thúc».wav", 1, timedelta(seconds=2.5), 200, 5_000, 2, -18.0, -3
    )


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
        ("ceiling_dbtp = -1.9", "từ -9 đến -2"),
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
