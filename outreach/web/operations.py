"""The administrator's page: whether the sweeps run and the channels send, and what last went wrong."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from outreach.domain.errors import NotAllowed
from outreach.domain.ledger import SweepRun
from outreach.domain.people import Action
from outreach.web.guards import may, person
from outreach.web.house import desk

blueprint = Blueprint("operations", __name__)

SWEEPS = {
    "close": _("Ghi nhận lượt phát không ai xác nhận"),
    "plan": _("Xếp lịch và phát bù"),
    "publish": _("Gửi lịch cho máy phát"),
    "remind": _("Nhắc cán bộ"),
    "notices": _("Gửi thông báo"),
    "tokens": _("Gia hạn quyền gửi tin"),
    "sound": _("Làm bản phát loa"),
    "tidy": _("Dọn tệp âm thanh dở dang"),
    "inbox": _("Nhận tệp từ thư mục âm thanh"),
    "watch": _("Xét sổ và báo cấp trên"),
    "replay": _("Đẩy bản diễn lại đi tiếp"),
}


def sweep_runs() -> tuple[SweepRun, ...]:
    """How each sweep last went, for the administrator alone."""
    if not may(Action.MANAGE_PEOPLE):
        raise NotAllowed("Tài khoản {user} không có quyền làm việc này ở đây.", user=person().username)
    return desk().sweep_runs.all()


@blueprint.get("/van-hanh")
def show() -> str:
    runs = sweep_runs()
    failed = [run for run in runs if run.failed]
    return render_template(
        "pages/operations/show.html",
        runs=runs,
        failed=failed,
        names=SWEEPS,
        troubles=desk().following.troubles(person()),
    )


@blueprint.post("/van-hanh/kenh/<code:channel>/chay-lai")
def release(channel: str) -> Response:
    desk().tending.release(person(), channel)
    flash(gettext("Kênh %(channel)s chạy lại, bắt đầu bằng ít tin.", channel=channel))
    return redirect(url_for("operations.show"), 303)
