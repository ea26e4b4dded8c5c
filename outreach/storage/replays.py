"""The replay's own clock and phase, and transactions that a pacemaker overtaken by another cannot commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from sqlalchemy import Engine, Row, Update, select, update
from sqlalchemy import bindparam as bind

from outreach.domain.replays import PhaseTaken, ReplayState
from outreach.storage import tables
from outreach.storage.database import writing
from outreach.storage.inserting import insert_missing
from outreach.storage.work import SqlTransactions, SqlUnitOfWork

_R = tables.replay.c
_ONLY = 1
_STATE = select(*(column for column in tables.replay.c if column.name != "id")).where(_R.id == _ONLY)
_ONLY_ROW = update(tables.replay).where(_R.id == _ONLY)
_REACHED = _ONLY_ROW.where(_R.now == bind("at"), _R.phase <= bind("reached"))
_MOVE = _REACHED.values(now=bind("new_now"), phase=bind("new_phase"))
_MARK = _REACHED.values(phase=bind("reached"))


class SqlReplayMemory:
    """One row: a database holds one replay."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self) -> ReplayState | None:
        with self._engine.connect() as connection:
            return _to_state(connection.execute(_STATE).one_or_none())

    def begin(self, state: ReplayState) -> ReplayState:
        with writing(self._engine) as connection:
            insert_missing(connection, tables.replay, [{"id": _ONLY, **asdict(state)}])
            remembered = _to_state(connection.execute(_STATE).one())
            connection.commit()
        assert remembered is not None  # written just above, by us or before us
        return remembered

    def advance(self, reached: ReplayState, new: ReplayState) -> bool:
        with writing(self._engine) as connection:
            place = {"at": reached.now, "reached": reached.phase, "new_now": new.now, "new_phase": new.phase}
            moved = connection.execute(_MOVE, place).rowcount == 1
            connection.commit()
        return moved

    def pause(self, paused: bool) -> None:
        self._write(_ONLY_ROW.values(paused=paused))

    def set_speed(self, speed: int) -> None:
        self._write(_ONLY_ROW.values(speed=speed))

    def _write(self, change: Update) -> None:
        with writing(self._engine) as connection:
            connection.execute(change)
            connection.commit()


def _to_state(row: Row[Any] | None) -> ReplayState | None:
    return ReplayState(**row._mapping) if row else None


class SqlStepTransactions(SqlTransactions):
    """Units of work for a pacemaker, which writes in them only as long as it leads.

    One that writes also writes down the phase, and so holds the replay in its place until it ends. Once another
    pacemaker has gone on from there :class:`PhaseTaken` is raised instead.
    """

    def __init__(self, engine: Engine, held: Callable[[], ReplayState]) -> None:
        super().__init__(engine)
        self._held = held

    @contextmanager
    def writing(self) -> Iterator[SqlUnitOfWork]:
        state = self._held()
        with writing(self._engine) as connection:
            if connection.execute(_MARK, {"at": state.now, "reached": state.phase}).rowcount != 1:
                raise PhaseTaken
            yield SqlUnitOfWork(connection, self._known_plans)
