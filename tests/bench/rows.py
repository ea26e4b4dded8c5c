"""The limit for planning: the rows that a loading wrote, written again by the driver alone."""

import sqlite3
from pathlib import Path

TABLES = ("broadcasts", "ledger", "ledger_versions")


def write_same_rows(folder: Path, target: Path) -> None:
    """Read the rows of a loaded database and insert them, in one transaction, into empty tables with its indexes."""
    source = sqlite3.connect(folder / "outreach.db")
    sink = sqlite3.connect(target, isolation_level=None)
    sink.execute("PRAGMA journal_mode=WAL")
    sink.execute("PRAGMA synchronous=FULL")
    for (statement,) in source.execute(
        "select sql from sqlite_master where sql is not null and name not like 'sqlite_%'"
    ):
        sink.execute(statement)
    sink.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        rows = source.execute(f"select * from {table}").fetchall()
        marks = ",".join("?" * len(rows[0]))
        sink.executemany(f"insert into {table} values ({marks})", rows)
    sink.execute("COMMIT")
    sink.close()
    source.close()
