"""End to end: N messages from the database to a provider on loopback and back, by us and by what others would build.

BENCH_DELIVERIES (100000) and BENCH_ROUNDS (3) make it smaller for whoever works on it.
"""

import os
import shutil
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec

from tests.bench.sending.databases import EmptyDatabase, both_kinds
from tests.bench.sending.measuring import Measured, run
from tests.bench.sending.provider import a_provider, taken_by
from tests.bench.sending.rows import write_rows

CONNECTIONS = 100
FAR_MS, FAR_CONNECTIONS = 100, 500
FAR_SHARE = 5  # one fifth of the messages: it waits more than it works
SINGLE_SHARE = 30  # (c) is so slow that a part must do

Sending = Callable[[str, str, int], Measured]  # database, provider, how many


@dataclass(slots=True)
class Contestant:
    """``goal``: how many times its rate ours should reach."""

    name: str
    count: int
    prepare: Callable[[str, int], None]
    send: Sending
    goal: float = 0
    rates: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)

    def compete(self, an_empty_database: EmptyDatabase, latency_ms: int) -> None:
        with an_empty_database() as database:
            self.prepare(database, self.count)
            with a_provider(latency_ms) as provider:
                measured = self.send(database, provider, self.count)
                assert taken_by(provider) == (self.count, self.count), taken_by(provider)
        self.rates.append(self.count / measured.seconds)
        self.peaks.append(measured.peak_mb)
        print(".", end="", file=sys.stderr, flush=True)


def compare_sending() -> None:
    count = int(os.environ.get("BENCH_DELIVERIES", "100000"))
    rounds = int(os.environ.get("BENCH_ROUNDS", "3"))
    missing = _missing()
    if missing:
        print(f"!!! (b) AND (c) DO NOT RUN: {missing}. Nothing is said about Celery below.")
    with both_kinds() as kinds:
        for kind, an_empty_database in kinds.items():
            near = [_bare_loop(count, CONNECTIONS), *([] if missing else _celery(count))]
            _hold(f"{kind}, {count:,} messages, {CONNECTIONS} connections", near, an_empty_database, rounds, 0)
            far = [_bare_loop(count // FAR_SHARE, FAR_CONNECTIONS)]
            title = f"{kind}, {count // FAR_SHARE:,} messages, {FAR_CONNECTIONS} connections, {FAR_MS} ms away"
            _hold(title, far, an_empty_database, rounds, FAR_MS)


def _hold(title: str, entrants: list[Contestant], kind: EmptyDatabase, rounds: int, latency_ms: int) -> None:
    """All of them in turn, round after round, so that a slow minute of the machine meets everybody."""
    for _ in range(rounds):
        for contestant in entrants:
            contestant.compete(kind, latency_ms)
    print(f"\n{title}; {rounds} rounds, median (least–most)")
    for contestant in entrants:
        _say(contestant)


def _say(contestant: Contestant) -> None:
    rates = contestant.rates
    print(
        f"  {contestant.name:<52}{statistics.median(rates):>8,.0f} messages/s"
        f"  ({min(rates):,.0f}–{max(rates):,.0f})  peak {max(contestant.peaks):,.0f} MB"
    )


def _missing() -> str:
    if not shutil.which("redis-server"):
        return "redis-server is not on this machine (package `redis-server`)"
    return "" if find_spec("celery") else "celery is not installed (extra `bench`)"


def _bare_loop(count: int, connections: int) -> Contestant:
    def send(database: str, provider: str, _: int) -> Measured:
        return run("bare_loop", database, provider, connections)

    return Contestant("(a) hand-written loop, the limit", count, write_rows, send, goal=0.9)


def _celery(count: int) -> list[Contestant]:
    def lots(database: str, provider: str, count: int) -> Measured:
        return run("celery_run", "lots", database, provider, count)

    def each(database: str, provider: str, count: int) -> Measured:
        return run("celery_run", "each", database, provider, count)

    single = max(count // SINGLE_SHARE, 1)
    return [
        Contestant("(b) Celery, 500 messages a task, our client", count, write_rows, lots, goal=1.2),
        Contestant(f"(c) Celery, one task a message, SDK ({single:,})", single, write_rows, each, goal=10),
    ]
