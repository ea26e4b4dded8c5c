"""What the API answers: the services' views, value by value, under the names they have in the code."""

from typing import Any

from marshmallow import Schema, fields

from outreach.domain.broadcasts import BroadcastState, EvidenceKind, Purpose
from outreach.domain.calendar import local
from outreach.domain.campaigns import CampaignState
from outreach.domain.duties import Cell, CellState, Reason
from outreach.domain.recordings import RecordingState
from outreach.web.api.fields import ClockTime, Day, Instant

Text = fields.String
Number = fields.Integer
Counts = fields.Dict


def named(values: Any, **kwargs: Any) -> fields.Enum[Any]:
    return fields.Enum(values, by_value=True, **kwargs)


def many(schema: type[Schema], **kwargs: Any) -> fields.List[Any]:
    return fields.List(fields.Nested(schema), **kwargs)


class PlaceShape(Schema):
    code, kind, name = Text(), Text(), Text()


class WeekShape(Schema):
    monday, first, last = Day(), Day(), Day()


class WindowShape(Schema):
    opens, closes, name = ClockTime(), ClockTime(), Text()
    weekdays = fields.List(Number(), metadata={"description": "0 is Monday"})


class CellShape(Schema):
    """The judgement of one commune-week."""

    duty, commune = Text(attribute="key.duty"), Text(attribute="key.commune")
    week = Day(attribute="key.week", metadata={"description": "its Monday"})
    state, reason = named(CellState), named(Reason)
    kept, needed, version = Number(), Number(), Number()
    as_of = Instant()
    evidence = fields.List(Text(), metadata={"description": "the broadcasts that count for it"})


class WholeLedger(fields.List[Any]):
    """Cells as CellShape gives them, without its care for each field: a nation's ledger has a hundred thousand."""

    def __init__(self) -> None:
        super().__init__(fields.Nested(CellShape))

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> list[Any]:
        return [_plain(cell) for cell in value or ()]


def _plain(cell: Cell) -> dict[str, Any]:
    return {
        "duty": cell.key.duty,
        "commune": cell.key.commune,
        "week": cell.key.week.isoformat(),
        "state": cell.state.value,
        "reason": cell.reason.value,
        "kept": cell.kept,
        "needed": cell.needed,
        "version": cell.version,
        "as_of": local(cell.as_of).isoformat(),
        "evidence": list(cell.evidence),
    }


class BroadcastShape(Schema):
    id, campaign, duty, commune = Text(), Text(), Text(), Text()
    week = Day()
    starts_at, latest_start, ends_at = Instant(), Instant(), Instant(attribute="span.end")
    recording_sha256 = Text()
    purpose = named(Purpose)
    planned_at, planned_by, replaces = Instant(), Text(), Text()
    state = named(BroadcastState)
    played_at = Instant(allow_none=True)
    grade, covered, counts = Text(), Number(), fields.Boolean()


class EvidenceShape(Schema):
    key, broadcast, by = Text(), Text(), Text()
    kind = named(EvidenceKind)
    recorded_at, happened_at = Instant(), Instant(allow_none=True)
    share = fields.Float(
        allow_none=True, metadata={"description": "part of the recording played, 0 to 1; null: unknown"}
    )
    clusters = fields.List(Text())
    content_sha256, grade, attachment, note, corrects = Text(), Text(), Text(), Text(), Text()


class SlotShape(Schema):
    starts_at, latest_start = Instant(), Instant()


class StationShape(Schema):
    windows, relays = many(WindowShape), many(WindowShape)
    clusters = fields.List(Text())


class NodeShape(Schema):
    id, clusters, manifest = Text(), fields.List(Text()), Number()
    last_seen, log_through = Instant(allow_none=True), Instant(allow_none=True)


class RecordingShape(Schema):
    slug, version, title, language, script = Text(), Number(), Text(), Text(), Text()
    sha256, length = Text(), fields.TimeDelta(metadata={"description": "seconds"})
    state = named(RecordingState)
    approved_by, approved_at = Text(), Instant(allow_none=True)


