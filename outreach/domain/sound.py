"""Sound as the studio speaks of it: what a file holds, what is wrong with it, how it is to be made, what came out.

Levels follow ITU-R BS.1770-5: loudness in LUFS, true peak in dBTP. Times are counted from the beginning of the sound.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol

TARGET_LUFS = -16.0
TOLERANCE_LU = 0.5
CEILING_DBTP = -2.0
"""What every mastered file must hold, measured on the finished file (shared design: speech through a horn)."""
LOWEST_HZ, HIGHEST_HZ = 300, 6_000
"""Below, a horn only eats the amplifier's headroom; above, there is nothing that helps to understand speech."""


class Flaw(StrEnum):
    """What a media officer is told about a recording."""

    TOO_QUIET = "too-quiet"
    CLIPPED = "clipped"
    HUM = "hum"  # 50 Hz and its multiples: a bad earth
    NOISE = "noise"
    SILENCE = "silence"  # long ones inside
    TWO_VOICES = "two-voices"
    MUSIC = "music"
    TOO_LONG = "too-long"
    TOO_SHORT = "too-short"
    NO_SPEECH = "no-speech"


class Verdict(StrEnum):
    GOOD = "good"
    USABLE = "usable"  # mastering mends it, or it is a matter of taste
    RECORD_AGAIN = "record-again"  # no mastering can mend it


@dataclass(frozen=True, slots=True)
class Span:
    start: timedelta
    end: timedelta


@dataclass(frozen=True, slots=True)
class Finding:
    """One flaw, with where it is (nowhere: all through) and how much of it; ``amount`` in the flaw's own unit."""

    flaw: Flaw
    verdict: Verdict
    amount: float | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness, the highest true peak, and the loudness range in LU."""

    lufs: float
    true_peak: float
    range_lu: float = 0.0


@dataclass(frozen=True, slots=True)
class Bands:
    """How the energy is shared out, in parts of one: below, inside and above what a horn carries."""

    low: float
    speech: float
    high: float


@dataclass(frozen=True, slots=True)
class Shape:
    """What a sound looks like. ``outline`` are pairs of lowest and highest sample (−1…1), evenly spaced in time;
    ``course`` the momentary loudness in LUFS, evenly spaced too."""

    outline: tuple[tuple[float, float], ...] = ()
    course: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What the studio heard in one file; ``outline`` and ``course`` as in Shape."""

    length: timedelta
    codec: str
    sample_rate: int
    channels: int
    loudness: Loudness
    bands: Bands
    speech_to_noise_db: float | None
    findings: tuple[Finding, ...] = ()
    outline: tuple[tuple[float, float], ...] = ()
    course: tuple[float, ...] = ()

    @property
    def shape(self) -> Shape:
        return Shape(self.outline, self.course)

    @property
    def verdict(self) -> Verdict:
        order = tuple(Verdict)
        return max((finding.verdict for finding in self.findings), key=order.index, default=Verdict.GOOD)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a recording is made ready for the horn; the same sound and recipe give the same bytes.

    ``chime`` and ``closing`` name sounds of the audio folder, empty for none. ``readings`` is how often the
    text is heard, with ``pause`` between.
    """

    trim: bool = True
    chime: str = "chuong-mo-dau.wav"
    closing: str = ""
    readings: int = 2
    pause: timedelta = timedelta(seconds=3)
    lowest_hz: int = LOWEST_HZ
    highest_hz: int = HIGHEST_HZ
    ratio: float = 3.0
    target_lufs: float = TARGET_LUFS
    ceiling_dbtp: float = CEILING_DBTP


class Output(StrEnum):
    OPUS = "opus"  # for nodes
    MP3 = "mp3"  # for a USB stick or a phone
    WAV = "wav"  # when somebody asks


@dataclass(frozen=True, slots=True)
class Made:
    """One finished file, with what was measured on it after it was written and read again."""

    output: Output
    path: Path
    sha256: str
    size: int
    length: timedelta
    loudness: Loudness
    bands: Bands
    shape: Shape = Shape()


@dataclass(frozen=True, slots=True)
class Mastered:
    """What one mastering gave; ``made_with`` names the versions of the encoders, on which the bytes depend."""

    recipe: Recipe
    files: tuple[Made, ...]
    made_with: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Speech made from a script: a WAV file, the engine and voice, and whether it is only a draft."""

    path: Path
    engine: str
    voice: str
    draft: bool


@dataclass(frozen=True, slots=True)
class Manner:
    """How a script is spoken: an engine's voice, its speed in parts of the usual one (0.5–1.5), and the script's own
    language. No voice of ours knows Tày or Nùng: such scripts are recorded."""

    voice: str = ""
    speed: float = 1.0
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class Reading:
    """A script as it will be said: the words written out, and how long that should take at the given speed."""

    words: str
    length: timedelta
    unsure: tuple[str, ...] = field(default=())  # what somebody should look at: spelled out, left out or guessed


class Engine(Protocol):
    """A voice that reads aloud: one short file each, as a channel is."""

    name: str
    draft: bool

    def voices(self) -> tuple[str, ...]: ...
    def speak(self, words: str, manner: Manner, into: Path) -> None:
        """Write a WAV file. Raises RuleBroken with what a person can do about it."""


class Studio(Protocol):
    """What services ask of the studio. All of it runs in a child process with a limit of time and memory, and raises
    RuleBroken, with a sentence that a media officer understands, for whatever cannot be done."""

    def examine(self, source: Path) -> Report: ...
    def master(self, source: Path, recipe: Recipe, outputs: tuple[Output, ...], into: Path) -> Mastered:
        """Raises RuleBroken when the finished file does not hold the target; nothing is left behind then."""

    def read_out(self, script: str, speed: float = 1.0) -> Reading: ...
    def speak(self, script: str, engine: str, manner: Manner, into: Path) -> Spoken: ...
    def engines(self) -> tuple[Engine, ...]: ...
