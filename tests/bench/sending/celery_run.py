"""Runs (b) or (c): a broker and a worker of its own, all tasks enqueued, until the last message is recorded.

``python -m tests.bench.sending.celery_run lots|each DATABASE PROVIDER COUNT``
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from tests.bench.sending.celery_tasks import BROKER, DATABASE, PROVIDER, app, send_lot, send_one
from tests.bench.sending.measuring import Measured, peak_mb, tell, timed
from tests.bench.sending.provider import taken_by
from tests.bench.sending.rows import open_postgres, open_sqlite

LOT = 500
PROCESSES = 2
PATIENCE_S = 60
SENT = "select count(*) from sendings where status = 'sent'"


def main(way: str, database: str, provider: str, count: int) -> None:
    with _a_broker() as broker, _a_worker(broker, database, provider) as processes:
        seconds = timed(lambda: _send(way, database, provider, count))
        tell(Measured(seconds, peak_mb(processes)))


def _send(way: str, database: str, provider: str, count: int) -> None:
    if way == "lots":
        for first in range(1, count + 1, LOT):
            send_lot.delay(first, min(first + LOT - 1, count))
    else:
        for message_id in range(1, count + 1):
            send_one.delay(message_id)
    _until(
        lambda: taken_by(provider).messages, count, 0.05
    )  # asks the provider first: counting rows would slow the worker
    with closing(open_sqlite(database) if database.startswith("sqlite") else open_postgres(database)) as connection:
        _until(lambda: _first(connection.execute(SENT).fetchone()), count, 0.005)


def _first(row: Any) -> int:
    return int(row[0])


def _until(told: Callable[[], int], wanted: int, pause_s: float) -> None:
    last, since = -1, time.monotonic()
    while (now := told()) < wanted:
        if now > last:
            last, since = now, time.monotonic()
        assert time.monotonic() - since < PATIENCE_S, f"stuck at {now} of {wanted}"
        time.sleep(pause_s)


@contextmanager
def _a_broker() -> Iterator[str]:
    """Redis on a free port, which remembers nothing."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as redis:
        app.conf.broker_url = broker = f"redis://127.0.0.1:{port}/0"
        try:
            yield broker
        finally:
            redis.terminate()


@contextmanager
def _a_worker(broker: str, database: str, provider: str) -> Iterator[list[int]]:
    """Celery's defaults, but that a single worker need not look for others. Yields its processes once it is up."""
    command = [sys.executable, "-W", "ignore", "-m", "celery", "-q", "-A", "tests.bench.sending.celery_tasks", "worker"]
    options = ["--pool=prefork", f"--concurrency={PROCESSES}", "--loglevel=error"]
    lonely = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    environment = {**os.environ, BROKER: broker, DATABASE: database, PROVIDER: provider}
    with subprocess.Popen([*command, *options, *lonely], env=environment, stdout=sys.stderr) as worker:
        try:
            yield [worker.pid, *_pool()]
        finally:
            app.control.shutdown()


def _pool() -> list[int]:
    until = time.monotonic() + PATIENCE_S
    while not (told := app.control.inspect(timeout=1).stats()):
        assert time.monotonic() < until, "the worker did not start"
    return [process for worker in told.values() for process in worker["pool"]["processes"]]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
