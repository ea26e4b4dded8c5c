"""Set-wise inserts that leave existing rows alone, on both databases."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, literal
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

LOT = 5_000
_INSERTS: dict[str, Any] = {"sqlite": sqlite_insert, "postgresql": postgres_insert}


@lru_cache
def _missing(dialect: str, table: Table) -> Any:
    return _INSERTS[dialect](table).on_conflict_do_nothing()


def insert_missing(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert any number of rows in lots, skipping those whose key exists."""
    statement = _missing(connection.dialect.name, table)
    source = iter(rows)
    while lot := list(islice(source, LOT)):
        connection.execute(statement, lot)


def insert_each(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert a few rows one by one, skipping those whose key exists; returns how many were new."""
    statement = _missing(connection.dialect.name, table)
    return sum(len(connection.execute(statement.values(**row).returning(literal(1))).all()) for row in rows)


def insert_or_replace(
    connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]], key: tuple[str, ...]
) -> None:
    """Insert rows, renewing those whose key exists."""
    for row in rows:
        connection.execute(_renewing(connection.dialect.name, table, tuple(row), key), row)


@lru_cache
def _renewing(dialect: str, table: Table, names: tuple[str, ...], key: tuple[str, ...]) -> Any:
    statement = _INSERTS[dialect](table)
    renewed = {name: statement.excluded[name] for name in names if name not in key}
    return statement.on_conflict_do_update(index_elements=list(key), set_=renewed)
