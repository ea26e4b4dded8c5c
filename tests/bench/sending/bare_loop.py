"""(a) The limit: what somebody writes by hand who needs neither leases nor attempts, and never crashes.

Reads 1,000 rows, renders, sends, marks them in one statement, commits; and again.
"""

import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing

import psycopg

from tests.bench.sending.client import Client
from tests.bench.sending.measuring import Measured, peak_mb, tell, timed
from tests.bench.sending.rows import Customer, open_postgres, open_sqlite, text_of

READ = "select id, number, name, code, day from messages where id > {mark} order by id limit 1000"
MARK = "update messages set status = 'sent', sid = {mark} where id = {mark}"


def main(database: str, provider: str, connections: int) -> None:
    client = Client(provider, connections)
    if database.startswith("sqlite"):
        with closing(open_sqlite(database)) as connection:
            seconds = timed(lambda: _loop_on_sqlite(connection, client))
    else:
        with open_postgres(database) as postgres:
            seconds = timed(lambda: _loop_on_postgres(postgres, client))
    tell(Measured(seconds, peak_mb()))


def _loop_on_sqlite(connection: sqlite3.Connection, client: Client) -> None:
    last = 0
    while rows := connection.execute(READ.format(mark="?"), (last,)).fetchall():
        connection.executemany(MARK.format(mark="?"), _sent(client, rows))
        connection.commit()
        last = rows[-1][0]


def _loop_on_postgres(connection: psycopg.Connection, client: Client) -> None:
    last = 0
    while rows := connection.execute(READ.format(mark="%s"), (last,)).fetchall():
        connection.commit()
        connection.cursor().executemany(MARK.format(mark="%s"), _sent(client, rows))
        connection.commit()
        last = rows[-1][0]


def _sent(client: Client, rows: Sequence[Customer]) -> list[tuple[str, int]]:
    texts = text_of(rows)
    messages = ((row[0], row[1], text) for row, text in zip(rows, texts, strict=True))
    return [(sid, number) for number, sid in client.send(messages)]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
