"""One seed, one replay: on either database, in steps of any process; another seed, another one."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from outreach.domain.errors import RuleBroken
from outreach.storage import tables
from tests.replay.theatre import PASSWORD, drama, dump, open_theatre, play_through, sqlite_url

DAYS = 12


def test_two_replays_with_one_seed_are_equal_on_either_database(
    database_url: str, data_folder: Path, tmp_path: Path
) -> None:
    with open_theatre(database_url, data_folder, drama()) as theatre:
        left = dump(theatre.play(DAYS).store.engine)
    assert left == play_through(tmp_path / "again", drama(), DAYS)
    assert left["evidence"]
    assert left["broadcasts"]


def test_another_seed_makes_another_replay(tmp_path: Path) -> None:
    one, other = (play_through(tmp_path / str(seed), drama(seed), DAYS) for seed in (1, 2))
    assert one["stations"] != other["stations"]
    assert one["evidence"] != other["evidence"]


def test_a_replay_is_taken_up_where_it_was_left(data_folder: Path, tmp_path: Path) -> None:
    for day in range(1, DAYS + 1):
        with open_theatre(sqlite_url(data_folder), data_folder, drama()) as theatre:
            left = dump(theatre.play(day).store.engine)
    assert left == play_through(tmp_path / "at-once", drama(), DAYS)


def test_a_data_folder_that_holds_another_replay_is_refused(data_folder: Path) -> None:
    with open_theatre(sqlite_url(data_folder), data_folder, drama(seed=1)):
        pass
    with (
        pytest.raises(RuleBroken, match="bản diễn lại khác"),
        open_theatre(sqlite_url(data_folder), data_folder, drama(seed=2)),
    ):
        pass


def test_a_plan_changed_between_two_runs_is_a_new_version(data_folder: Path) -> None:
    with open_theatre(sqlite_url(data_folder), data_folder, drama()) as theatre:
        theatre.play(3)
    changed = replace(drama(), plan=replace(drama().plan, title="Tên khác"))
    with open_theatre(sqlite_url(data_folder), data_folder, changed) as theatre:
        versions = theatre.stage.desk.reporting.campaign(changed.plan.slug).versions
    assert [version.number for version in versions] == [1, 2]
    assert versions[1].loaded_at == drama().first_state.starts_at + timedelta(days=3)


def test_the_people_of_a_replay_sign_in_with_its_password(data_folder: Path) -> None:
    with open_theatre(sqlite_url(data_folder), data_folder, drama()) as theatre:
        signing_in = theatre.stage.desk.signing_in
        for username in ("canbo.baolam", "lanhdao.ttcaoloc", "huyen", "truyenthong", "dienluc", "quantri"):
            assert signing_in.sign_in(username, PASSWORD) is not None
        with theatre.store.engine.connect() as connection:
            assert connection.execute(select(func.count()).select_from(tables.people)).scalar_one() == 22 * 2 + 4
