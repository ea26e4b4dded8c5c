"""What the library shows: plain values, read once, with no words in them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from outreach.domain.campaigns import Campaign, Duty
from outreach.domain.library import Sound, Work
from outreach.domain.recordings import Recording, RecordingState
from outreach.domain.sound import Output, Shape
from outreach.domain.units import Place


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is left out does not matter. ``text`` is found with or without accents."""

    text: str = ""
    campaign: str = ""
    language: str = ""
    state: RecordingState | None = None
    shortest: timedelta | None = None
    longest: timedelta | None = None


@dataclass(frozen=True, slots=True)
class LibraryLine:
    """One recording: its newest version that the reader may see, the one that is played, and the newest one's work."""

    campaign: Campaign
    newest: Recording
    approved: Recording | None
    versions: int
    work: Work | None


@dataclass(frozen=True, slots=True)
class LibraryView:
    """``campaigns`` and ``languages`` are what may be chosen from; ``total`` counts all that was found."""

    lines: tuple[LibraryLine, ...]
    total: int
    page: int
    pages: int
    campaigns: tuple[Campaign, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Where:
    """One commune's broadcasts of a version: how many are to come and were played; when next, when last."""

    place: Place
    to_come: int
    played: int
    next: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Download:
    """A finished file under a name that says what it is."""

    output: Output | None
    sha256: str
    size: int
    name: str


@dataclass(frozen=True, slots=True)
class Steps:
    """What the reader may do with the version shown."""

    edit: bool
    submit: bool
    approve: bool
    withdraw: bool


@dataclass(frozen=True, slots=True)
class RecordingView:
    """One recording with one version of it shown. ``sound`` (with its report) is None where a plan file brought it.

    ``shape`` is what the finished file looks like, None where it was not made here; ``work`` makes its files; ``wav``
    is the making of a WAV, once somebody has asked for one.
    """

    campaign: Campaign
    shown: Recording
    versions: tuple[Recording, ...]
    approved: Recording | None
    sound: Sound | None
    shape: Shape | None
    work: Work | None
    wav: Work | None
    duties: tuple[Duty, ...]
    where: tuple[Where, ...]
    downloads: tuple[Download, ...]
    steps: Steps
    now: datetime

    @property
    def to_come(self) -> int:
        return sum(one.to_come for one in self.where)

    @property
    def played(self) -> int:
        return sum(one.played for one in self.where)

    @property
    def communes_played(self) -> int:
        return sum(one.played > 0 for one in self.where)


@dataclass(frozen=True, slots=True)
class SoundLine:
    """A sound that was brought, its examination, and what was made of it."""

    sound: Sound
    work: Work | None
    used_in: tuple[Recording, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A file to be played or handed out."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class CommuneRecording:
    """What a commune has to play for one duty: to be listened to, taken along, or read aloud."""

    campaign: Campaign
    duty: Duty
    recording: Recording
    downloads: tuple[Download, ...]
