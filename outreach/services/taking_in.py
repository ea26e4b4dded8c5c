"""Bringing sounds: streamed to the disk under a limit, known again by their bytes, then waiting to be examined."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from outreach.domain.errors import NotAllowed, RuleBroken
from outreach.domain.library import Sound, Work, WorkKind, WorkState, shown_name
from outreach.domain.library_ports import SoundStore
from outreach.domain.people import Action, Person
from outreach.domain.ports import Clock, Transactions, UnitOfWork

MEGABYTE = 1_000_000
PART = 1 << 20


@dataclass(frozen=True, slots=True)
class Taken:
    """A sound in the library; ``known`` when somebody brought the same bytes before. ``work`` is its examination."""

    sound: Sound
    known: bool
    work: Work


@dataclass(frozen=True, slots=True)
class Origin:
    """Who brings a sound, what they call it, and the machine's voice, if one read it."""

    by: str
    name: str
    voice: str = ""
    draft_voice: bool = False


@dataclass(frozen=True, slots=True)
class TakingIn:
    """``most`` is how many bytes a sound may have."""

    transactions: Transactions
    clock: Clock
    sounds: SoundStore
    most: int = 300 * MEGABYTE

    def begin(self, by: Person) -> str:
        """A name under which the parts of a file may come, one request after another."""
        require_recording(by)
        return self.sounds.begin()

    def append(self, upload: str, at: int, parts: Iterable[bytes]) -> int:
        """Add what comes behind the first ``at`` bytes; returns how many there are now."""
        return self.sounds.append(upload, at, parts, self.most)

    def size(self, upload: str) -> int:
        """From where an upload that was broken off goes on."""
        return self.sounds.size(upload)

    def finish(self, by: Person, upload: str, name: str) -> Taken:
        require_recording(by)
        return self._settle(upload, Origin(by.username, name))

    def abandon(self, upload: str) -> None:
        self.sounds.abandon(upload)

    def receive(self, by: Person, name: str, parts: Iterable[bytes]) -> Taken:
        """A whole file in one go."""
        require_recording(by)
        return self.bring(Origin(by.username, name), parts)

    def receive_file(self, by: Person, path: Path, name: str = "") -> Taken:
        """A file on this machine, which stays where it is."""
        require_recording(by)
        return self.bring_file(Origin(by.username, name or path.name), path)

    def bring_file(self, origin: Origin, path: Path) -> Taken:
        """From whoever could put it there: nobody has signed in."""
        try:
            if not path.is_file():  # a pipe would be waited for without end
                raise OSError
            with path.open("rb") as file:
                return self.bring(origin, iter(lambda: file.read(PART), b""))
        except OSError as error:
            raise RuleBroken("Không mở được tệp «{file}».", file=shown_name(path.name)) from error

    def bring(self, origin: Origin, parts: Iterable[bytes]) -> Taken:
        upload = self.sounds.begin()
        try:
            self.sounds.append(upload, 0, parts, self.most)
            return self._settle(upload, origin)
        finally:
            self.sounds.abandon(upload)

    def _settle(self, upload: str, origin: Origin) -> Taken:
        """The file is there before its row, so that no row is without its file; a file without row is swept."""
        if not self.sounds.size(upload):
            self.sounds.abandon(upload)
            raise RuleBroken("Tệp «{file}» rỗng: chép lại tệp rồi gửi.", file=shown_name(origin.name))
        sha256, size = self.sounds.finish(upload)
        with self.transactions.writing() as uow:
            taken = self._put_down(uow, origin, sha256, size)
            uow.commit()
        return taken

    def _put_down(self, uow: UnitOfWork, origin: Origin, sha256: str, size: int) -> Taken:
        """What was refused before is looked at again: the studio may know more by now."""
        now = self.clock.now()
        known, before = uow.sounds.get(sha256), uow.works.get(WorkKind.EXAMINE, sha256)
        if known and before and before.state is not WorkState.REFUSED:
            return Taken(known, True, before)
        name = shown_name(origin.name)
        sound = known or Sound(sha256, name, size, origin.by, now, origin.voice, origin.draft_voice)
        uow.sounds.add(sound)
        return Taken(sound, False, uow.works.queue(WorkKind.EXAMINE, sha256, origin.by, now))


def require_recording(by: Person) -> None:
    """The library belongs to no commune: whoever makes recordings anywhere may bring sounds."""
    if not by.may(Action.RECORD):
        raise NotAllowed("Tài khoản {user} không có quyền làm bản ghi âm.", user=by.username)
