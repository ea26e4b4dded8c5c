"""Recordings for tests: brought, mastered, submitted and approved in a word each."""

from typing import Any

from outreach.domain.library import WorkKind, subject_of
from outreach.domain.people import Person
from outreach.domain.recordings import Recording
from outreach.services.taking_in import Taken
from outreach.services.versioning import Approved, DraftOf
from tests.setting import DISTRICT, MEDIA, Setting
from tests.sounds_made import tone

CAMPAIGN, SLUG = "doi-ngay-ghi", "doi-ngay"


def bring(setting: Setting, content: bytes | None = None, name: str = "Bản đọc.wav", by: Person = MEDIA) -> Taken:
    taken = setting.desk.audio.taking_in.receive(by, name, [content or tone()])
    work = setting.desk.audio.mastering.now(WorkKind.EXAMINE, taken.sound.sha256)
    return Taken(setting.desk.audio.library.sound(MEDIA, taken.sound.sha256).sound, taken.known, work)


def draft(setting: Setting, content: bytes | None = None, slug: str = SLUG, **more: Any) -> Recording:
    """A draft whose files are made."""
    source = bring(setting, content).sound.sha256
    told = DraftOf(**{"title": "Đổi ngày ghi chỉ số", "source": source, **more})
    made = setting.desk.audio.versioning.draft(MEDIA, CAMPAIGN, slug, told)
    setting.desk.audio.mastering.now(WorkKind.MASTER, subject_of(*made.key))
    return version(setting, made.slug, made.version)


def submitted(setting: Setting, content: bytes | None = None, slug: str = SLUG, **more: Any) -> Recording:
    made = draft(setting, content, slug, **more)
    return setting.desk.audio.versioning.submit(MEDIA, CAMPAIGN, slug, made.version)


def approved(setting: Setting, content: bytes | None = None, slug: str = SLUG, **more: Any) -> Approved:
    waiting = submitted(setting, content, slug, **more)
    return setting.desk.audio.versioning.approve(DISTRICT, CAMPAIGN, slug, waiting.version, waiting.sha256)


def version(setting: Setting, slug: str, number: int) -> Recording:
    with setting.store.transactions.reading() as uow:
        found = uow.recordings.get(CAMPAIGN, slug, number)
    assert found is not None
    return found


def states(setting: Setting, slug: str = SLUG) -> list[str]:
    with setting.store.transactions.reading() as uow:
        return [one.state.value for one in uow.recordings.versions(CAMPAIGN, slug)]


def withdraw(setting: Setting, number: int, by: Person = DISTRICT, why: str = "Sai số tổng đài") -> Recording:
    return setting.desk.audio.versioning.withdraw(by, CAMPAIGN, SLUG, number, why)


def to_come(setting: Setting) -> set[str]:
    """The bytes that live broadcasts of the campaign name."""
    with setting.store.transactions.reading() as uow:
        return {b.recording_sha256 for b in uow.broadcasts.live_of_campaign(CAMPAIGN, setting.clock.at)}
