"""A script becomes a sound of the library: read aloud by one of the machine's voices, and labelled as such."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from outreach.domain.errors import RuleBroken
from outreach.domain.library import shown_name
from outreach.domain.library_ports import SoundStore
from outreach.domain.people import Person
from outreach.domain.recordings import composed
from outreach.domain.sound import Engine, Manner, Reading, Studio
from outreach.services.taking_in import Origin, Taken, TakingIn, require_recording

AT_ONCE = 2
"""Scripts that one process reads aloud at a time: a slow voice takes minutes, and the other pages must not wait."""


@dataclass(frozen=True, slots=True)
class Speaking:
    studio: Studio
    sounds: SoundStore
    taking_in: TakingIn
    seats: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))

    def engines(self) -> tuple[Engine, ...]:
        return self.studio.engines()

    def read_out(self, script: str, speed: float = 1.0) -> Reading:
        """How the script will be said and how long that takes: quick enough to be asked while somebody types."""
        return self.studio.read_out(composed(script), speed)

    def speak(self, by: Person, name: str, script: str, engine: str, manner: Manner) -> Taken:
        require_recording(by)
        with self._seat():
            return self._spoken(by, name, script, engine, manner)

    @contextmanager
    def _seat(self) -> Iterator[None]:
        if not self.seats.acquire(blocking=False):
            raise RuleBroken("Máy đang đọc các bài khác: một phút nữa hãy bấm lại.")
        try:
            yield
        finally:
            self.seats.release()

    def _spoken(self, by: Person, name: str, script: str, engine: str, manner: Manner) -> Taken:
        upload = self.sounds.begin()  # a name that is nobody else's, for the room
        self.sounds.abandon(upload)
        with self.sounds.workroom(f"speak-{upload}") as room:
            spoken = self.studio.speak(composed(script), engine, manner, room / "spoken.wav")
            voice = f"{spoken.engine} {spoken.voice}".strip()
            origin = Origin(by.username, f"{shown_name(name)} ({voice}).wav", voice, spoken.draft)
            return self.taking_in.bring_file(origin, spoken.path)
