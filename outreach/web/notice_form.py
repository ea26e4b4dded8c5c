"""The form in which a notice is written: every problem told beside its field, nothing typed lost."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from outreach.domain.calendar import instant, local
from outreach.domain.customers import AgreementState, AudienceFilter, PaymentWay
from outreach.domain.law import ADVERTISING_LABELS, HOURS
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.notices import NoticeContent
from outreach.domain.wordings import LONGEST_SOURCE
from outreach.services.drafting import OWN, Choices
from outreach.web.forms import WHICH_DAY, WHICH_TIME, ClockField, DayField, Filled, WordsField, refuse
from outreach.web.notice_words import CLASS

ROUTES = {
    "zalo,sms": lazy_gettext("Zalo trước, ai không nhận được thì gửi SMS một lần"),
    "sms": lazy_gettext("Chỉ SMS"),
    "zalo": lazy_gettext("Chỉ Zalo"),
}
AGREEMENTS = {
    AgreementState.NONE.value: lazy_gettext("chưa hỏi"),
    AgreementState.ASKED.value: lazy_gettext("đã hỏi, chưa ký"),
    AgreementState.SIGNED.value: lazy_gettext("đã ký thỏa thuận"),
    AgreementState.REFUSED.value: lazy_gettext("không đồng ý"),
}
PAYMENTS = {
    PaymentWay.CASH.value: lazy_gettext("tiền mặt"),
    PaymentWay.CASHLESS.value: lazy_gettext("không dùng tiền mặt"),
    PaymentWay.UNKNOWN.value: lazy_gettext("chưa rõ"),
}
ACCENTS = {"0": lazy_gettext("Không dấu"), "1": lazy_gettext("Có dấu")}
DAYS_OF_MONTH = range(1, 32)


Options = Iterable[tuple[str, Any]]


class Ticks(SelectMultipleField):
    """Boxes to tick, each a value and its words; what nobody offered is refused in our words."""

    def __init__(self, offered: Options = (), **kwargs: Any) -> None:
        super().__init__(choices=[], validate_choice=False, **kwargs)
        self.offered = list(offered)

    def pre_validate(self, form: FlaskForm) -> None:
        _refuse_strange(self, self.data or ())


class Choice(StringField):
    """One of a few, each a value and its words; what nobody offered is refused in our words."""

    def __init__(self, offered: Options, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offered = list(offered)

    def pre_validate(self, form: FlaskForm) -> None:
        _refuse_strange(self, [self.data])


def _refuse_strange(field: Any, chosen: Iterable[str]) -> None:
    if set(chosen) - {value for value, _label in field.offered}:
        raise ValidationError(_("Có mục không nằm trong danh sách: tải lại trang rồi chọn lại."))


class NoticeForm(FlaskForm):
    title = WordsField(most=120, validators=[Filled(lazy_gettext("Còn trống; đặt một tên để nhận ra thông báo này."))])
    text = WordsField(most=LONGEST_SOURCE, validators=[Filled(lazy_gettext("Còn trống; viết lời sẽ gửi."))])
    accented = Choice(list(ACCENTS.items()), default="0")
    message_class = Choice([(kind.value, label) for kind, label in CLASS.items()], default="care")
    route = Choice(list(ROUTES.items()), default="sms")
    zalo_template = WordsField(most=40)
    zalo_fields = WordsField(most=2_000)
    communes, power_units = Ticks(), Ticks()
    reading_days = WordsField(most=120)
    agreements, payments = Ticks(list(AGREEMENTS.items())), Ticks(list(PAYMENTS.items()))
    one_per_person = BooleanField(default=True)
    opens, closes = ClockField(default=time(7)), ClockField(default=time(21))
    starts_day, starts_clock = DayField(validators=[Filled(WHICH_DAY)]), ClockField(validators=[Filled(WHICH_TIME)])
    expires_day, expires_clock = DayField(validators=[Filled(WHICH_DAY)]), ClockField(validators=[Filled(WHICH_TIME)])
    hotline, new_day, deadline = WordsField(most=60), WordsField(most=60), WordsField(most=60)

    def offer(self, choices: Choices) -> "NoticeForm":
        self.communes.offered = [(place.code, place.label) for place in choices.places]
        self.power_units.offered = [(unit, unit) for unit in choices.power_units]
        return self

    def media(self) -> tuple[Medium, ...]:
        known = self.route.data if self.route.data in ROUTES else "sms"
        return tuple(Medium(name) for name in known.split(","))

    def kind(self) -> MessageClass:
        """The class that was chosen; of a strange one, told beside its field, the strictest hours are asked."""
        chosen = self.message_class.data
        return MessageClass(chosen) if chosen in set(MessageClass) else MessageClass.ADVERTISING

    def own(self) -> dict[str, str]:
        """The merge fields that stand in the form, but for those left empty."""
        return {name: self[name].data for name in OWN if self[name].data}

    def audience(self) -> AudienceFilter:
        return AudienceFilter(
            communes=tuple(self.communes.data or ()),
            power_units=tuple(self.power_units.data or ()),
            reading_days=tuple(_days(self.reading_days.data or "")),
            agreements=tuple(map(AgreementState, self.agreements.data or ())),
            payments=tuple(map(PaymentWay, self.payments.data or ())),
        )

    def content(self) -> NoticeContent:
        """What was typed, once it has been validated."""
        return NoticeContent(
            title=self.title.data,
            text=self.text.data,
            message_class=self.kind(),
            route=self.media(),
            audience=self.audience(),
            starts_at=instant(self.starts_day.data, self.starts_clock.data),
            expires_at=instant(self.expires_day.data, self.expires_clock.data),
            accented=self.accented.data == "1",
            one_per_person=bool(self.one_per_person.data),
            opens=self.opens.data,
            closes=self.closes.data,
            zalo_template=self.zalo_template.data if Medium.ZALO in self.media() else "",
            zalo_fields=tuple(_pairs(self.zalo_fields.data)) if Medium.ZALO in self.media() else (),
            values=self.own(),
        )

    def validate_text(self, field: Field) -> None:
        if self.message_class.data == "advertising" and not (field.data or "").lstrip().startswith(ADVERTISING_LABELS):
            raise ValidationError(_("Tin quảng cáo phải mở đầu bằng [QC] hoặc [AD]."))

    def validate_zalo_template(self, field: Field) -> None:
        if Medium.ZALO in self.media() and not field.data:
            raise ValidationError(_("Gửi bằng Zalo cần mã mẫu tin đã được Zalo duyệt."))

    def validate_zalo_fields(self, field: Field) -> None:
        if any("=" not in line for line in (field.data or "").splitlines() if line.strip()):
            raise ValidationError(_("Mỗi dòng viết: tên tham số = giá trị, như reading_date = {{ new_day }}."))

    def validate_reading_days(self, field: Field) -> None:
        try:
            days = list(_days(field.data or ""))
        except ValueError:
            days = [0]
        if any(day not in DAYS_OF_MONTH for day in days):
            raise ValidationError(_("Đọc được «%(value)s»; viết các ngày trong tháng, như 10, 15.", value=field.data))

    def validate_opens(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(str(WHICH_TIME))

    def validate_closes(self, field: Field) -> None:
        if not field.data or not self.opens.data:
            raise ValidationError(str(WHICH_TIME))
        for medium in self.media():
            allowed = HOURS[medium, self.kind()]
            if max(allowed.opens, self.opens.data) >= min(allowed.closes, field.data):
                span = f"{allowed.opens:%H:%M}–{allowed.closes:%H:%M}"
                raise ValidationError(_("Giờ này nằm ngoài giờ được phép gửi (%(span)s).", span=span))

    def validate_expires_clock(self, field: Field) -> None:
        whole = all((self.starts_day.data, self.starts_clock.data, self.expires_day.data, field.data))
        if whole and self._ends() <= self._starts():
            raise ValidationError(_("Hạn chót phải sau lúc bắt đầu gửi."))

    def _starts(self) -> datetime:
        return instant(self.starts_day.data, self.starts_clock.data)

    def _ends(self) -> datetime:
        return instant(self.expires_day.data, self.expires_clock.data)

    def tell(self, faults: dict[str, list[str]]) -> None:
        """Put what was found in the texts beside them."""
        for name, sentences in faults.items():
            for sentence in sentences:
                refuse(self[name], sentence)


def filled_from(content: NoticeContent) -> dict[str, Any]:
    """What the form shows of a content."""
    wanted, starts, expires = content.audience, local(content.starts_at), local(content.expires_at)
    return {
        "title": content.title,
        "text": content.text,
        "accented": "1" if content.accented else "0",
        "message_class": content.message_class.value,
        "route": ",".join(content.route),
        "zalo_template": content.zalo_template,
        "zalo_fields": "\n".join(f"{name} = {source}" for name, source in content.zalo_fields),
        "communes": list(wanted.communes),
        "power_units": list(wanted.power_units),
        "reading_days": ", ".join(map(str, wanted.reading_days)),
        "agreements": [state.value for state in wanted.agreements],
        "payments": [way.value for way in wanted.payments],
        "one_per_person": content.one_per_person,
        "opens": content.opens,
        "closes": content.closes,
        "starts_day": starts.date(),
        "starts_clock": starts.time(),
        "expires_day": expires.date(),
        "expires_clock": expires.time(),
        **{name: content.values.get(name, "") for name in OWN},
    }


def _pairs(typed: str) -> Iterable[tuple[str, str]]:
    for line in typed.splitlines():
        name, _equals, source = line.partition("=")
        if name.strip():
            yield name.strip(), source.strip()


def _days(typed: str) -> Iterable[int]:
    return (int(one) for one in typed.replace(";", ",").replace(",", " ").split())
