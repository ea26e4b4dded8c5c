"""What people fill in about a broadcast: that it was played or not, another time for it, why it is cancelled."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Regexp, ValidationError

from outreach.domain.calendar import instant, local
from outreach.domain.planning import Slot
from outreach.services.confirming import Statement
from outreach.services.views import BroadcastView
from outreach.web.formats import brief
from outreach.web.forms import WHICH_DAY, WHICH_TIME, ClockField, DayField, Filled, WordsField
from outreach.web.written import says_something

TOKEN = r"[0-9a-f]{32}\Z"
REASONS = {
    "Mất điện": lazy_gettext("Mất điện"),
    "Hỏng máy hoặc loa": lazy_gettext("Hỏng máy hoặc loa"),
    "Không có người trực": lazy_gettext("Không có người trực"),
    "Mưa bão, phải tắt máy": lazy_gettext("Mưa bão, phải tắt máy"),
}
"""Stored in Vietnamese, whatever language the page is in: other people read them."""
OWN = "own"


class Worded(FlaskForm):
    """A form that is a person's word: its token is made with the page, so that sending it twice counts once."""

    token = HiddenField(validators=[Regexp(TOKEN, message=lazy_gettext("Mở lại trang rồi gửi lại."))])


class StatementForm(Worded):
    day = DayField(validators=[Filled(WHICH_DAY)])
    clock = ClockField(validators=[Filled(WHICH_TIME)])
    clusters = SelectMultipleField(
        validate_choice=False, validators=[Filled(lazy_gettext("Chưa chọn cụm loa nào; đánh dấu những cụm đã phát."))]
    )
    file = FileField()
    kept = HiddenField()
    note = WordsField()
    outcome = HiddenField()

    def statement(self, broadcast: str, attachment: str) -> Statement:
        return Statement(
            broadcast=broadcast,
            token=self.token.data,
            started_at=instant(self.day.data, self.clock.data),
            clusters=tuple(dict.fromkeys(self.clusters.data)),
            whole=self.outcome.data != "broken",
            attachment=attachment,
            note=self.note.data,
        )

    def validate_clusters(self, field: Any) -> None:
        strange = [value for value in field.data if value not in field.choices]
        if strange:
            raise ValidationError(_("Đài không có cụm «%(value)s»; chọn trong danh sách.", value=strange[0][:80]))


def statement_form(view: BroadcastView, sent: bool = False) -> StatementForm:
    """Filled in as it will most often be: played at the planned time (or now, if that comes first) by all clusters."""
    began, clusters = local(min(view.broadcast.starts_at, view.now)), list(view.station.clusters)
    form = StatementForm(**_typed(sent), token=uuid4().hex, day=began.date(), clock=began.time(), clusters=clusters)
    form.clusters.choices = clusters
    return form


class NotPlayedForm(Worded):
    reason = RadioField(choices=[], validate_choice=False)
    why = WordsField(most=300)

    def told(self) -> str:
        return ". ".join(part for part in (self.reason.data, self.why.data) if part)

    def validate_why(self, field: Any) -> None:
        if not says_something(self.told()):
            raise ValidationError(_("Chọn một lý do, hoặc ghi lý do khác."))

    def validate_reason(self, field: Any) -> None:
        if field.data and field.data not in [value for value, _label in field.choices]:
            raise ValidationError(_("Chọn một lý do trong danh sách, hoặc ghi lý do khác."))


def not_played_form(sent: bool = False) -> NotPlayedForm:
    form = NotPlayedForm(**_typed(sent), token=uuid4().hex)
    form.reason.choices = list(REASONS.items())
    return form


class PlacingForm(FlaskForm):
    """A time for a broadcast: one of the free openings, or another that the officer chooses."""

    opening = SelectField(validate_choice=False)
    day = DayField()
    clock = ClockField()

    def starts_at(self) -> datetime:
        if self.opening.data == OWN:
            return instant(self.day.data, self.clock.data)
        return datetime.fromisoformat(self.opening.data)

    def validate_opening(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Chưa chọn giờ; chọn một giờ trống hoặc «Giờ khác»."))
        if field.data not in [value for value, _label in field.choices]:
            raise ValidationError(_("Giờ vừa chọn không còn trống; chọn giờ khác."))

    def validate_day(self, field: Any) -> None:
        if self.opening.data == OWN and field.data is None and not field.errors:
            raise ValidationError(str(WHICH_DAY))

    def validate_clock(self, field: Any) -> None:
        if self.opening.data == OWN and field.data is None and not field.errors:
            raise ValidationError(str(WHICH_TIME))

    @property
    def time_field(self) -> Any:
        """The field in which the time was chosen."""
        return self.clock if self.opening.data == OWN else self.opening


def placing_form(openings: Sequence[Slot], day: date | None = None, sent: bool = False) -> PlacingForm:
    """``day`` is where the calendar of «another time» opens."""
    slots = [(slot.starts_at.astimezone(UTC).isoformat(), brief(slot.starts_at)) for slot in openings]
    form = PlacingForm(**_typed(sent), day=day, opening="" if slots else OWN)
    form.opening.choices = [*slots, (OWN, _("Giờ khác…"))]
    return form


class CancelForm(FlaskForm):
    why = WordsField(most=300, validators=[Filled(lazy_gettext("Còn trống; ghi lý do hủy để người xem sau hiểu."))])


def cancel_form(sent: bool = False) -> CancelForm:
    return CancelForm(**_typed(sent))


def _typed(sent: bool) -> dict[str, Any]:
    """Of several forms on a page only the one that was sent reads what was typed."""
    return {} if sent else {"formdata": None}
