"""The sounds that people bring, by the hash of their bytes, and the work on them that goes on in the background."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from outreach.domain.errors import NotFound, RuleBroken
from outreach.domain.sound import Report

LEASE = timedelta(seconds=90)
"""Whoever works on a sound says so again and again; silent for so long, they are gone and another takes over."""
TRIES = 3
"""What was begun so often and never came to an end is refused: it takes whole processes down with it."""
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound as it was brought. ``name`` is for people to read and never a path; ``report`` is None until heard.

    ``voice`` is the engine and voice that read a script; empty: people recorded it. ``draft_voice`` is a machine's that
    is no match for a person.
    """

    sha256: str
    name: str
    size: int
    by: str
    at: datetime
    voice: str = ""
    draft_voice: bool = False
    length: timedelta | None = None
    report: Report | None = None


class WorkKind(StrEnum):
    EXAMINE = "examine"
    MASTER = "master"
    WAV = "wav"  # of a version that is made already, because somebody asked


class WorkState(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work, on a sound (by its hash) or on a version of a recording (``campaign/slug/version``).

    ``turn`` counts how often it was queued or begun: only who began the last turn may write down what it came to.
    """

    kind: WorkKind
    subject: str
    state: WorkState
    by: str
    queued_at: datetime
    changed_at: datetime
    turn: int = 1
    tries: int = 0
    lease_until: datetime | None = None
    trouble: str = ""

    @property
    def open(self) -> bool:
        return self.state in (WorkState.WAITING, WorkState.WORKING)

    def free(self, now: datetime) -> bool:
        """Whether somebody may begin it (again)."""
        lapsed = self.lease_until is None or self.lease_until <= now
        return self.state is WorkState.WAITING or (self.state is WorkState.WORKING and lapsed)


def subject_of(campaign: str, slug: str, version: int) -> str:
    return f"{campaign}/{slug}/{version}"


def version_in(subject: str) -> tuple[str, str, int]:
    campaign, slug, version = subject.split("/")
    return campaign, slug, int(version)


def shown_name(name: str) -> str:
    """What people call a file, fit to be shown: its last part, composed letters, nothing that cannot be seen."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in last)
    tidy = " ".join(seen.split()).lstrip(". ")
    stem, dot, ending = tidy.rpartition(".")
    if len(tidy) > LONGEST_NAME and dot and len(ending) < 8:
        return f"{stem[: LONGEST_NAME - len(ending) - 2]}….{ending}"
    return tidy[:LONGEST_NAME] or "khong-ten"


def too_large(most: int) -> RuleBroken:
    return RuleBroken("Tệp lớn hơn {most} MB: cắt bớt, hoặc lưu lại dạng MP3 hay M4A rồi gửi.", most=most // 1_000_000)


def upload_lost() -> RuleBroken:
    return NotFound("Lần tải tệp này không còn: chọn tệp và tải lại từ đầu.")


def upload_elsewhere(size: int) -> RuleBroken:
    return RuleBroken("Máy chủ đã nhận {size} byte của tệp này: tải tiếp từ đó.", size=size)


class OurFault(RuleBroken):
    """Refused for what is wrong with this machine, not with the sound, which is kept: it may be tried again."""


def no_room() -> OurFault:
    return OurFault("Máy chủ không ghi được tệp (hết chỗ trống?): báo người quản trị rồi thử lại.")
