"""What the API answers about one commune, one commune-week, one broadcast and one person's day."""

from marshmallow import Schema, fields

from outreach.domain.people import Role
from outreach.web.api.fields import Day, Instant
from outreach.web.api.shapes import (
    BroadcastShape,
    CellShape,
    EvidenceShape,
    ExcuseShape,
    NodeShape,
    PlaceShape,
    PressingShape,
    RecordingShape,
    ReminderShape,
    SlotShape,
    StationShape,
    WeekShape,
    many,
)


class DutyOfCommuneShape(Schema):
    id, title = fields.String(), fields.String(attribute="duty.title")
    per_week = fields.Integer(attribute="duty.per_week")
    weeks = many(WeekShape)
    cells = fields.List(fields.Nested(CellShape, allow_none=True), metadata={"description": "in the order of weeks"})
    shown = fields.Nested(WeekShape, allow_none=True, metadata={"description": "null: no week of this duty is shown"})
    broadcasts = many(BroadcastShape)
    openings = many(SlotShape, metadata={"description": "free times still ahead in the week shown"})


class CommuneShape(Schema):
    place = fields.Nested(PlaceShape)
    above = fields.List(fields.String(), metadata={"description": "its own code and those of all places above it"})
    now, monday = Instant(), Day()
    station = fields.Nested(StationShape)
    nodes, duties, reminders = many(NodeShape), many(DutyOfCommuneShape), many(ReminderShape)


class CellPageShape(Schema):
    place, week = fields.Nested(PlaceShape), fields.Nested(WeekShape)
    now, campaign = Instant(), fields.String(attribute="campaign.slug")
    duty, per_week = fields.String(attribute="duty.title"), fields.Integer(attribute="duty.per_week")
    history = many(CellShape, metadata={"description": "every judgement, the oldest first; the last one stands"})
    broadcasts, evidence, excuses = many(BroadcastShape), many(EvidenceShape), many(ExcuseShape)


class BroadcastPageShape(Schema):
    broadcast = fields.Nested(BroadcastShape)
    place, now = fields.Nested(PlaceShape), Instant()
    duty = fields.String(attribute="duty.title")
    cell = fields.Nested(CellShape, allow_none=True)
    station = fields.Nested(StationShape)
    by_hand = fields.Boolean(metadata={"description": "a person must switch it on and confirm it"})
    recording = fields.Nested(RecordingShape, allow_none=True)
    evidence, openings = many(EvidenceShape), many(SlotShape)
    instead = fields.Nested(BroadcastShape, allow_none=True, metadata={"description": "what was placed instead"})


class ReplayShape(Schema):
    now, starts_at, ends_at = Instant(), Instant(), Instant()
    speed = fields.Integer(metadata={"description": "simulated seconds for each real one"})
    paused, ended = fields.Boolean(), fields.Boolean()


class SweepRunShape(Schema):
    name, began_at, ended_at = fields.String(), Instant(), Instant(allow_none=True)
    result = fields.String(metadata={"description": "how much it did, or the failure's own words"})
    failed = fields.Boolean()


class TodayItemShape(Schema):
    broadcast, place = fields.Nested(BroadcastShape), fields.Nested(PlaceShape)
    by_hand, needs_word = fields.Boolean(), fields.Boolean()


class EscalationShape(Schema):
    place = fields.Function(lambda raised: PlaceShape().dump(raised[0]), metadata={"type": "object"})
    duty = fields.Function(lambda raised: raised[1].cell.duty, metadata={"type": "string"})
    week = fields.Function(lambda raised: raised[1].cell.week.isoformat(), metadata={"type": "string"})
    level = fields.Function(lambda raised: raised[1].level, metadata={"type": "integer"})
    role = fields.Function(lambda raised: raised[1].role, metadata={"enum": [str(role) for role in Role]})


class TodayTotalsShape(Schema):
    to_confirm, coming, done, at_risk = (fields.Integer() for _ in range(4))


class TodayShape(Schema):
    now = Instant()
    totals = fields.Nested(TodayTotalsShape, metadata={"description": "how many there are; 30 of each are told"})
    to_confirm, coming, done = many(TodayItemShape), many(TodayItemShape), many(TodayItemShape)
    reminders, pressing, escalations = many(ReminderShape), many(PressingShape), many(EscalationShape)
