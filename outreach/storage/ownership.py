"""Who may run the sweeps: one process at a time. The lock dies with the process that holds it, so that a killed
scheduler is followed at once, and a second one started by mistake stays idle."""

from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

ADVISORY_LOCK = 0x6F757472  # "outr"


class FileOwnership:
    """For SQLite: a file locked by the operating system beside the database."""

    def __init__(self, path: Path) -> None:
        self._lock = FileLock(path, blocking=False, thread_local=False)  # it is the process that owns

    def held(self) -> bool:
        """Take the lock if it is free; whether we hold it."""
        if not self._lock.is_locked:
            try:
                self._lock.acquire()
            except Timeout:
                return False
        return True

    def release(self) -> None:
        self._lock.release(force=True)


class PostgresOwnership:
    """For PostgreSQL: an advisory lock on a connection kept open for nothing else."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def held(self) -> bool:
        """Take the lock if it is free; whether we hold it. A connection that broke has lost it."""
        try:
            return self._take() if self._connection is None else self._still(self._connection)
        except OperationalError:
            self.release()
            return False

    def _take(self) -> bool:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if connection.execute(text("select pg_try_advisory_lock(:key)"), {"key": ADVISORY_LOCK}).scalar_one():
            self._connection = connection
            return True
        connection.close()
        return False

    def _still(self, connection: Connection) -> bool:
        return bool(connection.execute(text("select 1")).scalar_one())

    def release(self) -> None:
        """Give the lock back at once; of a broken connection the server takes it back by itself."""
        if self._connection is not None:
            with suppress(DBAPIError):
                self._connection.execute(text("select pg_advisory_unlock(:key)"), {"key": ADVISORY_LOCK})
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
