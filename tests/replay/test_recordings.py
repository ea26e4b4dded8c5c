"""What played is what was approved, also when another version is approved while a campaign is on its way."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from outreach.domain.broadcasts import Broadcast, BroadcastState, Evidence, EvidenceKind
from outreach.domain.calendar import instant
from outreach.domain.library import WorkKind, subject_of
from outreach.domain.people import Person, Role
from outreach.domain.recordings import Recording, RecordingState
from outreach.replay.clock import ReplayClock
from outreach.replay.replaying import prepare_replay
from outreach.services.versioning import DraftOf
from outreach.soundroom import Soundroom
from outreach.storage.attachments import FileAttachments
from outreach.storage.passwords import Argon2Passwords
from outreach.wiring import build_desk
from tests.replay.theatre import PASSWORD, Theatre, drama, open_theatre, sqlite_url
from tests.sounds_made import WaveStudio, tone

CAMPAIGN, SLUG = "cao-loc-2023", "doi-ngay-ghi-chi-so"
DAYS_BEFORE, DAYS_AFTER = 14, 28


def test_a_version_approved_on_the_way_is_what_plays_from_then_on(tmp_path: Path) -> None:
    folder = tmp_path / "replay"
    with open_theatre(sqlite_url(folder), folder, drama()) as theatre:
        theatre.play(DAYS_BEFORE)
        approved_at, new = approve_another(theatre, folder)
        prepare_replay(theatre.stage, drama(), PASSWORD)  # begun again, it loads its plan again
        theatre.play(DAYS_AFTER)
        old, same = recordings(theatre)
        assert (old.state, same.state) == (RecordingState.WITHDRAWN, RecordingState.APPROVED)
        plays = proven(theatre)
        assert {broadcast.recording_sha256 for broadcast, _ in plays} == {old.sha256, new.sha256}
        for broadcast, row in plays:
            assert row.content_sha256 == broadcast.recording_sha256
            assert (broadcast.recording_sha256 == new.sha256) == (broadcast.starts_at > approved_at)
        assert {b.recording_sha256 for b in planned(theatre) if b.starts_at > approved_at} == {new.sha256}


def approve_another(theatre: Theatre, folder: Path) -> tuple[datetime, Recording]:
    """Two people at their screens, while the replay stands still for a moment."""
    clock, attachments = ReplayClock(theatre.stage.memory), FileAttachments(folder / "attachments")
    desk = build_desk(theatre.store, clock, Argon2Passwords(cheap=True), attachments, soundroom=Soundroom(WaveStudio()))
    media, district = person(Role.MEDIA_CENTRE), drama().cast.district
    audio = desk.audio
    source = audio.taking_in.receive(media, "Bản đọc mới.wav", [tone(30)]).sound.sha256
    draft = audio.versioning.draft(media, CAMPAIGN, SLUG, DraftOf("Đổi ngày ghi chỉ số", source))
    audio.mastering.now(WorkKind.MASTER, subject_of(*draft.key))
    waiting = audio.versioning.submit(media, *draft.key)
    done = audio.versioning.approve(district, *draft.key, waiting.sha256)
    assert done.replanned > 0
    return clock.now(), done.recording


def person(role: Role) -> Person:
    return next(one for one in drama().cast.all if one.role is role)


def recordings(theatre: Theatre) -> Sequence[Recording]:
    with theatre.store.transactions.reading() as uow:
        return uow.recordings.versions(CAMPAIGN, SLUG)


def planned(theatre: Theatre) -> list[Broadcast]:
    start = instant(drama().plan.first)
    found = theatre.stage.desk.viewing.schedule(start, start + timedelta(days=120))
    return [broadcast for broadcast in found if broadcast.state is not BroadcastState.CANCELLED]


def proven(theatre: Theatre) -> list[tuple[Broadcast, Evidence]]:
    """Broadcasts that count as played, each with the log of a box that tells of it."""
    played = {b.id: b for b in planned(theatre) if b.state is BroadcastState.PLAYED and b.counts}
    with theatre.store.transactions.reading() as uow:
        rows = uow.evidence.of(sorted(played))
    return [(played[row.broadcast], row) for row in rows if row.kind is EvidenceKind.ENDED]
