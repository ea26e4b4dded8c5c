"""The studio and the library of this installation, joined: what is read from settings, and what does the work."""

import time
from dataclasses import dataclass, field
from pathlib import Path

from outreach.config import Settings, content_root
from outreach.domain.ports import Attachments, Clock
from outreach.domain.sound import Studio
from outreach.services.audio_desk import AudioDesk
from outreach.services.inbox_watching import InboxWatching
from outreach.services.library import Library
from outreach.services.mastering import Mastering
from outreach.services.speaking import Speaking
from outreach.services.taking_in import MEGABYTE, TakingIn
from outreach.services.versioning import Versioning
from outreach.storage.inboxes import FileInbox
from outreach.storage.opening import Store
from outreach.studio.room import Room
from outreach.studio.speech.engines import engines
from outreach.studio.speech.reading import read_out, reader_with


def usual_studio(piper_voice: Path | None = None) -> Studio:
    """The studio as anybody has it: our chimes, our list of how things are said, the voices of this machine."""
    return Room(content_root() / "audio", read_out, engines(piper_voice))


def studio_of(settings: Settings) -> Studio:
    """With the list of how things are said that the office keeps in its data folder."""
    return Room(content_root() / "audio", reader_with(settings.data / "cach-doc.toml"), engines(settings.piper_voice))


@dataclass(frozen=True, slots=True)
class Soundroom:
    """``most`` is how many bytes a sound may have; ``inbox`` the watched folder, if there is one."""

    studio: Studio = field(default_factory=usual_studio)
    most: int = 300 * MEGABYTE
    inbox: Path | None = None


def soundroom_of(settings: Settings) -> Soundroom:
    return Soundroom(studio_of(settings), settings.audio_mb * MEGABYTE, settings.audio_inbox)


def audio_desk(store: Store, clock: Clock, real: Clock, attachments: Attachments, room: Soundroom) -> AudioDesk:
    transactions, sounds = store.transactions, store.sounds
    taking_in = TakingIn(transactions, clock, sounds, room.most)
    return AudioDesk(
        taking_in=taking_in,
        mastering=Mastering(transactions, clock, real, room.studio, sounds, attachments, time.sleep),
        speaking=Speaking(room.studio, sounds, taking_in),
        versioning=Versioning(transactions, clock, sounds),
        library=Library(transactions, clock, sounds, attachments),
    )


def inbox_of(audio: AudioDesk, folder: Path) -> InboxWatching:
    return InboxWatching(FileInbox(folder), audio.taking_in, audio.mastering)
