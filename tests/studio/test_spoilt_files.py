"""The slow lane: two thousand spoilt files, each of which ends in a report or a refusal, and leaves nothing behind."""

import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from outreach.domain.errors import RuleBroken
from outreach.domain.sound import Output, Recipe, Report
from outreach.studio.limits import Limits
from outreach.studio.room import Room
from tests.studio.sounds import RATE, encode, speech

SPOILT_OF_EACH = 230
MASTERED_TOO = 10
"""One of so many is also mastered: what can be heard must also be made, or refused."""
KINDS = {
    "mp3": ("libmp3lame", RATE),
    "ogg": ("libopus", 48_000),
    "webm": ("libopus", 48_000),
    "m4a": ("aac", RATE),
    "aac": ("aac", RATE),
    "flac": ("flac", RATE),
    "wav": ("pcm_s16le", RATE),
    "wma": ("wmav2", RATE),
    "avi": ("libmp3lame", RATE),
}
Dice = random.Random
TIGHT = Limits(wall_s=120, cpu_s=60)


def _flipped(content: bytearray, dice: Dice) -> None:
    for _ in range(dice.choice((1, 8, 64, 512))):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)


def _spoilt_head(content: bytearray, dice: Dice) -> None:
    """Where a file says what it is and how long."""
    for _ in range(dice.randint(1, 12)):
        content[dice.randrange(min(len(content), 600))] = dice.choice((0, 1, 127, 128, 255, dice.randrange(256)))


def _torn(content: bytearray, dice: Dice) -> None:
    del content[dice.randrange(len(content)) :]


def _with_a_hole(content: bytearray, dice: Dice) -> None:
    start = dice.randrange(len(content))
    del content[start : start + dice.randrange(4_000)]


def _repeated(content: bytearray, dice: Dice) -> None:
    start = dice.randrange(len(content))
    content[start:start] = content[start : start + dice.randrange(4_000)] * dice.randint(1, 20)


def _large_numbers(content: bytearray, dice: Dice) -> None:
    """Lengths and counts as large as they can be written."""
    for _ in range(dice.randint(1, 4)):
        start = dice.randrange(min(len(content), 2_000))
        content[start : start + 4] = dice.choice(
            (b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f")
        )


def _shuffled(content: bytearray, dice: Dice) -> None:
    start, other = sorted(dice.randrange(len(content)) for _ in range(2))
    size = dice.randrange(1, 2_000)
    content[start : start + size], content[other : other + size] = (
        content[other : other + size],
        content[start : start + size],
    )


WAYS: tuple[Callable[[bytearray, Dice], None], ...] = (
    _flipped,
    _spoilt_head,
    _torn,
    _with_a_hole,
    _repeated,
    _large_numbers,
    _shuffled,
)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_spoilt_file_ends_in_a_report_or_a_refusal(tmp_path: Path, room: Room, work: Path, kind: str) -> None:
    codec, rate = KINDS[kind]
    whole = encode(tmp_path / f"whole.{kind}", speech()[RATE : 4 * RATE], codec, rate).read_bytes()
    careful = Room(room.audio, room.reader, work=work, limits=TIGHT)

    def end(number: int) -> str:
        dice = random.Random(f"{kind} {number}")
        content = bytearray(whole)
        for _ in range(dice.randint(1, 3)):
            if content:
                dice.choice(WAYS)(content, dice)
        file = tmp_path / f"{number}.{kind}"
        file.write_bytes(content)
        return _end_of(careful, file, number % MASTERED_TOO == 0)

    with ThreadPoolExecutor(os.cpu_count()) as beside:
        ends = list(beside.map(end, range(SPOILT_OF_EACH)))

    assert len(ends) == SPOILT_OF_EACH
    assert {"heard", "refused"} >= set(ends)
    assert list(work.iterdir()) == []
    assert _children() == set()


def _end_of(room: Room, file: Path, master: bool) -> str:
    """Anything but a report or a refusal is raised, with the name of the file in front."""
    try:
        report = room.examine(file)
        if master:
            room.master(file, Recipe(chime="", readings=1), (Output.OPUS,), file.with_suffix(".made"))
    except RuleBroken:
        return "refused"
    except Exception as error:
        raise AssertionError(f"{file.name}: {error}") from error
    assert isinstance(report, Report)
    assert report.length <= TIGHT.longest
    return "heard"


def _children() -> set[str]:
    """Processes begun by any thread of this one that still live."""
    told = Path("/proc/self/task").glob("*/children")
    return {child for each in told for child in each.read_text().split()}
