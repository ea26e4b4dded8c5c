"""Opening everything that storage keeps, under one address."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from outreach.domain.ports import Ownership
from outreach.storage.database import migrate, open_engine
from outreach.storage.ownership import FileOwnership, PostgresOwnership
from outreach.storage.replays import SqlReplayMemory
from outreach.storage.sounds import FileSounds
from outreach.storage.spools import FileSpools
from outreach.storage.sweep_runs import SqlSweepRuns
from outreach.storage.tokens import SqlTokens
from outreach.storage.work import SqlTransactions, away


@dataclass(frozen=True, slots=True)
class Store:
    engine: Engine
    transactions: SqlTransactions
    sweep_runs: SqlSweepRuns
    ownership: Ownership
    spools: FileSpools
    sounds: FileSounds
    tokens: SqlTokens

    def replaying(self) -> bool:
        """Whether this database belongs to a replay."""
        return SqlReplayMemory(self.engine).get() is not None

    def close(self) -> None:
        self.ownership.release()
        self.engine.dispose()


def open_store(url: str, folder: Path) -> Store:
    """Open a database and bring its tables up to date; ``folder`` takes lists, sounds and the lock file.

    Raises StoreAway for a database that cannot be reached or has no room.
    """
    engine = open_engine(url)
    with away():
        migrate(engine)
    sqlite = engine.dialect.name == "sqlite"
    ownership = FileOwnership(folder / "scheduler.lock") if sqlite else PostgresOwnership(engine)
    spools, sounds = FileSpools(folder / "imports"), FileSounds(folder / "sounds")
    return Store(engine, SqlTransactions(engine), SqlSweepRuns(engine), ownership, spools, sounds, SqlTokens(engine))
