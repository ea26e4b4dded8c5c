"""The picture of a sound, as numbers for its drawing: shape, loudness, where its faults are, and a ruler of time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count

from outreach.domain.sound import TARGET_LUFS, Finding, Report, Shape, Verdict

MIDDLE = 100
"""The shape is drawn 200 high, whatever its width in points."""
FAINT_LUFS, FULL_LUFS = -45.0, -5.0
MOST_TICKS = 6
STEPS_S = (5, 10, 15, 30, 60, 120, 300, 600, 900)
NARROWEST = 0.6
"""Per cent: a fault of a moment must still be seen."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One place of one fault, in per cent of the width; ``number`` is that of its sentence below the picture."""

    number: int
    left: float
    width: float
    grave: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Tick:
    left: float
    at: timedelta


@dataclass(frozen=True, slots=True)
class Picture:
    """``shape`` and ``course`` are paths; ``points`` and ``heard`` how many steps wide they are."""

    length: timedelta
    shape: str
    points: int
    course: str
    heard: int
    enough: int
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    findings: tuple[tuple[int, Finding], ...]


def picture_of(length: timedelta, shape: Shape, findings: Sequence[Finding] = ()) -> Picture:
    numbered = tuple(zip(count(1), findings, strict=False))
    return Picture(
        length=length,
        shape=_outlined(shape.outline),
        points=max(1, len(shape.outline) - 1),
        course=_course(shape.course),
        heard=max(1, len(shape.course) - 1),
        enough=_height(TARGET_LUFS),
        marks=tuple(mark for number, finding in numbered for mark in _marks(number, finding, length)),
        ticks=_ticks(length),
        findings=numbered,
    )


def picture_in(report: Report) -> Picture:
    return picture_of(report.length, report.shape, report.findings)


def _outlined(outline: Sequence[tuple[float, float]]) -> str:
    """Along the highest samples, and back along the lowest."""
    if not outline:
        return ""
    above = [f"{x} {round(MIDDLE - MIDDLE * high)}" for x, (_low, high) in enumerate(outline)]
    below = [f"{x} {round(MIDDLE - MIDDLE * low)}" for x, (low, _high) in enumerate(outline)]
    return f"M{'L'.join([*above, *reversed(below)])}Z"


def _course(course: Sequence[float]) -> str:
    return "M" + "L".join(f"{x} {_height(lufs)}" for x, lufs in enumerate(course)) if course else ""


def _height(lufs: float) -> int:
    share = (min(max(lufs, FAINT_LUFS), FULL_LUFS) - FAINT_LUFS) / (FULL_LUFS - FAINT_LUFS)
    return round(2 * MIDDLE * (1 - share))


def _marks(number: int, finding: Finding, length: timedelta) -> list[Mark]:
    """What would lie on the mark before it makes that one longer: an hour may rattle in thousands of places."""
    grave = finding.verdict is Verdict.RECORD_AGAIN
    marks: list[Mark] = []
    for span in finding.spans:
        left = _share(span.start, length)
        right = max(_share(span.end, length), left + NARROWEST)
        if marks and left <= (last := marks[-1]).left + last.width:
            marks[-1] = replace(last, width=max(last.width, round(right - last.left, 2)))
        else:
            marks.append(Mark(number, left, round(right - left, 2), grave, not marks))
    return marks


def _share(at: timedelta, length: timedelta) -> float:
    return round(100 * min(1.0, at / length), 2) if length else 0.0


def _ticks(length: timedelta) -> tuple[Tick, ...]:
    seconds = length.total_seconds()
    step = next((step for step in STEPS_S if seconds / step <= MOST_TICKS), STEPS_S[-1])
    whole = int(seconds // step)
    marks = (timedelta(seconds=n * step) for n in range(whole + 1))
    return tuple(Tick(_share(at, length), at) for at in marks if _share(at, length) <= 94)
