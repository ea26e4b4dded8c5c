"""Recordings, sounds and work on them as rows, on both databases."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach.domain.library import LEASE, Sound, WorkKind, WorkState
from outreach.domain.ports import UnitOfWork
from outreach.domain.recordings import Recording, RecordingState, SoundFile
from outreach.domain.sound import Bands, Finding, Flaw, Loudness, Output, Recipe, Report, Shape, Span, Verdict
from outreach.storage.opening import Store, open_store

NOW = datetime(2023, 11, 6, 1, 2, 3, 456_000, tzinfo=UTC)
SECOND = timedelta(seconds=1)
REPORT = Report(
    length=75 * SECOND,
    codec="mp3",
    sample_rate=44_100,
    channels=2,
    loudness=Loudness(-math.inf, -0.5, 3.0),
    bands=Bands(0.2, 0.7, 0.1),
    speech_to_noise_db=None,
    findings=(Finding(Flaw.CLIPPED, Verdict.USABLE, 12, (Span(SECOND, 2 * SECOND),)),),
    outline=((-0.5, 0.5), (0.0, 1.0)),
    course=(-20.0, -math.inf),
)
FILES = tuple(
    SoundFile(output, letter * 64, 1_000, 75 * SECOND, Loudness(-16.0, -2.1), Bands(0, 1, 0))
    for output, letter in ((Output.MP3, "b"), (Output.OPUS, "a"))
)
DRAFT = Recording("doi-ngay", 1, "cao-loc", "Đổi ngày", "", "", timedelta(0), "vi", source="c" * 64, recipe=Recipe())
MADE = replace(DRAFT, sha256="a" * 64, length=75 * SECOND, files=FILES, file="doi-ngay.opus", made_at=NOW, made_by="ai")


@pytest.fixture
def store(database_url: str, data_folder: Path) -> Iterator[Store]:
    opened = open_store(database_url, data_folder)
    yield opened
    opened.close()


@pytest.fixture
def uow(store: Store) -> Iterator[UnitOfWork]:
    with store.transactions.writing() as opened:
        yield opened


def test_a_version_comes_back_as_it_was_put(uow: UnitOfWork) -> None:
    assert uow.recordings.add(MADE)
    assert uow.recordings.versions("cao-loc", "doi-ngay") == (MADE,)
    assert uow.recordings.get(*MADE.key) == MADE
    assert uow.recordings.made_of("c" * 64) == (MADE,)


def test_one_version_is_made_once(uow: UnitOfWork) -> None:
    assert uow.recordings.add(DRAFT)
    assert not uow.recordings.add(replace(DRAFT, title="Khác"))


def test_a_draft_takes_its_files_and_loses_them(uow: UnitOfWork) -> None:
    uow.recordings.add(DRAFT)
    assert uow.recordings.move(DRAFT, MADE)
    assert uow.recordings.get(*DRAFT.key) == MADE
    again = MADE.unmade("d" * 64, Recipe(readings=1))
    assert uow.recordings.move(MADE, again)
    assert uow.recordings.get(*DRAFT.key) == again


def test_what_a_file_looks_like_is_found_by_its_bytes_in_whatever_version(uow: UnitOfWork) -> None:
    shape = Shape(((-0.5, 0.5), (0.0, 1.0)), (-20.0, -math.inf))
    uow.recordings.add(MADE)
    uow.recordings.draw("a" * 64, shape)
    uow.recordings.add(replace(MADE, version=2))
    assert uow.recordings.drawn("a" * 64) == shape
    assert uow.recordings.drawn("b" * 64) is None
    assert uow.recordings.drawn("") is None
    assert uow.recordings.get(*MADE.key) == MADE


def test_a_state_is_left_only_by_who_has_seen_it(uow: UnitOfWork) -> None:
    uow.recordings.add(MADE)
    submitted = MADE.submit("lan", NOW)
    assert uow.recordings.move(MADE, submitted)
    assert not uow.recordings.move(MADE, MADE.withdraw("lan", NOW, "sai"))
    assert not uow.recordings.move(replace(submitted, sha256="f" * 64), submitted.approve("huyen", NOW))
    assert uow.recordings.move(submitted, submitted.approve("huyen", NOW))


def test_every_file_of_a_version_is_found_by_its_bytes_and_what_may_be_played_first(uow: UnitOfWork) -> None:
    uow.recordings.add(replace(MADE, state=RecordingState.WITHDRAWN))
    uow.recordings.add(replace(MADE, version=2, state=RecordingState.APPROVED))
    for letter in "ab":
        assert [one.version for one in uow.recordings.with_bytes(letter * 64)] == [2, 1]
    assert uow.recordings.with_bytes("c" * 64) == ()
    assert uow.recordings.with_bytes("") == ()


def test_a_sound_keeps_its_report_with_what_is_no_number(uow: UnitOfWork) -> None:
    sound = Sound("c" * 64, "Bản đọc.wav", 5, "lan", NOW, voice="máy", draft_voice=True)
    assert uow.sounds.add(sound)
    assert not uow.sounds.add(replace(sound, name="khác"))
    uow.sounds.heard(sound.sha256, REPORT)
    assert uow.sounds.get(sound.sha256) == replace(sound, length=REPORT.length, report=REPORT)
    assert uow.sounds.latest(5) == (replace(sound, length=REPORT.length),)
    assert uow.sounds.known(["c" * 64, "d" * 64]) == {"c" * 64}


def test_work_is_begun_by_one_and_ended_by_who_began_it_last(uow: UnitOfWork) -> None:
    queued = uow.works.queue(WorkKind.EXAMINE, "c" * 64, "lan", NOW)
    first = uow.works.claim(queued, NOW, NOW + LEASE)
    assert first is not None
    assert uow.works.claim(queued, NOW, NOW + LEASE) is None
    assert uow.works.free(NOW, 5) == ()
    late = NOW + LEASE
    (lapsed,) = uow.works.free(late, 5)
    second = uow.works.claim(lapsed, late, late + LEASE)
    assert second is not None
    assert (second.turn, second.tries) == (3, 2)
    assert not uow.works.renew(first, late + 2 * LEASE)
    assert not uow.works.end(first, late)
    assert uow.works.end(second, late, "không đọc được")
    ended = uow.works.get(WorkKind.EXAMINE, "c" * 64)
    assert ended is not None
    assert (ended.state, ended.trouble) == (WorkState.REFUSED, "không đọc được")


def test_work_queued_anew_takes_the_pen_from_who_is_at_it(uow: UnitOfWork) -> None:
    queued = uow.works.queue(WorkKind.MASTER, "cao-loc/doi-ngay/1", "lan", NOW)
    begun = uow.works.claim(queued, NOW, NOW + LEASE)
    assert begun is not None
    again = uow.works.queue(WorkKind.MASTER, "cao-loc/doi-ngay/1", "huong", NOW)
    assert (again.state, again.tries, again.by) == (WorkState.WAITING, 0, "huong")
    assert not uow.works.end(begun, NOW)
