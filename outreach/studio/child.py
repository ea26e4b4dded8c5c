"""The process in which files that anybody may have made are decoded: ``python -m outreach.studio.child``.

One line of JSON on standard input says what to do; one value of JSON on standard output is the answer. The process
takes limits upon itself before it opens anything, and ends, with its working folder, when whoever started it is gone.
"""

import errno
import json
import os
import resource
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av

from outreach.domain.errors import RuleBroken
from outreach.domain.sound import Output, Recipe
from outreach.studio.examining import examine
from outreach.studio.limits import NO_ROOM, Limits
from outreach.studio.mastering import master
from outreach.studio.measuring import measure
from outreach.studio.packing import packed, unpacked
from outreach.studio.recipes import checked

POLITENESS = 10
"""Screens go first."""


def main() -> None:
    job = json.loads(sys.stdin.readline())
    limits, work = unpacked(Limits, job["limits"]), Path(job["work"])
    threading.Thread(target=_end_with_the_asker, args=(work,), daemon=True).start()
    _take_on(limits)
    av.logging.set_level(None)
    try:
        json.dump(_answer(job, work, limits), sys.stdout, allow_nan=False)
        sys.stdout.flush()
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        os._exit(NO_ROOM)  # at once: what is left in the buffer cannot be written either


def _take_on(limits: Limits) -> None:
    os.nice(POLITENESS)
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_FSIZE, limits.file),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _end_with_the_asker(work: Path) -> None:
    """Standard input stays open as long as the asking process lives, however that ends."""
    sys.stdin.read()
    shutil.rmtree(work, ignore_errors=True)
    os._exit(1)


def _answer(job: dict[str, Any], work: Path, limits: Limits) -> dict[str, Any]:
    try:
        return {"done": packed(ERRANDS[job["errand"]](job, work, limits))}
    except RuleBroken as refusal:
        return {"refused": refusal.message, "facts": refusal.facts}
    except (MemoryError, av.error.MemoryError):
        return {"too-heavy": True}
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        return {"too-heavy": True}


def _examine(job: dict[str, Any], work: Path, limits: Limits) -> Any:
    return examine(Path(job["source"]), work, limits)


def _measure(job: dict[str, Any], _work: Path, _limits: Limits) -> Any:
    return measure(Path(job["source"]))


def _master(job: dict[str, Any], work: Path, limits: Limits) -> Any:
    recipe, outputs = checked(unpacked(Recipe, job["recipe"])), tuple(map(Output, job["outputs"]))
    return master(Path(job["source"]), recipe, outputs, Path(job["audio"]), work, limits)


ERRANDS: dict[str, Callable[[dict[str, Any], Path, Limits], Any]] = {
    "examine": _examine,
    "master": _master,
    "measure": _measure,
}


if __name__ == "__main__":
    main()
