"""Work on sounds: one piece after another, by one worker each, and done again when a worker dies at it."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach.domain.errors import NotAllowed, RuleBroken, StoreAway
from outreach.domain.library import LEASE, TRIES, WorkKind, WorkState, subject_of
from outreach.domain.ports import Transactions, UnitOfWork
from outreach.domain.sound import Output, Recipe
from outreach.services.mastering import Mastering
from outreach.services.taking_in import Taken
from outreach.services.versioning import DraftOf
from tests.recordings_made import CAMPAIGN, SLUG, approved, bring, draft, version
from tests.setting import MEDIA, OFFICER, SetClock, Setting
from tests.sounds_made import WaveStudio, tone

KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from outreach.storage.attachments import FileAttachments
from outreach.storage.opening import open_store
from outreach.storage.passwords import Argon2Passwords
from outreach.soundroom import Soundroom
from outreach.wiring import build_desk
from tests.setting import SetClock
from tests.sounds_made import WaveStudio

url, folder, stage = sys.argv[1:]

def die(work):
    if work == stage:
        os.kill(os.getpid(), signal.SIGKILL)

class Dying(FileAttachments):
    def adopt(self, path):
        kept = super().adopt(path)
        die("kept")
        return kept

desk = build_desk(
    open_store(url, Path(folder)),
    SetClock(),
    Argon2Passwords(cheap=True),
    Dying(Path(folder) / "attachments"),
    soundroom=Soundroom(WaveStudio(die)),
)
desk.audio.mastering.work()
"""


def received(setting: Setting, content: bytes | None = None) -> Taken:
    return setting.desk.audio.taking_in.receive(MEDIA, "Bản đọc.wav", [content or tone()])


def work_on(setting: Setting, taken: Taken) -> WorkState:
    with setting.store.transactions.reading() as uow:
        found = uow.works.get(WorkKind.EXAMINE, taken.sound.sha256)
    assert found is not None
    return found.state


def later(mastering: Mastering, by: timedelta = LEASE) -> Mastering:
    """The same worker when so much time has really passed."""
    return replace(mastering, real=SetClock(datetime.now(UTC) + by))


def test_what_waits_is_done_in_one_go(setting: Setting) -> None:
    first, second = received(setting), received(setting, tone(2))
    assert [work_on(setting, taken) for taken in (first, second)] == [WorkState.WAITING] * 2
    assert setting.desk.audio.mastering.work() == 2
    assert [work_on(setting, taken) for taken in (first, second)] == [WorkState.DONE] * 2
    assert setting.desk.audio.mastering.work() == 0
    sound = setting.desk.audio.library.sound(MEDIA, second.sound.sha256).sound
    assert sound.length == timedelta(seconds=2)
    assert sound.report is not None


def test_what_cannot_be_read_is_refused_with_its_name_and_no_byte_of_it_stays(setting: Setting) -> None:
    taken = received(setting, b"no sound at all")
    work = setting.desk.audio.mastering.now(WorkKind.EXAMINE, taken.sound.sha256)
    assert (work.state, work.trouble) == (WorkState.REFUSED, "Tệp này không phải âm thanh đọc được.")
    assert setting.store.sounds.path(taken.sound.sha256) is None
    assert received(setting, b"no sound at all").work.state is WorkState.WAITING


def test_silence_is_no_recording_and_the_draft_says_why(setting: Setting) -> None:
    source = bring(setting, tone(loud=0)).sound.sha256
    made = setting.desk.audio.versioning.draft(MEDIA, CAMPAIGN, SLUG, DraftOf("Im lặng", source))
    work = setting.desk.audio.mastering.now(WorkKind.MASTER, subject_of(*made.key))
    assert work.trouble == "Bản ghi không có tiếng nói nào: hãy thu lại."
    assert version(setting, SLUG, made.version).sha256 == ""
    told = DraftOf("Im lặng", source)
    assert setting.desk.audio.versioning.draft(MEDIA, CAMPAIGN, SLUG, told).version == made.version
    assert [work.subject for work in setting.desk.audio.mastering.waiting()] == [subject_of(*made.key)]


