"""A worker as a process: `python -m tests.sending.worker_child DATABASE FOLDER PROVIDER BASE BEGAN`."""

import sys
from pathlib import Path

from tests.sending.office import DayClock, lines, opened, worker


def main(database: str, folder: str, provider: str, base: str, began: str) -> None:
    store = opened(database, Path(folder))
    worker(store, DayClock(float(began)), lines(provider, base)).work(lambda: False, until_idle=True)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
