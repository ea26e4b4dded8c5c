"""How each sweep last ended: a failure is a row that somebody sees."""

from dataclasses import asdict

from sqlalchemy import Engine, select

from outreach.domain.ledger import SweepRun
from outreach.storage import tables
from outreach.storage.database import writing
from outreach.storage.inserting import insert_or_replace


class SqlSweepRuns:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, run: SweepRun) -> None:
        with writing(self._engine) as connection:
            insert_or_replace(connection, tables.sweeps, [asdict(run)], ("name",))
            connection.commit()

    def all(self) -> tuple[SweepRun, ...]:
        with self._engine.connect() as connection:
            found = connection.execute(select(tables.sweeps).order_by(tables.sweeps.c.name))
            return tuple(SweepRun(**row._mapping) for row in found)
