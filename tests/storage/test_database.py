"""The tables and how they are opened, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from outreach.domain.errors import StoreAway
from outreach.storage.database import migrate, open_engine, writing
from outreach.storage.opening import open_store
from outreach.storage.tables import metadata
from tests.setting import ADMIN


def test_the_migrations_make_exactly_the_tables_of_the_code(empty_url: str) -> None:
    engine = open_engine(empty_url)
    migrate(engine)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert differences == []


def test_migrating_twice_does_nothing(empty_url: str) -> None:
    engine = open_engine(empty_url)
    migrate(engine)
    migrate(engine)
    engine.dispose()


def test_sqlite_writes_ahead_and_syncs_every_commit(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    with writing(engine) as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2  # FULL
    engine.dispose()


def test_only_one_owner_runs_the_sweeps_and_the_next_follows(database_url: str, data_folder: Path) -> None:
    first, second = (open_store(database_url, data_folder) for _ in range(2))
    assert first.ownership.held()
    assert first.ownership.held()
    assert not second.ownership.held()
    first.ownership.release()
    assert second.ownership.held()
    assert not first.ownership.held()
    first.close()
    second.close()


@pytest.mark.parametrize("commit", [True, False])
def test_nothing_lasts_unless_it_is_committed(database_url: str, data_folder: Path, commit: bool) -> None:
    store = open_store(database_url, data_folder)
    with store.transactions.writing() as uow:
        uow.people.put(ADMIN, "hash")
        if commit:
            uow.commit()
    with store.transactions.reading() as uow:
        assert (uow.people.get(ADMIN.username) == ADMIN) is commit
    store.close()


def test_a_database_that_cannot_be_opened_is_away(tmp_path: Path) -> None:
    with pytest.raises(StoreAway):
        open_store(f"sqlite:///{tmp_path / 'no-such-folder' / 'outreach.db'}", tmp_path)
