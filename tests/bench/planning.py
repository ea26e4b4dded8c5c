"""Planning a nation, and its pages, against bare writing of the same rows."""

import math
import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

from tests.bench.dashboard import time_pages
from tests.bench.nation import COMMUNES, open_nation, plan
from tests.bench.rows import write_same_rows

RUNS = 3


def compare_planning() -> None:
    with tempfile.TemporaryDirectory(prefix="outreach-bench-") as folder:
        root = Path(folder)
        small = [_load(root / f"tenth-{run}", COMMUNES // 10) for run in range(RUNS)]
        whole = [_load(root / f"whole-{run}", COMMUNES) for run in range(RUNS)]
        bare = [_timed(partial(write_same_rows, root / f"whole-{run}", root / f"bare-{run}.db")) for run in range(RUNS)]
        _say(f"plan and ledger, {COMMUNES // 10:,} communes x 11 weeks", small, "s")
        _say(f"plan and ledger, {COMMUNES:,} communes x 11 weeks", whole, "s", "goal: under 10")
        _say("the same rows by a bare executemany (the limit)", bare, "s")
        _say("ten times the work takes", [w / s for w, s in zip(whole, small, strict=True)], "x", "goal: at most 11")
        _say("planning against bare writing", [w / b for w, b in zip(whole, bare, strict=True)], "x")
        nation, commune = time_pages(root / "whole-0")
        _say_pages("dashboard of the nation", nation, "goal: p95 under 100")
        _say_pages("page of one commune (baseline)", commune, "")
        print(
            f"{'nation against one commune, medians':<58}"
            f"{statistics.median(nation) / statistics.median(commune):8.2f} x"
        )


def _load(folder: Path, communes: int) -> float:
    """Seconds to load a plan into an empty database: all broadcasts placed, all cells judged, all rows durable."""
    store, desk, _ = open_nation(folder, communes)
    wanted = plan(communes)
    seconds = _timed(lambda: desk.loading.load(wanted, "bench"))
    status = desk.reporting.status(wanted.slug)
    assert status.counts == {"planned": communes * 11}, status.counts
    store.close()
    print(".", end="", file=sys.stderr, flush=True)
    return seconds


def _timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _say(what: str, values: list[float], unit: str, goal: str = "") -> None:
    print(f"{what:<58}{statistics.median(values):8.2f} {unit}  ({min(values):.2f}–{max(values):.2f})  {goal}")


def _say_pages(what: str, seconds: list[float], goal: str) -> None:
    ordered = sorted(1000 * value for value in seconds)
    p95 = ordered[math.ceil(0.95 * len(ordered)) - 1]
    print(f"{what:<58}{statistics.median(ordered):8.1f} ms median, p95 {p95:.1f}, worst {ordered[-1]:.1f}  {goal}")
