"""Asking the child process: it gets a folder and a time, and whatever becomes of it, it is gone afterwards."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from outreach.domain.errors import RuleBroken
from outreach.domain.library import no_room
from outreach.studio.limits import NO_ROOM, Limits
from outreach.studio.naming import shown
from outreach.studio.packing import packed

MOST_ANSWERED = 4_000_000
"""Bytes of an answer: a report has 40,000."""
PACKAGE_PARENT = Path(__file__).parents[2]


class StudioBroken(RuntimeError):
    """The child process failed by a fault of ours, not of the file."""


def ask(errand: dict[str, Any], source: Path, work: Path, limits: Limits) -> Any:
    """What the child answers. RuleBroken when the file is refused or takes more than its limits."""
    job = {**errand, "source": str(source.absolute()), "work": str(work), "limits": packed(limits)}
    told, complained = work / "answer.json", work / "complaint.txt"
    with told.open("wb") as out, complained.open("wb") as complaints:
        code = _run(json.dumps(job), work, limits.wall_s, out.fileno(), complaints.fileno())
    if code is None or code in _OVER_LIMITS:
        raise _too_heavy(source)
    if code < 0:
        raise RuleBroken(
            "Tệp «{file}» làm hỏng bộ giải mã: hãy mở trên máy tính, lưu lại thành WAV hoặc MP3 rồi nạp lại.",
            file=shown(source),
        )
    if code == NO_ROOM:
        raise no_room()
    if code > 0:
        raise StudioBroken(complained.read_text(encoding="utf-8", errors="replace")[-2_000:])
    return _understood(told.read_bytes()[:MOST_ANSWERED], source)


_OVER_LIMITS = {-signal.SIGXCPU, -signal.SIGKILL}


def _run(job: str, work: Path, wall_s: float, out: int, complaints: int) -> int | None:
    """The child's exit code; None when its time was over."""
    command = [sys.executable, "-m", "outreach.studio.child"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=out, stderr=complaints, cwd=work, env=_surroundings(work)
    ) as child:
        assert child.stdin is not None  # asked for above
        try:
            child.stdin.write(job.encode() + b"\n")
            child.stdin.flush()
            return child.wait(wall_s)
        except subprocess.TimeoutExpired:
            return None
        except BrokenPipeError:
            return child.wait()
        finally:
            child.kill()


def _surroundings(work: Path) -> dict[str, str]:
    """Nothing of ours: a process that reads hostile files has no business with passwords and addresses."""
    return {
        "PYTHONPATH": str(PACKAGE_PARENT),
        "PYTHONSAFEPATH": "1",
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "ignore",  # pydub looks for a program it does not need, and says so
        "PATH": os.defpath,
        "TMPDIR": str(work),
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }


def _understood(answer: bytes, source: Path) -> Any:
    try:
        told = json.loads(answer, parse_constant=_no_number)
        if "too-heavy" in told:
            raise _too_heavy(source)
        if "refused" in told:
            message, facts = told["refused"], told["facts"]
            raise RuleBroken(message, **facts)
        return told["done"]
    except (KeyError, TypeError, ValueError) as error:
        raise StudioBroken(f"the child answered {answer[:200]!r}") from error


def _no_number(name: str) -> float:
    raise ValueError(name)


def _too_heavy(source: Path) -> RuleBroken:
    return RuleBroken(
        "Tệp «{file}» bắt máy làm quá lâu hoặc quá nặng nên đã dừng: hãy lưu lại thành MP3 ngắn hơn rồi nạp lại.",
        file=shown(source),
    )