class LetterRefShape(Schema):
    number, issued, issuer = Text(), Day(), Text()


class LetterShape(Schema):
    number, issuer, subject, signed_by = Text(), Text(), Text(), Text()
    issued = Text(metadata={"description": "yyyy-mm-dd, or yyyy-mm where the day was left blank"})
    addressees = fields.List(Text())
    refers_to, supersedes = many(LetterRefShape), many(LetterRefShape)


class ReminderShape(Schema):
    broadcast, commune, raised_at = Text(), Text(), Instant()
    kind = Text(metadata={"description": "before, confirm or confirm_again"})


class ExcuseShape(Schema):
    by, document, reason, recorded_at, granted = Text(), Text(), Text(), Instant(), fields.Boolean()


class PressingShape(Schema):
    place, week, cell = fields.Nested(PlaceShape), fields.Nested(WeekShape), fields.Nested(CellShape)


class CampaignLineShape(Schema):
    slug, title = Text(attribute="campaign.slug"), Text(attribute="campaign.plan.title")
    state = named(CampaignState, attribute="campaign.state")
    version, superseded_by = Number(attribute="campaign.version"), Text(attribute="campaign.superseded_by")
    first, last = Day(attribute="campaign.plan.first"), Day(attribute="campaign.plan.last")
    days_left = Number()
    counts = Counts(metadata={"description": "commune-weeks by state, the whole campaign"})
    this_week = Counts(metadata={"description": "commune-weeks by state, the running week"})


class VersionShape(Schema):
    number, loaded_at, loaded_by, changes = Number(), Instant(), Text(), fields.List(Text())


class RowShape(Schema):
    commune = fields.Nested(PlaceShape, attribute="place")
    cells = fields.List(fields.Nested(CellShape, allow_none=True), metadata={"description": "in the order of weeks"})


class GridShape(Schema):
    id = Text()
    title, recording = Text(attribute="duty.title"), Text(attribute="duty.recording")
    per_week, first, last = Number(attribute="duty.per_week"), Day(attribute="duty.first"), Day(attribute="duty.last")
    weeks, rows = many(WeekShape), many(RowShape)
    counts = Counts(metadata={"description": "commune-weeks by state, over all communes"})
    by_week = fields.Dict(keys=Day(), values=Counts(), metadata={"description": "the same for each Monday"})
    page, pages = Number(), Number()


class OutcomeShape(Schema):
    slug, title, basis, by = Text(), Text(), Text(), Day()
    baseline, target = fields.Float(allow_none=True, metadata={"description": "percent"}), fields.Float()
    denominator, baseline_as_of = fields.Integer(allow_none=True), Text()


class NoticeShape(Schema):
    slug, title, audience, text, by = Text(), Text(), Text(), Text(), Day()
    channels = fields.List(Text())


class CampaignShape(CampaignLineShape):
    class Meta:
        exclude = ("counts", "this_week")

    summary, source = Text(attribute="campaign.plan.summary"), Text(attribute="campaign.plan.source")
    assumptions = fields.List(Text(), attribute="campaign.plan.assumptions")
    outcomes = many(OutcomeShape, attribute="campaign.plan.outcomes")
    notices = many(NoticeShape, attribute="campaign.plan.notices")
    letter = fields.Nested(LetterShape, attribute="campaign.plan.letter", allow_none=True)
    now, as_of = Instant(), Instant(allow_none=True)
    current = fields.Nested(WeekShape, allow_none=True)
    duties = many(GridShape, attribute="grids")
    pressing, recordings, versions = many(PressingShape), many(RecordingShape), many(VersionShape)


class StatusShape(Schema):
    campaign, version = Text(), Number()
    state = Text(metadata={"enum": [str(state) for state in CampaignState]})
    as_of, counts, cells = Instant(), Counts(), WholeLedger()
