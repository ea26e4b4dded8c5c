"""End to end: N messages from the database to a provider on loopback and back, by us and by what others would build.

BENCH_DELIVERIES (100000) and BENCH_ROUNDS (3) make it smaller for whoever works on it.
"""

import os
import shutil
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec

from tests.bench.sending.databases import EmptyDatabase, both_kinds
from tests.bench.sending.measuring import Measured, run
from tests.bench.sending.ours import accepted, write_deliveries
from tests.bench.sending.provider import a_provider, taken_by
from tests.bench.sending.rows import write_rows

CONNECTIONS = 100
FAR_MS, FAR_CONNECTIONS = 100, 500
FAR_SHARE = 5  # one fifth of the messages: it waits more than it works
SINGLE_SHARE = 30  # (c) is so slow that a part must do


@dataclass(slots=True)
class Contestant:
    """``send`` is given the database, the provider and the count. ``goal``: how often ours should be as fast."""

    name: str
    count: int
    send: Callable[[str, str, int], Measured]
    goal: float
    rates: list[float] = field(default_factory=list)
    peaks: list[float] = field(default_factory=list)
    connections: int = 0

    @property
    def ours(self) -> bool:
        return not self.goal

    def compete(self, an_empty_database: EmptyDatabase, latency_ms: int) -> None:
        with an_empty_database() as database, a_provider(latency_ms) as provider:
            (write_deliveries if self.ours else write_rows)(database, self.count)
            measured = self.send(database, provider, self.count)
            told = taken_by(provider)
            assert told.messages == told.numbers == self.count, told
            assert not self.ours or accepted(database) == self.count
        self.connections = max(self.connections, told.connections)
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
            near = [_bare_loop(count, CONNECTIONS), *([] if missing else _celery(count)), *_ours(count, CONNECTIONS)]
            _hold(f"{kind}, {count:,} messages", near, an_empty_database, rounds, 0)
            far = [_bare_loop(count // FAR_SHARE, FAR_CONNECTIONS), *_ours(count // FAR_SHARE, FAR_CONNECTIONS)]
            title = f"{kind}, {count // FAR_SHARE:,} messages, {FAR_MS} ms away, {FAR_CONNECTIONS} connections"
            _hold(title, far, an_empty_database, rounds, FAR_MS)


def _hold(title: str, entrants: list[Contestant], kind: EmptyDatabase, rounds: int, latency_ms: int) -> None:
    """All of them in turn, round after round, so that a slow minute of the machine meets everybody."""
    for _ in range(rounds):
        for contestant in entrants:
            contestant.compete(kind, latency_ms)
    print(f"\n{title}; {rounds} rounds, median (least–most)")
    for contestant in entrants:
        rate = _spread(contestant.rates, "{:,.0f}")
        what = f"{contestant.connections:>4} connections, peak {max(contestant.peaks):,.0f} MB"
        print(f"  {contestant.name:<48}{rate:>26} messages/s  {what}")
    for one in (contestant for contestant in entrants if contestant.ours):
        for other in (contestant for contestant in entrants if not contestant.ours):
            ratios = [mine / theirs for mine, theirs in zip(one.rates, other.rates, strict=True)]
            print(f"  {one.name + ' / ' + other.name[:3]:<48}{_spread(ratios, '{:.2f}'):>26} x  goal: {other.goal}")


def _spread(values: list[float], form: str) -> str:
    return f"{form.format(statistics.median(values))} ({form.format(min(values))}–{form.format(max(values))})"


def _missing() -> str:
    if not shutil.which("redis-server"):
        return "redis-server is not on this machine (package `redis-server`)"
    return "" if find_spec("celery") else "celery is not installed (extra `bench`)"


def _bare_loop(count: int, connections: int) -> Contestant:
    def send(database: str, provider: str, _: int) -> Measured:
        return run("bare_loop", database, provider, connections)

    return Contestant("(a) hand-written loop, the limit", count, send, goal=0.9)


def _celery(count: int) -> list[Contestant]:
    single = max(count // SINGLE_SHARE, 1)
    return [
        Contestant("(b) Celery, two processes, 500 a task, our client", count, partial(run, "celery_run", "lots"), 1.2),
        Contestant(f"(c) Celery, task a message, SDK ({single:,})", single, partial(run, "celery_run", "each"), 10),
    ]


def _ours(count: int, connections: int) -> list[Contestant]:
    def send(workers: int, database: str, provider: str, _: int) -> Measured:
        return run("ours", database, provider, connections, workers)

    return [
        Contestant("ours, one worker", count, partial(send, 1), goal=0),
        Contestant("ours, two workers", count, partial(send, 2), goal=0),
    ]
