"""How much of the machine one piece of work in the studio may take, and how large what it is given may be."""

from dataclasses import dataclass
from datetime import timedelta

LONGEST = timedelta(hours=1)
"""No announcement is longer; a small file can hold days of silence and would keep the decoder busy."""
LARGEST = 1 << 30
"""Bytes. An hour of a studio's stereo WAV is 1.04 GB; nobody needs more for what a horn plays."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child process may take. Beyond any of these it is ended, and whoever asked is told so.

    An hour of MP3 takes 30 s to examine and 4 minutes to master twice over on one old core, in 200 MB.
    """

    wall_s: float = 1_800
    cpu_s: int = 1_200
    memory: int = 1_000_000_000  # bytes of address space: half of it is libraries that are never touched
    file: int = 1_500_000_000  # bytes of the largest temporary file; an hour at the working rate is 346 MB
    longest: timedelta = LONGEST
    largest: int = LARGEST
