"""Hundreds of thousands of customers in one statement."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from outreach.domain.customer_ports import CustomerLine, Put
from outreach.storage.customer_tables import customers

COLUMNS = (*CustomerLine._fields, "updated_at", "source")
_READ = {"reading_day": "nullif({}, '')"}
_AGREEMENT = "case excluded.agreement when 'none' then customers.agreement else excluded.agreement end"


def put_lines(
    connection: Connection,
    lines: Iterable[Sequence[str]],
    known: frozenset[str],
    at: datetime,
    source: str,
    own: frozenset[str] | None = None,
) -> Put:
    """Add or renew; the same code may not come twice in ``lines``. Only customers of ``own`` communes are renewed."""
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:  # SQLite's writers wait in line as it is
        connection.exec_driver_sql("lock table customers in share row exclusive mode")
    before, seen = _count(connection), _Counted(lines)
    put = _put_sqlite if sqlite else _put_postgres
    touched = put(connection, iter(seen), _renewing(known, "is not" if sqlite else "is distinct from", own), at, source)
    new = _count(connection) - before
    return Put(new, touched - new, seen.count - touched)


class _Counted:
    def __init__(self, lines: Iterable[Sequence[str]]) -> None:
        self._lines = lines
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[str]]:
        for line in self._lines:
            self.count += 1
            yield line


def _count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(customers)) or 0


def _put_sqlite(
    connection: Connection, lines: Iterator[Sequence[str]], renewing: str, at: datetime, source: str
) -> int:
    """By the driver's own cursor: it takes the lines as they come. Indexes of an empty table are made afterwards."""
    read = ", ".join(_READ.get(name, "{}").format("?") for name in CustomerLine._fields)
    same = f"{_quoted(_stamp(connection, at))}, {_quoted(source)}"  # for all of them: it need not be bound each time
    statement = f"insert into customers ({', '.join(COLUMNS)}) values ({read}, {same}) {renewing}"
    later = [] if _count(connection) else sorted(customers.indexes, key=lambda index: str(index.name))
    for index in later:
        index.drop(connection)
    cursor: Any = connection.connection.cursor()
    cursor.executemany(statement, lines)
    touched: int = cursor.rowcount
    for index in later:
        index.create(connection)
    return touched


def _put_postgres(
    connection: Connection, lines: Iterator[Sequence[str]], renewing: str, at: datetime, source: str
) -> int:
    """Copied into a table of this transaction alone, then put in order of code, which suits the index."""
    fields = ", ".join(CustomerLine._fields)
    connection.exec_driver_sql("drop table if exists incoming_customers")
    connection.exec_driver_sql(
        f"create temporary table incoming_customers ({', '.join(f'{name} text' for name in CustomerLine._fields)}) "
        "on commit drop"
    )
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(f"copy incoming_customers ({fields}) from stdin") as copy:
        for line in lines:
            copy.write_row(line)
    read = ", ".join(f"{_READ[name].format(name)}::integer" if name in _READ else name for name in CustomerLine._fields)
    statement = (
        f"insert into customers ({', '.join(COLUMNS)}) select {read}, %s, %s from incoming_customers order by code "
        + renewing
    )
    return connection.exec_driver_sql(statement, (at, source)).rowcount


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _stamp(connection: Connection, at: datetime) -> Any:
    return customers.c.updated_at.type.bind_processor(connection.dialect)(at)  # type: ignore[misc]


def _renewing(known: frozenset[str], differs: str, own: frozenset[str] | None) -> str:
    """Rows that would stay as they are, are left alone: they keep the day on which they last changed."""
    names = sorted(known & set(CustomerLine._fields) - {"code"})
    fresh = [_AGREEMENT if name == "agreement" else f"excluded.{name}" for name in names]
    sets = ", ".join(f"{name} = {value}" for name, value in zip(names, fresh, strict=True))
    old = ", ".join(f"customers.{name}" for name in names)
    return (
        f"on conflict (code) do update set {sets}, updated_at = excluded.updated_at, source = excluded.source "
        f"where ({old}) {differs} ({', '.join(fresh)}){_ours(own)}"
    )


def _ours(own: frozenset[str] | None) -> str:
    """Looked for in one text: SQLite would make an index of a list anew for every row."""
    if own is None:
        return ""
    told = _quoted(f" {' '.join(sorted(own))} ")
    return f" and replace({told}, ' ' || customers.commune || ' ', '') <> {told}"
