"""Whom a notice has not reached, and why: on the screen a page at a time, whole as a file."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from outreach.domain.deliveries import UNREACHED, DeliveryState
from outreach.domain.errors import RuleBroken
from outreach.services.notice_views import Row
from outreach.web.asked import asked_code
from outreach.web.formats import phone
from outreach.web.guards import person
from outreach.web.house import desk
from outreach.web.notice_steps import states_shown
from outreach.web.notice_words import DELIVERY, MEDIUM, delivery_reason

blueprint = Blueprint("failures", __name__)
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_DIGITS = 18


@blueprint.get("/thong-bao/<code:slug>/chua-den")
def show(slug: str) -> str:
    states, commune = _asked()
    view = desk().following.failures(person(), slug, states, commune, _after())
    return render_template(
        "pages/failures/show.html",
        view=view,
        chosen=states[0] if states else "",
        commune=commune,
        states=states_shown(),
    )


@blueprint.get("/thong-bao/<code:slug>/chua-den.csv", defaults={"kind": "csv"})
@blueprint.get("/thong-bao/<code:slug>/chua-den.xlsx", defaults={"kind": "xlsx"})
def export(slug: str, kind: str) -> Response:
    states, commune = _asked()
    content = desk().handing_out.failures(person(), slug, kind, _headings(), _line, states, commune)
    told = {"Content-Disposition": f'attachment; filename="chua-den-{slug}.{kind}"'}
    return Response(content, mimetype=KINDS[kind], headers=told)


def _asked() -> tuple[tuple[DeliveryState, ...], str]:
    wanted = request.args.get("trang-thai", "")
    states = tuple(state for state in UNREACHED if state.value == wanted)
    if wanted and not states:
        raise RuleBroken("Không có trạng thái «{state}» trong danh sách này.", state=wanted[:40])
    return states, asked_code(request.args, "xa")


def _after() -> int:
    text = request.args.get("sau", "0")
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise RuleBroken("Địa chỉ này không đúng: mở lại danh sách từ đầu.")
    return int(text)


def _headings() -> Sequence[str]:
    return (
        _("Mã khách hàng"),
        _("Tên"),
        _("Xã, thị trấn"),
        _("Thôn"),
        _("Điện thoại"),
        _("Tình trạng"),
        _("Vì sao"),
        _("Kênh"),
        _("Lúc"),
    )


def _line(row: Row) -> Sequence[Any]:
    delivery = row.delivery
    return (
        delivery.code,
        row.name,
        row.place.label if delivery.commune else "",
        row.hamlet,
        "; ".join(map(phone, row.phones)),
        str(DELIVERY[delivery.state].word),
        delivery_reason(delivery.state, delivery.reason),
        MEDIUM[delivery.medium],
        delivery.changed_at,
    )
