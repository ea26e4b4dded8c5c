"""The library as people see it: recordings to be found and listened to, the sounds that they were made of.

Drafts and sounds are for those who make or approve recordings; everybody else sees what was approved for their place.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from outreach.domain.broadcasts import LIVE, BroadcastState
from outreach.domain.campaigns import Campaign, CampaignState
from outreach.domain.errors import NotAllowed, NotFound
from outreach.domain.library import Sound, Work, WorkKind, subject_of
from outreach.domain.library_ports import SoundStore, Tally
from outreach.domain.message_text import unaccented
from outreach.domain.people import Action, Person
from outreach.domain.ports import Attachments, Clock, Transactions, UnitOfWork
from outreach.domain.recordings import PLAYED, Recording, RecordingState
from outreach.domain.sound import Output
from outreach.services.appraising import campaign_of
from outreach.services.library_views import (
    CommuneRecording,
    Download,
    Heard,
    LibraryLine,
    LibraryView,
    RecordingView,
    SoundLine,
    Steps,
    Wanted,
    Where,
)
from outreach.services.reach import reach_of
from outreach.services.reading_places import in_order, places_of

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Library:
    transactions: Transactions
    clock: Clock
    sounds: SoundStore
    attachments: Attachments

    def search(self, by: Person, wanted: Wanted, page: int = 1) -> LibraryView:
        """The newest change first."""
        with self.transactions.reading() as uow:
            seen = _seen(uow, by)
            found = [line for versions in seen.values() if (line := _line(uow, versions, wanted))]
            found.sort(key=lambda line: line.newest.made_at or line.newest.approved_at or _LONG_AGO, reverse=True)
            pages = max(1, -(-len(found) // PER_PAGE))
            page = min(max(page, 1), pages)
            campaigns = {slug: campaign_of(uow, slug) for slug in sorted({campaign for campaign, _ in seen})}
            languages = sorted({one.language for versions in seen.values() for one in versions})
        shown = tuple(found[(page - 1) * PER_PAGE : page * PER_PAGE])
        return LibraryView(shown, len(found), page, pages, tuple(campaigns.values()), tuple(languages))

    def campaigns(self, by: Person) -> tuple[Campaign, ...]:
        """Those for which the person may make recordings, also where there is none yet."""
        with self.transactions.reading() as uow:
            active = [one for one in uow.campaigns.all() if one.state is CampaignState.ACTIVE]
            return tuple(one for one in active if by.may(Action.RECORD) and reach_of(uow, by, one) is None)

    def recording(self, by: Person, campaign: str, slug: str, version: int | None = None) -> RecordingView:
        """One recording; the newest version is shown unless another is named."""
        with self.transactions.reading() as uow:
            found = campaign_of(uow, campaign)
            versions = _visible(uow, by, found, uow.recordings.versions(campaign, slug))
            shown = next((one for one in reversed(versions) if version in (None, one.version)), None)
            if shown is None:
                raise NotFound("Không có bản ghi âm «{slug}».", slug=slug)
            return RecordingView(
                campaign=found,
                shown=shown,
                versions=versions[::-1],
                approved=_approved(versions),
                sound=uow.sounds.get(shown.source or shown.sha256) if _works_here(by) else None,
                shape=uow.recordings.drawn(shown.sha256),
                work=uow.works.get(WorkKind.MASTER, subject_of(*shown.key)),
                wav=uow.works.get(WorkKind.WAV, subject_of(*shown.key)),
                duties=tuple(duty for duty in found.plan.duties if duty.recording == slug),
                where=_where(uow, found, shown),
                downloads=self._downloads(shown),
                steps=_steps(uow, by, found, shown),
                now=self.clock.now(),
            )

    def ask_for_wav(self, by: Person, campaign: str, slug: str, version: int) -> Work:
        """Have a WAV made of a version, for whoever edits it elsewhere: few ask, and it is large."""
        _require_works_here(by)
        with self.transactions.writing() as uow:
            asked = uow.recordings.get(campaign, slug, version)
            if asked is None or not _visible(uow, by, campaign_of(uow, campaign), (asked,)):
                raise NotFound("Không có bản {version} của bản ghi âm «{slug}».", version=version, slug=slug)
            before = uow.works.get(WorkKind.WAV, subject_of(*asked.key))
            if before and (before.open or asked.out(Output.WAV)):
                return before
            queued = uow.works.queue(WorkKind.WAV, subject_of(*asked.key), by.username, self.clock.now())
            uow.commit()
        return queued

    def brought(self, by: Person, limit: int = 50) -> tuple[SoundLine, ...]:
        """The sounds that were brought last."""
        _require_works_here(by)
        with self.transactions.reading() as uow:
            return tuple(_sound_line(uow, sound) for sound in uow.sounds.latest(limit))

    def sound(self, by: Person, sha256: str) -> SoundLine:
        """One sound with its whole report."""
        _require_works_here(by)
        with self.transactions.reading() as uow:
            sound = uow.sounds.get(sha256)
            if sound is None:
                raise NotFound("Trong thư viện không có tệp âm thanh này.")
            return _sound_line(uow, sound)

    def source(self, by: Person, sha256: str) -> Heard:
        """A sound as it was brought."""
        sound, path = self.sound(by, sha256).sound, self.sounds.path(sha256)
        if path is None:
            raise NotFound("Không còn tệp âm thanh gốc: tải lại tệp.")
        return Heard(path, sound.name)

    def file(self, by: Person, sha256: str) -> Heard:
        """A finished file, by its bytes, for whoever may see one of the versions that have them."""
        with self.transactions.reading() as uow:
            versions, path = uow.recordings.with_bytes(sha256), self.attachments.path(sha256)
            if not versions or path is None:
                raise NotFound("Trong thư viện không có tệp âm thanh này.")
            seen = (one for one in versions if _visible(uow, by, campaign_of(uow, one.campaign), (one,)))
            recording = next(seen, None)
            if recording is None:
                raise NotAllowed("Tài khoản {user} không được nghe bản ghi âm này.", user=by.username)
        named = (one.name for one in self._downloads(recording) if one.sha256 == sha256)
        return Heard(path, next(named, recording.file))

    def for_commune(self, commune: str) -> tuple[CommuneRecording, ...]:
        """What a commune has to play now, duty by duty."""
        with self.transactions.reading() as uow:
            active = [one for one in uow.campaigns.all() if one.state is CampaignState.ACTIVE]
            concerned = [one for one in active if commune in one.plan.communes]
            return tuple(
                CommuneRecording(campaign, duty, approved, self._downloads(approved))
                for campaign in concerned
                for duty in campaign.plan.duties
                if (approved := _approved(uow.recordings.versions(campaign.slug, duty.recording)))
            )

    def _downloads(self, recording: Recording) -> tuple[Download, ...]:
        stem = f"{recording.campaign}-{recording.slug}-v{recording.version}"
        if recording.files:
            return tuple(
                Download(file.output, file.sha256, file.size, f"{stem}.{file.output.value}")
                for file in sorted(recording.files, key=lambda file: tuple(Output).index(file.output))
            )
        path = self.attachments.path(recording.sha256)
        return (Download(None, recording.sha256, path.stat().st_size, recording.file),) if path else ()


_LONG_AGO = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _works_here(by: Person) -> bool:
    return by.may(Action.RECORD) or by.may(Action.APPROVE_RECORDINGS)


def _require_works_here(by: Person) -> None:
    if not _works_here(by):
        raise NotAllowed("Tài khoản {user} không có quyền làm bản ghi âm.", user=by.username)


def _seen(uow: UnitOfWork, by: Person) -> dict[tuple[str, str], tuple[Recording, ...]]:
    """The versions that the person may see, by campaign and recording."""
    by_campaign: defaultdict[str, list[Recording]] = defaultdict(list)
    for recording in uow.recordings.all():
        by_campaign[recording.campaign].append(recording)
    seen: defaultdict[tuple[str, str], tuple[Recording, ...]] = defaultdict(tuple)
    for slug, recordings in by_campaign.items():
        for one in _visible(uow, by, campaign_of(uow, slug), recordings):
            seen[slug, one.slug] = (*seen[slug, one.slug], one)
    return seen


def _visible(uow: UnitOfWork, by: Person, campaign: Campaign, versions: Iterable[Recording]) -> tuple[Recording, ...]:
    reach = reach_of(uow, by, campaign)
    if not by.may(Action.VIEW) or (reach is not None and not reach):
        return ()
    works_here = reach is None and _works_here(by)
    return tuple(one for one in versions if works_here or one.approved_at)


def _approved(versions: Iterable[Recording]) -> Recording | None:
    standing = [one for one in versions if one.state is RecordingState.APPROVED]
    return standing[-1] if standing else None


def _line(uow: UnitOfWork, versions: tuple[Recording, ...], wanted: Wanted) -> LibraryLine | None:
    newest, approved = versions[-1], _approved(versions)
    if not any(_fits(one, wanted) for one in (newest, approved) if one):
        return None
    work = uow.works.get(WorkKind.MASTER, subject_of(*newest.key))
    return LibraryLine(campaign_of(uow, newest.campaign), newest, approved, len(versions), work)


def _fits(one: Recording, wanted: Wanted) -> bool:
    searched = _folded(f"{one.title} {one.slug} {one.script}")
    return (
        wanted.campaign in ("", one.campaign)
        and wanted.language in ("", one.language)
        and wanted.state in (None, one.state)
        and (wanted.shortest is None or one.length >= wanted.shortest)
        and (wanted.longest is None or one.length <= wanted.longest)
        and all(word in searched for word in _folded(wanted.text).split())
    )


def _folded(text: str) -> str:
    return unaccented(text).casefold()


def _where(uow: UnitOfWork, campaign: Campaign, shown: Recording) -> tuple[Where, ...]:
    """Every commune that has had or will have it, in the order of names."""
    duties = [campaign.duty_id(duty) for duty in campaign.plan.duties]
    tallies: defaultdict[str, list[Tally]] = defaultdict(list)
    for tally in uow.broadcasts.tally(duties, [shown.sha256]) if shown.sha256 else ():
        if tally.state in LIVE or tally.state is BroadcastState.PLAYED:
            tallies[tally.commune].append(tally)
    places = places_of(uow, sorted(tallies), campaign.plan.last)
    rows = []
    for place in in_order(tuple(places.values())):
        live = [tally for tally in tallies[place.code] if tally.state in LIVE]
        played = [tally for tally in tallies[place.code] if tally.state is BroadcastState.PLAYED]
        next_one = min((tally.first for tally in live), default=None)
        last_one = max((tally.last for tally in played), default=None)
        rows.append(Where(place, _count(live), _count(played), next_one, last_one))
    return tuple(rows)


def _count(tallies: Iterable[Tally]) -> int:
    return sum(tally.count for tally in tallies)


def _steps(uow: UnitOfWork, by: Person, campaign: Campaign, shown: Recording) -> Steps:
    """Buttons only where the desk would not refuse; it asks again when one is pressed."""
    whole, active = reach_of(uow, by, campaign) is None, campaign.state is CampaignState.ACTIVE
    makes, approves = whole and by.may(Action.RECORD), whole and by.may(Action.APPROVE_RECORDINGS)
    own = by.username in (shown.made_by, shown.submitted_by)
    state, ready = shown.state, shown.out(PLAYED) is not None
    return Steps(
        edit=makes and active and bool(shown.source),
        submit=makes and active and state is RecordingState.DRAFT and ready,
        approve=approves and active and state is RecordingState.SUBMITTED and not own,
        withdraw=state is not RecordingState.WITHDRAWN
        and (
            approves if state is RecordingState.APPROVED else makes or (approves and state is not RecordingState.DRAFT)
        ),
    )


def _sound_line(uow: UnitOfWork, sound: Sound) -> SoundLine:
    work = uow.works.get(WorkKind.EXAMINE, sound.sha256)
    return SoundLine(sound, work, uow.recordings.made_of(sound.sha256))
