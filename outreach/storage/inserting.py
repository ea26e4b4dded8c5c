"""Set-wise inserts that leave existing rows alone, on both databases."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, literal
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

LOT = 5_000


def _insert(connection: Connection, table: Table) -> Any:
    return (sqlite_insert if connection.dialect.name == "sqlite" else postgres_insert)(table)


def insert_missing(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert any number of rows in lots, skipping those whose key exists."""
    statement = _insert(connection, table).on_conflict_do_nothing()
    source = iter(rows)
    while lot := list(islice(source, LOT)):
        connection.execute(statement, lot)


def insert_each(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert a few rows one by one, skipping those whose key exists; returns how many were new."""
    statement = _insert(connection, table).on_conflict_do_nothing()
    return sum(len(connection.execute(statement.values(**row).returning(literal(1))).all()) for row in rows)


def insert_or_replace(
    connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]], key: tuple[str, ...]
) -> None:
    """Insert rows, renewing those whose key exists."""
    for row in rows:
        statement = _insert(connection, table).values(**row)
        renewed = {name: statement.excluded[name] for name in row if name not in key}
        connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=renewed))
