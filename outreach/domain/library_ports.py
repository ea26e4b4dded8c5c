"""What the library of recordings asks of storage."""

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from outreach.domain.broadcasts import BroadcastState
from outreach.domain.library import Sound, Work, WorkKind
from outreach.domain.recordings import Recording, SoundFile
from outreach.domain.sound import Report, Shape


@dataclass(frozen=True, slots=True)
class Tally:
    """How many broadcasts of some bytes one commune has in one state; ``first`` and ``last`` are when they start."""

    commune: str
    sha256: str
    state: BroadcastState
    count: int
    first: datetime
    last: datetime


class Recordings(Protocol):
    def of(self, campaign: str) -> tuple[Recording, ...]: ...
    def all(self) -> tuple[Recording, ...]: ...
    def versions(self, campaign: str, slug: str) -> tuple[Recording, ...]:
        """Oldest first."""
        ...

    def get(self, campaign: str, slug: str, version: int) -> Recording | None: ...
    def with_bytes(self, sha256: str) -> tuple[Recording, ...]:
        """The versions, of any campaign, of which these bytes are a file; one that may be played comes first."""
        ...

    def made_of(self, source: str) -> tuple[Recording, ...]:
        """Made of a sound, or played as it was brought."""
        ...

    def lock(self, campaign: str) -> None:
        """Keep other writers from this campaign's recordings until the unit of work ends."""
        ...

    def add(self, recording: Recording) -> bool:
        """False when somebody else has made this version first."""
        ...

    def move(self, before: Recording, after: Recording) -> bool:
        """Write a version anew, unless its state or its bytes are no longer those of ``before``."""
        ...

    def add_file(self, recording: Recording, file: SoundFile) -> None:
        """One more file of a version: what was approved stays what it was."""
        ...

    def draw(self, sha256: str, shape: Shape) -> None:
        """What a finished file looks like."""
        ...

    def drawn(self, sha256: str) -> Shape | None:
        """None for a file that was made elsewhere, or before shapes were kept."""
        ...


class Sounds(Protocol):
    def add(self, sound: Sound) -> bool:
        """False when the library has these bytes already."""
        ...

    def get(self, sha256: str) -> Sound | None: ...
    def named(self, hashes: Collection[str]) -> dict[str, Sound]: ...
    def known(self, hashes: Collection[str]) -> frozenset[str]: ...
    def latest(self, limit: int) -> tuple[Sound, ...]:
        """Newest first, their reports left out."""
        ...

    def heard(self, sha256: str, report: Report) -> None: ...
    def drop(self, sha256: str) -> None: ...


class Works(Protocol):
    def queue(self, kind: WorkKind, subject: str, by: str, now: datetime) -> Work:
        """Have it done (once more); a turn that is at work on it may no longer write down what it came to."""
        ...

    def get(self, kind: WorkKind, subject: str) -> Work | None: ...
    def named(self, kind: WorkKind, subjects: Collection[str]) -> dict[str, Work]: ...
    def free(self, now: datetime, limit: int) -> tuple[Work, ...]:
        """Those that nobody is at work on, oldest first."""
        ...

    def claim(self, work: Work, now: datetime, lease_until: datetime) -> Work | None:
        """Begin a turn; None when somebody else was first."""
        ...

    def renew(self, work: Work, lease_until: datetime) -> bool: ...
    def end(self, work: Work, now: datetime, trouble: str = "") -> bool:
        """Done, or refused for the trouble; False when this turn is not the last any more."""
        ...

    def latest(self, limit: int) -> tuple[Work, ...]: ...


class SoundStore(Protocol):
    """Sounds as files named by their hash. Nothing has that name before all of it is on the disk."""

    def begin(self) -> str:
        """A name under which the parts of a sound may come in."""
        ...

    def append(self, upload: str, at: int, parts: Iterable[bytes], most: int) -> int:
        """Add what comes behind the first ``at`` bytes; returns how many there are now.

        What was received stays when the line breaks. Raises RuleBroken when there would be more than ``most``, and
        when the upload is unknown, is being written by somebody else, or has another length than ``at``.
        """
        ...

    def size(self, upload: str) -> int: ...
    def finish(self, upload: str) -> tuple[str, int]:
        """The SHA-256 (hex) and size of what came in, kept from now on under that hash."""
        ...

    def abandon(self, upload: str) -> None: ...
    def path(self, sha256: str) -> Path | None: ...
    def drop(self, sha256: str) -> None: ...
    def workroom(self, name: str) -> AbstractContextManager[Path]:
        """A folder to work in, gone afterwards with all that is in it, and empty at first."""
        ...

    def all(self, untouched_since: datetime) -> tuple[str, ...]:
        """The hashes of what has lain here since then."""
        ...

    def sweep(self, untouched_since: datetime) -> int:
        """Remove what killed processes left behind; returns how much."""
        ...


@dataclass(frozen=True, slots=True)
class Sitting:
    """A file in the watched folder, and what tells whether it still grows."""

    path: Path
    name: str
    size: int
    changed_ns: int


class Inbox(Protocol):
    """A folder into which people put sounds."""

    def files(self) -> tuple[Sitting, ...]: ...
    def taken(self, file: Sitting) -> None: ...
    def refused(self, file: Sitting, why: str) -> None: ...
