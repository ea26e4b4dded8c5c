"""espeak-ng: understood on any machine, pleasant on none. A draft, so that a script can be heard before it is recorded.

It is GPL-3 and therefore only ever started as another program: a small one of ours around its library, or Debian's.
"""

import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from outreach.domain.errors import RuleBroken
from outreach.domain.sound import Manner
from outreach.studio.speech.running import checked_voice, run_voice

VOICES = ("vi", "vi-vn-x-central", "vi-vn-x-south")
"""North, centre, south."""
PACE = 160
"""What espeak-ng calls words a minute; it takes from 80 up, and from half to one and a half of this all is in reach."""
GAP = 6
"""Hundredths of a second between words: a horn and a hillside blur what runs together."""
LEVEL = 60
"""Of 100, at which the loudest waves just reach full scale and are cut off."""


@dataclass(frozen=True, slots=True)
class Espeak:
    """``start`` begins the command line; empty when neither the program nor the library is installed."""

    start: tuple[str, ...]
    name = "espeak"
    draft = True

    def voices(self) -> tuple[str, ...]:
        return VOICES

    def speak(self, words: str, manner: Manner, into: Path) -> None:
        voice = checked_voice(manner, VOICES)
        if not self.start:
            raise RuleBroken(
                "Máy chủ chưa có giọng đọc nháp: cài gói espeak-ng của hệ điều hành "
                "(apt install espeak-ng) hoặc chạy pip install «outreach[voice]»."
            )
        pace = str(round(PACE * manner.speed))
        settings = ["-v", voice, "-s", pace, "-g", str(GAP), "-a", str(LEVEL)]
        run_voice(lambda made: [*self.start, *settings, "-w", str(made), "--stdin"], words, into)


def find_espeak() -> Espeak:
    """The library that pip installs when it is there: it gives the same bytes on every system. Else the program."""
    return Espeak(LIBRARY) if find_spec("espeakng_loader") else find_program()


def find_program() -> Espeak:
    program = shutil.which("espeak-ng")
    return Espeak((program, "-b", "1") if program else ())


LIBRARY = (sys.executable, "-m", "outreach.studio.speech.espeak_library")
