"""How much of the machine one piece of work in the studio may take, and how large what it is given may be."""

from dataclasses import dataclass
from datetime import timedelta

LONGEST = timedelta(hours=1)
"""No announcement is longer; a small file can hold days of silence and would keep the decoder busy."""
LARGEST = 1 << 30
"""Bytes. An hour of a studio's stereo WAV is 1.04 GB; nobody needs more for what a horn plays."""


NO_ROOM = 75
"""The child's exit code where the disk is full; the answer itself could not be written then."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child process may take. Beyond any of these it is ended, and whoever asked is told so.

    An hour of MP3 takes 36 s of work to examine and 110 s to master as Opus, in 85 MB (350 MB of addresses); on a busy
    machine, where screens go first, that lasted a quarter of an hour.
    """

    wall_s: float = 3_600
    cpu_s: int = 1_800
    memory: int = 1_000_000_000  # bytes of addresses: most of them are libraries that are never touched
    file: int = 1_500_000_000  # bytes of the largest temporary file; an hour at the working rate is 346 MB
    longest: timedelta = LONGEST
    largest: int = LARGEST
