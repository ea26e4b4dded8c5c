"""The administrator's page: whether the sweeps run, and what last went wrong."""

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _

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
    "tokens": _("Gia hạn quyền gửi Zalo"),
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
    return render_template("pages/operations/show.html", runs=runs, failed=failed, names=SWEEPS)
