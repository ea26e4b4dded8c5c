"""What a contestant tells of its run, and the bench reads: one line on standard output."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from math import fsum, nan
from pathlib import Path
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Measured:
    """From the first message to the last one recorded; ``peak_mb`` is the most memory that the senders held."""

    seconds: float
    peak_mb: float


def timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def peak_mb(processes: Iterable[int] = ()) -> float:
    """The highest resident size of these processes, or of this one, added up. Unknown where there is no /proc.

    Not ``ru_maxrss``: at the start of a process that is its parent's.
    """
    return fsum(_peak_mb(process) for process in processes or (os.getpid(),))


def _peak_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else nan


def tell(measured: Measured) -> None:
    print(json.dumps(asdict(measured)))


def run(module: str, *arguments: str | int) -> Measured:
    """Run a contestant in a process of its own; what it says on its error output is shown."""
    command = [sys.executable, "-m", f"tests.bench.sending.{module}", *map(str, arguments)]
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return Measured(**json.loads(told.splitlines()[-1]))
