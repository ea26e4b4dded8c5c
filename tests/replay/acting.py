"""A process that replays, for tests that kill it: ``python -m tests.replay.acting FOLDER MINUTES [DAYS [STATEMENTS]]``.

Steps last so many minutes. It replays so many days (0: all). With a number of statements it sends itself SIGKILL just
before that many, commits included, have reached the database.
"""

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, event

from tests.replay.theatre import drama, open_theatre, sqlite_url


def die_before(statement: int) -> None:
    left = statement

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in ("before_cursor_execute", "commit"):
        event.listen(Engine, moment, count)


def main(folder: Path, minutes: int, days: int = 0, statements: int = 0) -> None:
    if statements:
        die_before(statements)
    with open_theatre(sqlite_url(folder), folder, drama(step=timedelta(minutes=minutes))) as theatre:
        theatre.play(days or None)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
