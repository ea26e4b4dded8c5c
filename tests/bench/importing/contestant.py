"""One way of bringing a list in, in a process of its own: ``… ours|bare|parse FILE DATABASE FOLDER``.

``ours`` is everything: headings, every check, the spool, the upsert with its keys and indexes, counts. ``bare`` inserts
a CSV as it is by SQLAlchemy Core, ten thousand rows at a time, into eight text columns with no key. ``parse`` reads a
workbook into Python rows and does nothing with them.
"""

import csv
import json
import resource
import sys
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path
from time import perf_counter

import python_calamine
from sqlalchemy import Column, MetaData, String, Table, insert

from outreach.services.importing import ListFile
from outreach.storage.attachments import FileAttachments
from outreach.storage.database import open_engine, writing
from outreach.storage.opening import open_store
from outreach.storage.passwords import Argon2Passwords
from outreach.wiring import WallClock, build_desk
from tests.bench.sending.measuring import peak_mb, timed
from tests.setting import PLACES

LOT = 10_000


def main(way: str, file: str, database: str, folder: str) -> None:
    ways: dict[str, Callable[[Path, str, Path], dict[str, float]]] = {"ours": _ours, "bare": _bare, "parse": _parse}
    told = ways[way](Path(file), database, Path(folder))
    child_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps({**told, "peak_mb": peak_mb(), "child_mb": child_mb}))


def _ours(file: Path, database: str, folder: Path) -> dict[str, float]:
    store = open_store(database, folder)
    desk = build_desk(store, WallClock(), Argon2Passwords(cheap=True), FileAttachments(folder))
    desk.loading.register(PLACES)
    began = perf_counter()
    checked = desk.importing.check(ListFile(file, file.name, "bench", day=date(2023, 11, 1)))
    middle = perf_counter()
    applied = desk.importing.apply(checked.id)
    ended = perf_counter()
    assert applied.counts["new"] == applied.counts["rows"], applied.counts
    store.close()
    return {"seconds": ended - began, "check": middle - began, "apply": ended - middle}


def _bare(file: Path, database: str, _folder: Path) -> dict[str, float]:
    engine = open_engine(database)
    table = Table("bare", metadata := MetaData(), *(Column(f"c{number}", String) for number in range(8)))
    metadata.create_all(engine)
    names = [column.name for column in table.columns]

    def put() -> None:
        with file.open(encoding="utf-8-sig", newline="") as opened, writing(engine) as connection:
            rows = csv.reader(opened)
            next(rows)
            while lot := [dict(zip(names, row, strict=True)) for row in islice(rows, LOT)]:
                connection.execute(insert(table), lot)
            connection.commit()

    seconds = timed(put)
    engine.dispose()
    return {"seconds": seconds}


def _parse(file: Path, _database: str, _folder: Path) -> dict[str, float]:
    def read() -> None:
        with python_calamine.CalamineWorkbook.from_path(str(file)) as book:
            assert sum(1 for _ in book.get_sheet_by_index(0).iter_rows()) > 1

    return {"seconds": timed(read)}


if __name__ == "__main__":
    main(*sys.argv[1:])
