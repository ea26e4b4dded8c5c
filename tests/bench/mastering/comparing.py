"""Three minutes of speech as MP3, mastered by us and by two passes of loudnorm; and what an hour takes of memory."""

import resource
import statistics
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import timedelta
from math import nan
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from outreach.config import content_root
from outreach.domain.sound import CEILING_DBTP, TARGET_LUFS, Output, Reading, Recipe
from outreach.studio.encoding import Heard, hear
from outreach.studio.room import FINISHED, Room
from tests.bench.mastering.two_pass import by_ffmpeg, by_pyav, ffmpeg_version
from tests.bench.sending.measuring import peak_mb
from tests.studio.sounds import encode, speech

RUNS = 3
SECONDS = 180
PLAIN = Recipe(chime="", readings=1)
_BEGUN = Path("/proc/self/task")
Way = Callable[[Path, Path], None]


def compare_mastering() -> None:
    with tempfile.TemporaryDirectory(prefix="outreach-bench-") as folder:
        source = _spoken(Path(folder) / "ba-phut.mp3", SECONDS)
        program = ffmpeg_version()
        print(f"{SECONDS} s of speech by espeak-ng, {_told(hear(source))}; {RUNS} rounds, medians")
        print(f"ffmpeg's program: {program or 'NOT INSTALLED, so compared with PyAV only'}")
        ways: dict[str, Way] = {"ours": _ours, "two-pass loudnorm, PyAV": by_pyav}
        if program:
            ways["two-pass loudnorm, ffmpeg"] = by_ffmpeg
        for output in (Output.OPUS, Output.MP3):
            _compare(ways, source, Path(folder) / f"made.{output}")
        _take_an_hour(Path(folder))


def _compare(ways: dict[str, Way], source: Path, made: Path) -> None:
    took: dict[str, list[float]] = {name: [] for name in ways}
    work: dict[str, list[float]] = {name: [] for name in ways}
    heard: dict[str, Heard] = {}
    for _ in range(RUNS):
        for name, way in ways.items():
            began, worked = perf_counter(), _work()
            way(source, made)
            took[name].append(perf_counter() - began)
            work[name].append(_work() - worked)
            heard[name] = hear(made)
            print(".", end="", file=sys.stderr, flush=True)
    print(f"\n{made.suffix[1:]}")
    for name, times in took.items():
        seconds, busy = statistics.median(times), statistics.median(work[name])
        spread = f"{seconds:5.2f} s ({min(times):.2f}–{max(times):.2f})"
        rate = f"{SECONDS / seconds:5.1f} x real time"
        print(f"  {name:<28}{spread}  {rate}  {busy:5.2f} s of work  {_told(heard[name])}")
    for name in list(took)[1:]:
        speed, work_ratio = _ratio(took, name), _ratio(work, name)
        print(f"  ours against {name}: {speed:.2f} x the speed (goal: at least 1.0), {work_ratio:.2f} x by work")
    ours = heard["ours"].loudness
    error, under = abs(ours.lufs - TARGET_LUFS), CEILING_DBTP - ours.true_peak
    print(
        f"  ours misses by {error:.2f} LU (goal: at most 0.5), peak {under:.2f} dB under the ceiling (goal: 0 or more)"
    )


def _ratio(told: dict[str, list[float]], name: str) -> float:
    return statistics.median(theirs / ours for theirs, ours in zip(told[name], told["ours"], strict=True))


def _work() -> float:
    """Seconds of all processors, ours and of the processes that we began and that have ended."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _take_an_hour(folder: Path) -> None:
    source = _spoken(folder / "mot-gio.mp3", 3_590)
    room = _room()
    for name, work in (("examining", room.examine), ("mastering", lambda file: _ours(file, folder / "hour.opus"))):
        began = perf_counter()
        with ThreadPoolExecutor(1) as beside:
            done = beside.submit(work, source)
            peak = _highest(done)
        done.result()
        print(f"an hour: {name} took {perf_counter() - began:.0f} s, {peak:.0f} MB at most in the child process")


def _highest(done: Future[Any]) -> float:
    """Megabytes of the largest process begun here, asked for again and again until the work is done.

    Not ``ru_maxrss``, which starts from ours: we have held an hour of samples.
    """
    highest = nan
    while not done.done():
        for process in (int(each) for file in _BEGUN.glob("*/children") for each in file.read_text().split()):
            with suppress(OSError):  # it has ended meanwhile
                highest = float(np.fmax(highest, peak_mb([process])))
        wait([done], timeout=0.1)
    return highest


def _ours(source: Path, made: Path) -> None:
    """All of it, with the process in which it is done."""
    with tempfile.TemporaryDirectory(prefix="outreach-bench-") as folder:
        _room().master(source, PLAIN, (Output(made.suffix[1:]),), Path(folder))
        (Path(folder) / f"{FINISHED}{made.suffix}").replace(made)


def _room() -> Room:
    return Room(content_root() / "audio", lambda script, speed: Reading(script, timedelta(seconds=len(script) / speed)))


def _spoken(path: Path, seconds: int) -> Path:
    sound = speech()
    whole = np.tile(sound, seconds * 22_050 // len(sound) + 1)[: seconds * 22_050]
    return encode(path, whole, "libmp3lame")


def _told(heard: Heard) -> str:
    return f"{heard.loudness.lufs:6.1f} LUFS {heard.loudness.true_peak:+5.1f} dBTP"
