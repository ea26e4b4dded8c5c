"""The work on sounds, one piece after another: examining what was brought, making what was asked for.

Each piece is a row that is won by a lease, done in the studio with no transaction open, and written down by who began
it last. Whoever is killed leaves a lease that runs out, and a room that is swept.
"""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from outreach.domain.errors import RuleBroken, StoreAway
from outreach.domain.library import LEASE, TRIES, OurFault, Work, WorkKind, version_in
from outreach.domain.library_ports import SoundStore
from outreach.domain.ports import Attachments, Clock, Transactions
from outreach.domain.recordings import Recording, RecordingState, file_of
from outreach.domain.sound import Made, Mastered, Output, Studio

OUTPUTS = (Output.OPUS, Output.MP3)
LOOK_S = 0.5
LEFT_LYING = timedelta(days=1)
"""What nobody has touched for so long is of a process that is gone."""


@dataclass(frozen=True, slots=True)
class Mastering:
    """``clock`` is the desk's, ``real`` the wall clock, by which leases run also while a replay leaps ahead.

    ``beat_s`` is how often a lease is renewed, in seconds: twice the database may be away before it runs out.
    """

    transactions: Transactions
    clock: Clock
    real: Clock
    studio: Studio
    sounds: SoundStore
    attachments: Attachments
    wait: Callable[[float], None]
    beat_s: float = LEASE / timedelta(seconds=3)

    def work(self, enough: Callable[[], bool] = lambda: False) -> int:
        """Do what waits, oldest first, until nothing does; returns how many pieces were begun."""
        done = 0
        while not enough() and (claimed := self._claim_next()):
            self._do(claimed)
            done += 1
        return done

    def now(self, kind: WorkKind, subject: str) -> Work:
        """Have one piece done here and now, or wait for who is at it; returns it when it has come to an end."""
        while (found := self._get(kind, subject)).open:
            claimed = self._claim(found) if found.free(self.real.now()) else None
            if claimed:
                self._do(claimed)
            else:
                self.wait(LOOK_S)
        return found

    def waiting(self) -> tuple[Work, ...]:
        """What waits or was left by somebody who is gone."""
        with self.transactions.reading() as uow:
            return uow.works.free(self.real.now(), 1_000)

    def tidy(self) -> int:
        """Remove what killed processes left behind, and sounds that no row names; returns how much."""
        since = self.real.now() - LEFT_LYING
        left = self.sounds.sweep(since) + self.attachments.sweep(since)
        stored = self.sounds.all(since)
        with self.transactions.reading() as uow:
            known = uow.sounds.known(stored)
        nameless = [sha256 for sha256 in stored if sha256 not in known]
        for sha256 in nameless:
            self.sounds.drop(sha256)
        return left + len(nameless)

    def _get(self, kind: WorkKind, subject: str) -> Work:
        with self.transactions.reading() as uow:
            found = uow.works.get(kind, subject)
        if found is None:
            raise RuleBroken("Không có việc nào như thế đang chờ.")
        return found

    def _claim_next(self) -> Work | None:
        """The first that nobody else was quicker to take."""
        return next((claimed for work in self.waiting() if (claimed := self._claim(work))), None)

    def _claim(self, work: Work) -> Work | None:
        now = self.real.now()
        with self.transactions.writing() as uow:
            claimed = uow.works.claim(work, now, now + LEASE)
            uow.commit()
        return claimed

    def _do(self, work: Work) -> None:
        """A broken rule is the work's own end; anything else is ours, and the work is tried again."""
        try:
            if work.tries > TRIES:
                raise OurFault("Đã thử {tries} lần mà không xong: báo người quản trị.", tries=TRIES)
            with self._leased(work):
                self._act_of(work.kind)(work)
        except RuleBroken as broken:
            self._refuse(work, str(broken), keep=isinstance(broken, OurFault))

    def _act_of(self, kind: WorkKind) -> Callable[[Work], None]:
        return {WorkKind.EXAMINE: self._examine, WorkKind.MASTER: self._master, WorkKind.WAV: self._make_wav}[kind]

    @contextmanager
    def _leased(self, work: Work) -> Iterator[None]:
        over = threading.Event()

        def renew() -> None:
            while not over.wait(self.beat_s):
                with suppress(StoreAway), self.transactions.writing() as uow:  # the next beat comes in time still
                    uow.works.renew(work, self.real.now() + LEASE)
                    uow.commit()

        keeper = threading.Thread(target=renew, daemon=True)
        keeper.start()
        try:
            yield
        finally:
            over.set()
            keeper.join()

    def _examine(self, work: Work) -> None:
        report = self.studio.examine(self._source(work.subject))
        with self.transactions.writing() as uow:
            if uow.works.end(work, self.clock.now()):
                uow.sounds.heard(work.subject, report)
            uow.commit()

    def _refuse(self, work: Work, trouble: str, keep: bool) -> None:
        """What people are told names the file as they do, not by its bytes; one that cannot be read is not kept."""
        with self.transactions.writing() as uow:
            sounds = uow.sounds.named(re.findall(r"[0-9a-f]{64}", trouble))
            for sha256, sound in sounds.items():
                trouble = trouble.replace(sha256, sound.name)
            ended = uow.works.end(work, self.clock.now(), trouble)
            uow.commit()
        if ended and work.kind is WorkKind.EXAMINE and not keep:
            self.sounds.drop(work.subject)  # nothing can be made of it; its row says why

    def _master(self, work: Work) -> None:
        draft = self._version(work)
        if draft.state is not RecordingState.DRAFT:
            raise RuleBroken("Bản này không còn là bản nháp nên không xử lý nữa.")
        self._write_down(work, draft, self._made(work, draft, OUTPUTS))

    def _make_wav(self, work: Work) -> None:
        version = self._version(work)
        (wav,) = self._made(work, version, (Output.WAV,)).files
        with self.transactions.writing() as uow:
            uow.recordings.lock(version.campaign)
            there = uow.recordings.get(*version.key)
            if uow.works.end(work, self.clock.now()) and there and _same_making(there, version):
                uow.recordings.add_file(there, file_of(wav))
            uow.commit()

    def _version(self, work: Work) -> Recording:
        with self.transactions.reading() as uow:
            found = uow.recordings.get(*version_in(work.subject))
        if found is None or found.recipe is None:
            raise RuleBroken("Bản này không có tệp gốc và công thức ở đây nên không làm lại được.")
        return found

    def _made(self, work: Work, version: Recording, outputs: tuple[Output, ...]) -> Mastered:
        """Made in a room that is gone afterwards, and kept."""
        assert version.recipe is not None  # _version has seen to it
        room_of = f"{version.campaign}-{version.slug}-{version.version}-{work.kind}-{work.turn}"
        with self.sounds.workroom(room_of) as room:
            made = self.studio.master(self._source(version.source), version.recipe, outputs, room)
            for file in made.files:
                self._keep(file)
        return made

    def _keep(self, made: Made) -> None:
        """By the hash of the bytes that are kept, which must be those that were measured."""
        if self.attachments.adopt(made.path) != made.sha256:
            raise RuleBroken("Tệp vừa làm xong đã bị đổi trên đĩa: xử lý lại.")

    def _write_down(self, work: Work, asked: Recording, made: Mastered) -> None:
        with self.transactions.writing() as uow:
            uow.recordings.lock(asked.campaign)
            draft = uow.recordings.get(*asked.key)
            there = draft and draft.state is RecordingState.DRAFT and _same_making(draft, asked)
            if uow.works.end(work, self.clock.now()) and draft and there:
                uow.recordings.move(draft, draft.mastered(made))
                for file in made.files:
                    uow.recordings.draw(file.sha256, file.shape)
            uow.commit()

    def _source(self, sha256: str) -> Path:
        path = self.sounds.path(sha256)
        if path is None:
            raise RuleBroken("Không còn tệp âm thanh gốc: tải lại tệp.")
        return path


def _same_making(draft: Recording, asked: Recording) -> bool:
    """Its title or script may have been changed meanwhile; not its sound and its recipe."""
    return (draft.source, draft.recipe) == (asked.source, asked.recipe)
