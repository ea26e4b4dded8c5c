"""A province's customers, from a file to the tables, against inserting them unlooked-at.

BENCH_CUSTOMERS (467636) and BENCH_ROUNDS (3) make it smaller for whoever works on it.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import xlsxwriter

from tests.bench.sending.databases import both_kinds
from tests.customers_made import HEADINGS, made_rows, write_list

CUSTOMERS = 467_636
"""The power company's customers of Hà Tĩnh."""
Told = dict[str, float]


def compare_importing() -> None:
    count = int(os.environ.get("BENCH_CUSTOMERS", CUSTOMERS))
    rounds = int(os.environ.get("BENCH_ROUNDS", "3"))
    with tempfile.TemporaryDirectory(prefix="outreach-bench-") as folder, both_kinds() as kinds:
        table = write_list(Path(folder) / "khach.csv", count)
        book = _write_book(Path(folder) / "khach.xlsx", count)
        print(f"{count:,} customers: CSV {_mega(table):.0f} MB, XLSX {_mega(book):.0f} MB; {rounds} rounds, medians")
        for kind, an_empty_database in kinds.items():
            told: dict[str, list[Told]] = {name: [] for name in ("bare", "csv", "parse", "xlsx")}
            for _ in range(rounds):
                for name, way, file in (
                    ("bare", "bare", table),
                    ("csv", "ours", table),
                    ("parse", "parse", book),
                    ("xlsx", "ours", book),
                ):
                    with an_empty_database() as database:
                        told[name].append(_run(way, file, database))
            _say(kind, told, count)


def _run(way: str, file: Path, database: str) -> Told:
    with tempfile.TemporaryDirectory(prefix="outreach-bench-") as folder:
        command = [sys.executable, "-m", "tests.bench.importing.contestant", way, str(file), database, folder]
        answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    print(".", end="", file=sys.stderr, flush=True)
    told: Told = json.loads(answer.splitlines()[-1])
    return told


def _say(kind: str, told: dict[str, list[Told]], count: int) -> None:
    print(f"\n{kind}")
    words = {
        "bare": "CSV by a bare Core insert, no key, no check",
        "csv": "CSV by us",
        "parse": "XLSX parsed and nothing else",
        "xlsx": "XLSX by us",
    }
    for name, runs in told.items():
        seconds = [run["seconds"] for run in runs]
        parts = (
            f"check {_median(runs, 'check'):.1f} + apply {_median(runs, 'apply'):.1f} s" if "check" in runs[0] else ""
        )
        memory = f"peak {max(run['peak_mb'] for run in runs):.0f} MB"
        child = max(run["child_mb"] for run in runs)
        reader = f", reader {child:.0f} MB" if name == "xlsx" else ""
        spread = f"{statistics.median(seconds):6.1f} s ({min(seconds):.1f}–{max(seconds):.1f})"
        rate = f"{count / statistics.median(seconds):>9,.0f} rows/s"
        print(f"  {words[name]:<46}{spread} {rate}  {memory}{reader}  {parts}")
    for ours, theirs, goal in (("csv", "bare", 0.5), ("xlsx", "parse", 0.5)):
        ratios = [t["seconds"] / o["seconds"] for o, t in zip(told[ours], told[theirs], strict=True)]
        print(f"  {ours} against {theirs}: {statistics.median(ratios):.2f} x the rate (goal: at least {goal})")


def _median(runs: list[Told], name: str) -> float:
    return statistics.median(run[name] for run in runs)


def _mega(path: Path) -> float:
    return path.stat().st_size / 1e6


def _write_book(path: Path, count: int) -> Path:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Khách hàng")
        sheet.write_row(0, 0, HEADINGS)
        for number, row in enumerate(made_rows(count), 1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
    return path
