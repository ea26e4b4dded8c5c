"""Recordings in versions, the sounds that were brought, and the work on them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, or_, select, update

from outreach.domain.library import Sound, Work, WorkKind, WorkState
from outreach.domain.plain import as_plain, from_plain
from outreach.domain.recordings import Recording, RecordingState, SoundFile
from outreach.domain.sound import Bands, Loudness, Output, Recipe, Report, Shape
from outreach.storage.inserting import insert_each, insert_missing
from outreach.storage.library_tables import recording_files, recordings, sound_works, sounds
from outreach.storage.tables import campaigns

_R, _F, _S, _W = recordings.c, recording_files.c, sounds.c, sound_works.c
_ORDER = (_R.campaign, _R.slug, _R.version)
_NAMES = tuple(part.name for part in fields(Recording) if part.name != "files")
Record = dict[str, Any]


class SqlRecordings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, campaign: str) -> tuple[Recording, ...]:
        return self._read(select(recordings).where(_R.campaign == campaign))

    def all(self) -> tuple[Recording, ...]:
        return self._read(select(recordings))

    def versions(self, campaign: str, slug: str) -> tuple[Recording, ...]:
        return self._read(select(recordings).where(_R.campaign == campaign, _R.slug == slug))

    def get(self, campaign: str, slug: str, version: int) -> Recording | None:
        query = select(recordings).where(_R.campaign == campaign, _R.slug == slug, _R.version == version)
        return next(iter(self._read(query)), None)

    def with_bytes(self, sha256: str) -> tuple[Recording, ...]:
        """Approved first, then those that may yet be, then those that may never again; of each the newest."""
        same = (_F.campaign == _R.campaign) & (_F.slug == _R.slug) & (_F.version == _R.version)
        is_file = select(_F.sha256).where(same, _F.sha256 == sha256).exists()
        order = (_R.state, _R.version.desc(), _R.campaign, _R.slug)
        query = select(recordings).where(or_(_R.sha256 == sha256, is_file)).order_by(*order)
        return self._read(query, ordered=True) if sha256 else ()

    def made_of(self, source: str) -> tuple[Recording, ...]:
        return self._read(select(recordings).where((_R.source == source) | (_R.sha256 == source)))

    def lock(self, campaign: str) -> None:
        """On SQLite a unit of work that writes is alone already."""
        if self._connection.dialect.name != "sqlite":
            self._connection.execute(select(campaigns.c.slug).where(campaigns.c.slug == campaign).with_for_update())

    def add(self, recording: Recording) -> bool:
        if not insert_each(self._connection, recordings, [_recording_row(recording)]):
            return False
        self._put_files(recording)
        return True

    def move(self, before: Recording, after: Recording) -> bool:
        key = (_R.campaign == before.campaign) & (_R.slug == before.slug) & (_R.version == before.version)
        unchanged = (_R.state == before.state) & (_R.sha256 == before.sha256)
        changed = update(recordings).where(key, unchanged).values(**_recording_row(after))
        moved = self._connection.execute(changed).rowcount == 1
        if moved and before.files != after.files:
            self._connection.execute(delete(recording_files).where(_of_version(before)))
            self._put_files(after)
        return moved

    def add_file(self, recording: Recording, file: SoundFile) -> None:
        insert_missing(self._connection, recording_files, [_file_row(recording, file)])

    def draw(self, sha256: str, shape: Shape) -> None:
        self._connection.execute(update(recording_files).where(_F.sha256 == sha256).values(shape=as_plain(shape)))

    def drawn(self, sha256: str) -> Shape | None:
        """Versions may share their bytes, and one of them has the shape."""
        shapes = self._connection.scalars(select(_F.shape).where(_F.sha256 == sha256, _F.shape.is_not(None)))
        shape = shapes.first()
        return from_plain(Shape, shape) if shape else None

    def _put_files(self, recording: Recording) -> None:
        rows = [_file_row(recording, file) for file in recording.files]
        insert_missing(self._connection, recording_files, rows)

    def _read(self, query: Select[Any], ordered: bool = False) -> tuple[Recording, ...]:
        found = self._connection.execute(query if ordered else query.order_by(*_ORDER)).all()
        files = self._files({row.campaign for row in found})
        return tuple(_to_recording(row, files.get((row.campaign, row.slug, row.version), ())) for row in found)

    def _files(self, wanted: Collection[str]) -> dict[tuple[str, str, int], tuple[SoundFile, ...]]:
        found: dict[tuple[str, str, int], tuple[SoundFile, ...]] = {}
        told = [column for column in _F if column.name != "shape"]  # long, and asked for by the one page that draws it
        query = select(*told).where(_F.campaign.in_(sorted(wanted))).order_by(_F.output)
        for row in self._connection.execute(query) if wanted else ():
            key = (row.campaign, row.slug, row.version)
            found[key] = (*found.get(key, ()), _to_file(row))
        return found


assert (  # the order that with_bytes relies on
    RecordingState.APPROVED < RecordingState.DRAFT < RecordingState.SUBMITTED < RecordingState.WITHDRAWN
)


def _of_version(recording: Recording) -> Any:
    campaign, slug, version = recording.key
    return (_F.campaign == campaign) & (_F.slug == slug) & (_F.version == version)


def _recording_row(recording: Recording) -> Record:
    told = {name: getattr(recording, name) for name in _NAMES}
    return {**told, "recipe": as_plain(recording.recipe) if recording.recipe else None}


def _to_recording(row: Row[Any], files: tuple[SoundFile, ...]) -> Recording:
    recipe = from_plain(Recipe, row.recipe) if row.recipe else None
    return Recording(**{**row._mapping, "state": RecordingState(row.state), "recipe": recipe, "files": files})


def _file_row(recording: Recording, file: SoundFile) -> Record:
    measured = {"loudness": as_plain(file.loudness), "bands": as_plain(file.bands)}
    key = {"campaign": recording.campaign, "slug": recording.slug, "version": recording.version}
    told = {"output": file.output, "sha256": file.sha256, "size": file.size, "length": file.length}
    return {**key, **told, **measured}


def _to_file(row: Row[Any]) -> SoundFile:
    loudness, bands = from_plain(Loudness, row.loudness), from_plain(Bands, row.bands)
    return SoundFile(Output(row.output), row.sha256, row.size, row.length, loudness, bands)


class SqlSounds:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, sound: Sound) -> bool:
        return insert_each(self._connection, sounds, [{**asdict(sound), "report": None}]) == 1

    def get(self, sha256: str) -> Sound | None:
        return self.named([sha256]).get(sha256)

    def named(self, hashes: Collection[str]) -> dict[str, Sound]:
        query = select(sounds).where(_S.sha256.in_(sorted(hashes)))
        return {row.sha256: _to_sound(row) for row in self._connection.execute(query)}

    def known(self, hashes: Collection[str]) -> frozenset[str]:
        return frozenset(self._connection.scalars(select(_S.sha256).where(_S.sha256.in_(sorted(hashes)))))

    def latest(self, limit: int) -> tuple[Sound, ...]:
        """Without reports, which are long: pictures of the sound are in them."""
        told = [column for column in sounds.c if column.name != "report"]
        query = select(*told).order_by(_S.at.desc(), _S.sha256).limit(limit)
        return tuple(Sound(**row._mapping) for row in self._connection.execute(query))

    def heard(self, sha256: str, report: Report) -> None:
        told = {"report": as_plain(report), "length": report.length}
        self._connection.execute(update(sounds).where(_S.sha256 == sha256).values(**told))

    def drop(self, sha256: str) -> None:
        self._connection.execute(delete(sounds).where(_S.sha256 == sha256))


def _to_sound(row: Row[Any]) -> Sound:
    return Sound(**{**row._mapping, "report": from_plain(Report, row.report) if row.report else None})


class SqlWorks:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def queue(self, kind: WorkKind, subject: str, by: str, now: datetime) -> Work:
        fresh = Work(kind, subject, WorkState.WAITING, by, now, now)
        if insert_each(self._connection, sound_works, [asdict(fresh)]):
            return fresh
        told = {**asdict(fresh), "turn": _W.turn + 1}
        self._connection.execute(update(sound_works).where(*_this(kind, subject)).values(**told))
        return self._found(kind, subject)

    def get(self, kind: WorkKind, subject: str) -> Work | None:
        return self.named(kind, [subject]).get(subject)

    def _found(self, kind: WorkKind, subject: str) -> Work:
        return self.named(kind, [subject])[subject]

    def named(self, kind: WorkKind, subjects: Collection[str]) -> dict[str, Work]:
        query = select(sound_works).where(_W.kind == kind, _W.subject.in_(sorted(subjects)))
        return {work.subject: work for work in self._read(query)}

    def free(self, now: datetime, limit: int) -> tuple[Work, ...]:
        lapsed = (_W.state == WorkState.WORKING) & (_W.lease_until <= now)
        query = select(sound_works).where(or_(_W.state == WorkState.WAITING, lapsed))
        return self._read(query.order_by(_W.queued_at, _W.kind, _W.subject).limit(limit))

    def claim(self, work: Work, now: datetime, lease_until: datetime) -> Work | None:
        told = {"state": WorkState.WORKING, "changed_at": now, "lease_until": lease_until}
        begun = {**told, "turn": work.turn + 1, "tries": work.tries + 1}
        return self._found(work.kind, work.subject) if self._change(work, (work.state,), begun) else None

    def renew(self, work: Work, lease_until: datetime) -> bool:
        return self._change(work, (WorkState.WORKING,), {"lease_until": lease_until})

    def end(self, work: Work, now: datetime, trouble: str = "") -> bool:
        state = WorkState.REFUSED if trouble else WorkState.DONE
        told = {"state": state, "changed_at": now, "lease_until": None, "trouble": trouble}
        return self._change(work, (WorkState.WORKING,), told)

    def latest(self, limit: int) -> tuple[Work, ...]:
        return self._read(select(sound_works).order_by(_W.changed_at.desc(), _W.subject).limit(limit))

    def _change(self, work: Work, states: Sequence[WorkState], told: Record) -> bool:
        """Only while nobody has queued or begun it anew."""
        same = (*_this(work.kind, work.subject), _W.turn == work.turn, _W.state.in_(states))
        return self._connection.execute(update(sound_works).where(*same).values(**told)).rowcount == 1

    def _read(self, query: Select[Any]) -> tuple[Work, ...]:
        return tuple(
            Work(**{**row._mapping, "kind": WorkKind(row.kind), "state": WorkState(row.state)})
            for row in self._connection.execute(query)
        )


def _this(kind: WorkKind, subject: str) -> Iterable[Any]:
    return (_W.kind == kind, _W.subject == subject)
