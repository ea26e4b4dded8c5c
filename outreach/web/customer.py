"""One customer: every message and what became of it, what they refuse, and what somebody noted by hand."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from outreach.domain.deliveries import UNREACHED
from outreach.domain.errors import RuleBroken
from outreach.domain.law import Scope, Source
from outreach.domain.people import Action
from outreach.services.tending import AGAIN, LIFTABLE, Word
from outreach.web.guards import may, person
from outreach.web.house import desk
from outreach.web.notice_form import AGREEMENTS, PAYMENTS
from outreach.web.written import line

blueprint = Blueprint("customer", __name__)
MOST_DIGITS = 18
LONGEST_NOTE = 300


@blueprint.get("/khach-hang/<code:code>")
def show(code: str) -> str:
    view = desk().following.customer(person(), code)
    return render_template(
        "pages/customer/show.html",
        view=view,
        tends=may(Action.TEND, view.above),
        liftable=any(row.source in LIFTABLE for row in view.refused),
        agreements=AGREEMENTS,
        payments=PAYMENTS,
        again=AGAIN,
        unreached=UNREACHED,
    )


@blueprint.post("/khach-hang/<code:code>/tu-choi")
def refuse(code: str) -> Response:
    scope, source = _one_of(Scope, "scope"), _one_of(Source, "source")
    desk().tending.refuse(person(), code, Scope(scope), Source(source), _note())
    flash(_("Đã ghi: không gửi nữa. Việc này có hiệu lực ngay, cả với thông báo đang gửi."))
    return _back(code)


@blueprint.post("/khach-hang/<code:code>/nhan-lai")
def lift(code: str) -> Response:
    count = desk().tending.lift(person(), code, _note())
    flash(_("Đã ghi: người này nhận tin trở lại.") if count else _("Không có lời từ chối nào rút lại được ở đây."))
    return _back(code)


@blueprint.post("/khach-hang/<code:code>/ghi")
def say(code: str) -> Response:
    word = Word(_one_of(Word, "word"))
    if word is Word.SEND_AGAIN and request.form.get("sure") != "y":
        raise RuleBroken("Hãy gọi hỏi trước, rồi đánh dấu «người này chưa nhận được».")
    desk().tending.say(person(), number_in(request.form.get("delivery", "")), word, _note())
    flash(_("Đã ghi."))
    return _back(code)


def number_in(text: str) -> int:
    """The number of a delivery, as a form sends it."""
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise RuleBroken("Không có lượt gửi này.")
    return int(text)


def _one_of(kind: type[Scope] | type[Source] | type[Word], field: str) -> str:
    value = request.form.get(field, "")
    if value not in set(kind):
        raise RuleBroken("Chọn một mục trong danh sách.")
    return value


def _note() -> str:
    return line(request.form.get("note", ""), LONGEST_NOTE)


def _back(code: str) -> Response:
    return redirect(url_for("customer.show", code=code), 303)
