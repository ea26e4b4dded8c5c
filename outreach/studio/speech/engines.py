"""The voices of this installation. A new one is a file beside the others and a line here."""

from pathlib import Path

from outreach.domain.sound import Engine
from outreach.studio.speech.espeak import find_espeak
from outreach.studio.speech.piper import Piper


def engines(piper_voice: Path | None = None) -> tuple[Engine, ...]:
    """The best first. The draft voice is always named: asked to speak without its program, it says what to install."""
    return (*([Piper(piper_voice)] if piper_voice else []), find_espeak())
