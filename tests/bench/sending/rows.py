"""The same customers for every contestant, in a table that a hand-written sender would make for itself."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from urllib.parse import urlsplit

import psycopg
from jinja2 import Environment

Customer = tuple[int, str, str, str, int]  # id, number, name, code, reading day

TEXT = (
    "DIEN LUC CAO LOC: Khach hang {{ name }}, ma {{ code }}: tu thang 12/2023 ngay ghi chi so cong to"
    " doi sang ngay {{ day }} hang thang. Hoi dap: 19006769"
)
FAMILIES = ("Nguyen", "Hoang", "Nong", "Lanh", "Vi", "Be", "Chu", "Luong", "Trieu", "Dang")
GIVEN = ("Thi Hoa", "Van Bao", "Thi Lan", "Van Duc", "Thi Mai", "Van Hung", "Thi Nga", "Van Son", "Thi Que", "Van Tho")
TABLES = (
    "create table messages (id bigint primary key, number text not null, name text not null, code text not null,"
    " day integer not null, status text not null default 'new', sid text)",
    "create table sendings (message_id bigint primary key, status text not null, sid text)",
)
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536")
COLUMNS = "messages (id, number, name, code, day)"


def customers(count: int) -> Iterator[Customer]:
    """Made-up people, each with a number of their own; the numbers are in no range that an operator has."""
    for number in range(1, count + 1):
        name = f"{FAMILIES[number % 10]} {GIVEN[number // 10 % 10]}"
        yield number, f"8400{number:07d}", name, f"PA11CL{number:07d}", 1 + number % 28


def text_of(customers: Sequence[Customer]) -> list[str]:
    """What each of them is told."""
    template = _TEMPLATES.from_string(TEXT)
    return [template.render(name=name, code=code, day=day) for _, _, name, code, day in customers]


def write_rows(database: str, count: int) -> None:
    """An empty database becomes one with ``count`` messages that nobody has sent."""
    if database.startswith("sqlite"):
        with closing(open_sqlite(database)) as sqlite, sqlite:
            for table in TABLES:
                sqlite.execute(table)
            sqlite.executemany(f"insert into {COLUMNS} values (?, ?, ?, ?, ?)", customers(count))
        return
    with open_postgres(database) as postgres:
        for table in TABLES:
            postgres.execute(table)
        with postgres.cursor().copy(f"copy {COLUMNS} from stdin") as copy:
            for row in customers(count):
                copy.write_row(row)
    with psycopg.connect(plain(database), autocommit=True) as postgres:
        postgres.execute("vacuum analyze messages")  # else it begins by itself, in the middle of somebody's run


def open_sqlite(database: str) -> sqlite3.Connection:
    """As durable as ours: see ``outreach.storage.database``."""
    connection = sqlite3.connect(database.removeprefix("sqlite:///"), timeout=30)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def open_postgres(database: str) -> psycopg.Connection:
    return psycopg.connect(plain(database))


def plain(database: str) -> str:
    """SQLAlchemy's address of a PostgreSQL database as the driver itself reads it."""
    return urlsplit(database)._replace(scheme="postgresql").geturl()


_TEMPLATES = Environment(autoescape=False)