@pytest.mark.parametrize("stage", ["examine", "master", "kept"])
def test_a_worker_killed_in_the_middle_is_followed_by_another(
    setting: Setting, database_url: str, data_folder: Path, stage: str
) -> None:
    source = received(setting).sound.sha256
    setting.desk.audio.versioning.draft(MEDIA, CAMPAIGN, SLUG, DraftOf("Đổi ngày", source))
    run = subprocess.run(
        [sys.executable, "-c", KILLED, database_url, str(data_folder), stage],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    mastering = setting.desk.audio.mastering
    assert mastering.work() == (1 if stage == "examine" else 0)  # the other piece was not begun
    assert later(mastering).work() == 1
    made = version(setting, SLUG, 2)
    assert setting.desk.audio.library.sound(MEDIA, source).sound.report is not None
    assert len(made.files) == 2
    kept = {path.name for path in (data_folder / "attachments").iterdir() if not path.name.startswith(".")}
    assert kept == {file.sha256 for file in made.files}


def test_a_worker_that_comes_back_late_writes_nothing_down(setting: Setting) -> None:
    """Its lease ran out while it was held up; somebody else has done it."""
    source = bring(setting).sound.sha256
    made = setting.desk.audio.versioning.draft(MEDIA, CAMPAIGN, SLUG, DraftOf("Đổi ngày", source))
    mastering = setting.desk.audio.mastering

    def overtaken(_work: str) -> None:
        assert later(mastering).work() == 1

    slow = replace(mastering, studio=WaveStudio(overtaken))
    assert slow.work() == 1
    assert len(version(setting, SLUG, made.version).files) == 2
    with setting.store.transactions.reading() as uow:
        work = uow.works.get(WorkKind.MASTER, subject_of(*made.key))
    assert work is not None
    assert (work.state, work.tries) == (WorkState.DONE, 2)


class AwayOnce:
    """The installation's transactions; the keeper of a lease finds the database away the first time, and not again."""

    def __init__(self, transactions: Transactions, keeper_of: int) -> None:
        self._transactions, self._worker = transactions, keeper_of
        self.beats, self.back = 0, threading.Event()

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        return self._transactions.reading()

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        if kept := threading.get_ident() != self._worker:
            self.beats += 1
            if self.beats == 1:
                raise StoreAway("database is locked")
        with self._transactions.writing() as uow:
            yield uow
        if kept:
            self.back.set()


def test_a_lease_is_kept_though_the_database_was_away_for_a_moment(setting: Setting) -> None:
    received(setting)
    mastering = setting.desk.audio.mastering
    away = AwayOnce(mastering.transactions, threading.get_ident())
    slow = replace(
        mastering, transactions=away, beat_s=0.01, studio=WaveStudio(lambda _work: _expect(away.back.wait(30)))
    )
    assert slow.work() == 1
    assert away.beats >= 2


def _expect(happened: bool) -> None:
    assert happened


def test_a_recipe_changed_while_it_is_made_wins(setting: Setting) -> None:
    source = bring(setting).sound.sha256
    audio = setting.desk.audio
    made = audio.versioning.draft(MEDIA, CAMPAIGN, SLUG, DraftOf("Đổi ngày", source))
    changed = DraftOf("Đổi ngày", source, recipe=Recipe(readings=1))
    slow = replace(audio.mastering, studio=WaveStudio(lambda _work: _redraft(setting, changed)))
    turns = iter((False, True))
    assert slow.work(lambda: next(turns)) == 1
    assert version(setting, SLUG, made.version).files == ()
    audio.mastering.work()
    assert version(setting, SLUG, made.version).length == timedelta(seconds=1)


def _redraft(setting: Setting, told: DraftOf) -> None:
    setting.desk.audio.versioning.draft(MEDIA, CAMPAIGN, SLUG, told)


def test_what_takes_every_worker_down_is_refused_in_the_end(setting: Setting) -> None:
    taken = received(setting)

    def break_down(_work: str) -> None:
        raise OSError("no space left")

    broken = replace(setting.desk.audio.mastering, studio=WaveStudio(break_down))
    for turn in range(TRIES):
        with pytest.raises(OSError):
            later(broken, turn * 2 * LEASE).work()
        assert work_on(setting, taken) is WorkState.WORKING
    assert later(broken, TRIES * 2 * LEASE).work() == 1
    assert work_on(setting, taken) is WorkState.REFUSED
    assert setting.store.sounds.path(taken.sound.sha256)  # the fault was not the sound's


def test_who_waits_for_a_piece_gets_it_when_another_has_done_it(setting: Setting) -> None:
    taken, entered, go_on = received(setting), threading.Event(), threading.Event()

    def hold(_work: str) -> None:
        entered.set()
        assert go_on.wait(30)

    mastering = setting.desk.audio.mastering
    first = threading.Thread(target=replace(mastering, studio=WaveStudio(hold)).work)
    first.start()
    assert entered.wait(30)

    def let_it_end(_seconds: float) -> None:
        go_on.set()
        first.join()

    second = replace(mastering, wait=let_it_end)
    assert second.now(WorkKind.EXAMINE, taken.sound.sha256).state is WorkState.DONE


def test_work_that_nobody_queued_is_not_there(setting: Setting) -> None:
    with pytest.raises(RuleBroken):
        setting.desk.audio.mastering.now(WorkKind.EXAMINE, "a" * 64)


def test_what_no_row_names_is_tidied_away_and_nothing_else(setting: Setting, data_folder: Path) -> None:
    kept = draft(setting)
    sounds = setting.store.sounds
    upload = sounds.begin()
    sounds.append(upload, 0, [b"killed before its row"], 100)
    nameless, _ = sounds.finish(upload)
    mastering = setting.desk.audio.mastering
    assert mastering.tidy() == 0
    assert later(mastering, timedelta(days=2)).tidy() == 1
    assert sounds.path(nameless) is None
    assert sounds.path(kept.source) is not None
    assert os.listdir(data_folder / "sounds" / "work") == []


def test_a_wav_is_made_when_somebody_asks_and_what_was_approved_stays(setting: Setting) -> None:
    done = approved(setting).recording
    library, mastering = setting.desk.audio.library, setting.desk.audio.mastering
    asked = library.ask_for_wav(MEDIA, *done.key)
    assert library.ask_for_wav(MEDIA, *done.key) == asked
    assert mastering.now(WorkKind.WAV, asked.subject).state is WorkState.DONE
    page = library.recording(MEDIA, *done.key)
    assert page.shown.sha256 == done.sha256
    wav = page.downloads[-1]
    assert (wav.output, wav.name) == (Output.WAV, f"{CAMPAIGN}-{SLUG}-v2.wav")
    assert library.file(MEDIA, wav.sha256).path.stat().st_size == wav.size
    assert not library.ask_for_wav(MEDIA, *done.key).open
    with pytest.raises(NotAllowed):
        library.ask_for_wav(OFFICER, *done.key)


def test_of_what_a_plan_file_brought_no_wav_is_made(setting: Setting) -> None:
    asked = setting.desk.audio.library.ask_for_wav(MEDIA, CAMPAIGN, SLUG, 1)
    work = setting.desk.audio.mastering.now(WorkKind.WAV, asked.subject)
    assert (work.state, "không có tệp gốc" in work.trouble) == (WorkState.REFUSED, True)
