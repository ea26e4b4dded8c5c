"""What the API answers about notices: under the names they have in the code; numbers as the reader may see them."""

from typing import Any

from marshmallow import Schema, fields, validate

from outreach.domain.deliveries import UNREACHED, DeliveryState
from outreach.domain.feasibility import Verdict
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.notices import NoticeState
from outreach.services.notice_views import unreached_of
from outreach.web.addresses import CodeConverter
from outreach.web.api.asked import Asked
from outreach.web.api.fields import TOLD, ClockTime, Instant
from outreach.web.api.marking import _
from outreach.web.api.shapes import PlaceShape, many, named

Text, Number = fields.String, fields.Integer
COUNTS = {"type": "object", "additionalProperties": {"type": "integer"}, "description": "by state"}
UNREACHED_STATE = _("Viết một trạng thái chưa đến được, như undelivered.")
CODE = _("Viết một mã: chữ không dấu, chữ số, dấu chấm, gạch nối.")
FROM = _("Viết số của lượt gửi cuối trang trước, từ 0 trở lên.")


def counts(name: str = "counts") -> fields.Function:
    def told(view: Any) -> dict[str, int]:
        return {state.value: count for state, count in sorted(getattr(view, name).items())}

    return fields.Function(told, metadata=COUNTS)


class NoticeQuery(Asked):
    campaign = fields.String(load_default="", validate=validate.Regexp(f"({CodeConverter.regex})?\\Z", error=CODE))


class FailureQuery(Asked):
    state = fields.Enum(
        DeliveryState,
        by_value=True,
        load_default=None,
        validate=validate.OneOf(sorted(UNREACHED), error=UNREACHED_STATE),
        error_messages={**TOLD, "unknown": UNREACHED_STATE},
    )
    commune = fields.String(load_default="", validate=validate.Regexp(f"({CodeConverter.regex})?\\Z", error=CODE))
    after = fields.Integer(
        load_default=0, validate=validate.Range(0, 2**62, error=FROM), error_messages={"invalid": FROM}
    )


class AudienceShape(Schema):
    communes, hamlets, power_units = (fields.List(Text()) for _n in range(3))
    reading_days = fields.List(Number())
    agreements, payments = fields.List(Text()), fields.List(Text())


class ContentShape(Schema):
    title, text = Text(), Text(metadata={"description": "a template over the merge fields"})
    message_class = named(MessageClass)
    route = fields.List(named(Medium), metadata={"description": "tried in this order, each once"})
    audience = fields.Nested(AudienceShape)
    starts_at, expires_at = Instant(), Instant()
    opens, closes = ClockTime(), ClockTime()
    accented, one_per_person = fields.Boolean(), fields.Boolean()
    zalo_template = Text()
    zalo_fields = fields.List(fields.List(Text()))
    values = fields.Dict(keys=Text(), values=Text())


class SnapshotShape(Schema):
    version, people, unreachable, parts = Number(), Number(), Number(), Number()
    price = Number(metadata={"description": "VND before tax, if nobody falls back on a second medium"})
    ceiling = Number(metadata={"description": "VND before tax, if everybody does"})
    content_sha256, list_sha256, by, at = Text(), Text(), Text(), Instant()


class CustomerNoticeShape(Schema):
    slug, campaign, state, version = Text(), Text(), named(NoticeState), Number()
    content = fields.Nested(ContentShape)
    by, at = Text(), Instant()
    snapshot = fields.Nested(SnapshotShape, allow_none=True)
    approved_by, approved_at = Text(), Instant(allow_none=True)
    hold = Text(metadata={"description": "why nothing goes out although it is approved; empty: nothing holds it"})


class NoticeLineShape(Schema):
    slug, title = Text(attribute="notice.slug"), Text(attribute="notice.content.title")
    campaign, state = (
        Text(attribute="notice.campaign"),
        fields.Enum(NoticeState, by_value=True, attribute="notice.state"),
    )
    expires_at, hold = Instant(attribute="notice.content.expires_at"), Text(attribute="notice.hold")
    trial = fields.Boolean(metadata={"description": "sent to somebody's own phone to try it"})
    counts = counts()
    unreached = fields.Function(lambda line: unreached_of(line.counts), metadata={"type": "integer"})


class CommuneCountsShape(Schema):
    place, counts, unreached = fields.Nested(PlaceShape), counts(), Number()


class HeldShape(Schema):
    channel, hold, held_at = Text(), Text(), Instant(allow_none=True)


class ReasonShape(Schema):
    state = fields.Function(lambda told: told[0].value, metadata={"type": "string"})
    reason = fields.Function(lambda told: told[1], metadata={"type": "string"})
    count = fields.Function(lambda told: told[2], metadata={"type": "integer"})


class ProgressShape(Schema):
    notice, now = fields.Nested(CustomerNoticeShape), Instant()
    whole = fields.Boolean(metadata={"description": "false: only the communes that the reader may see"})
    counts, total, unreached = counts(), Number(), Number()
    communes, reasons = many(CommuneCountsShape), many(ReasonShape)
    per_minute = fields.Float(metadata={"description": "taken by providers, over the last minutes"})
    done_at = Instant(allow_none=True, metadata={"description": "at this rate, inside the hours"})
    too_slow = fields.Boolean(metadata={"description": "at this rate not before the expiry"})
    waits_until = Instant(allow_none=True, metadata={"description": "when the next may leave, if not now"})
    parts, spent_vnd = Number(), Number(metadata={"description": "as providers told, which not all do"})
    held_channels = many(HeldShape)


class FailureShape(Schema):
    delivery, code = Number(attribute="delivery.id"), Text(attribute="delivery.code")
    name, hamlet, place = Text(), Text(), fields.Nested(PlaceShape)
    phones = fields.List(Text(), metadata={"description": "masked unless the reader may see whole numbers"})
    state = fields.Enum(DeliveryState, by_value=True, attribute="delivery.state")
    reason, medium = Text(attribute="delivery.reason"), fields.Enum(Medium, by_value=True, attribute="delivery.medium")
    changed_at = Instant(attribute="delivery.changed_at")


class FailuresShape(Schema):
    rows = many(FailureShape)
    after = Number(allow_none=True, metadata={"description": "asks for the next page; null: this is the last"})


class RecipientShape(Schema):
    code, commune, text, parts = Text(), Text(), Text(), Number()
    codes = fields.List(Text())


class FeasibilityShape(Schema):
    verdict = named(Verdict)
    finish = Instant(allow_none=True, metadata={"description": "if nobody falls back; null: not in time"})
    at_worst = Instant(allow_none=True, metadata={"description": "if everybody does; null: not in time"})


class AppraisalShape(Schema):
    people, unreachable, refusing, parts, price, ceiling = (Number() for _n in range(6))
    list_sha256 = Text()
    longest = fields.Nested(RecipientShape, allow_none=True)
    first = many(RecipientShape)
    feasibility = fields.Nested(FeasibilityShape)
