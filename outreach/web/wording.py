"""A word, a sign and a sentence for every state of the field: never a colour alone, never a code on a screen."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from outreach.domain.broadcasts import BroadcastState, Evidence, EvidenceKind, Purpose
from outreach.domain.campaigns import CampaignState
from outreach.domain.duties import CellState, Reason
from outreach.domain.people import Role
from outreach.domain.recordings import RecordingState
from outreach.services.witnessing import SYSTEM


@dataclass(frozen=True, slots=True)
class Words:
    """How a state is shown: a sign that survives black-and-white print, a word, a CSS class."""

    sign: str
    word: Any
    css: str


CELL = {
    CellState.KEPT: Words("✓", _("đã phát"), "is-kept"),
    CellState.PLANNED: Words("○", _("đã xếp lịch"), "is-planned"),
    CellState.PENDING: Words("…", _("đang chờ"), "is-pending"),
    CellState.AT_RISK: Words("!", _("có nguy cơ"), "is-at-risk"),
    CellState.MISSED: Words("✕", _("không đạt"), "is-missed"),
    CellState.EXCUSED: Words("–", _("được miễn"), "is-excused"),
}
CELL_HISTORY = {**CELL, CellState.WITHDRAWN: Words("–", _("đã rút"), "is-excused")}
"""A withdrawn cell is in no ledger any more, but what was judged of it stays."""

BROADCAST = {
    BroadcastState.PLANNED: Words("○", _("đã xếp lịch"), "is-planned"),
    BroadcastState.DELIVERED: Words("◔", _("máy đã nhận lịch"), "is-planned"),
    BroadcastState.PLAYING: Words("▶", _("đang phát"), "is-pending"),
    BroadcastState.PLAYED: Words("✓", _("đã phát"), "is-kept"),
    BroadcastState.INTERRUPTED: Words("◪", _("phát dở dang"), "is-missed"),
    BroadcastState.MISSED: Words("✕", _("không phát"), "is-missed"),
    BroadcastState.CANCELLED: Words("–", _("đã hủy"), "is-excused"),
}

REASON = {
    Reason.PLAYED: _("Đã phát đủ số lượt của tuần."),
    Reason.EXCUSED: _("Được miễn theo văn bản."),
    Reason.ON_SCHEDULE: _("Đã xếp lịch, vẫn còn giờ để phát bù."),
    Reason.MAKEUP_PLANNED: _("Một lượt không thành; đã tự xếp lượt phát bù."),
    Reason.AWAITING_LOG: _("Máy đang mất mạng, chưa gửi nhật ký: có thể đã phát."),
    Reason.AWAITING_STATEMENT: _("Đã qua giờ phát, cán bộ chưa xác nhận."),
    Reason.NOTHING_PLANNED: _("Chưa có lượt phát nào, tuần vẫn còn giờ trống."),
    Reason.LAST_SLOT: _("Chỉ còn trông vào một lượt: nếu hỏng thì khó kịp phát bù."),
    Reason.NOT_DELIVERED: _("Sắp đến giờ mà máy chưa nhận được lịch."),
    Reason.NO_SLOT_LEFT: _("Tuần không còn giờ phát nào trong khung giờ của đài."),
    Reason.NOT_PLAYED: _("Hết tuần mà chưa phát đủ."),
    Reason.NOT_ASKED: _("Kế hoạch không còn giao tuần này."),
}

NEXT_STEP = {
    Reason.AWAITING_LOG: _("Kiểm tra mạng của máy"),
    Reason.AWAITING_STATEMENT: _("Gọi xã xác nhận"),
    Reason.NOTHING_PLANNED: _("Xếp một lượt phát"),
    Reason.LAST_SLOT: _("Nhắc xã phát đúng giờ"),
    Reason.NOT_DELIVERED: _("Kiểm tra mạng của máy"),
    Reason.NO_SLOT_LEFT: _("Xếp lượt ngoài khung giờ"),
}

PURPOSE = {
    Purpose.WEEKLY: _("lượt hằng tuần"),
    Purpose.MAKEUP: _("phát bù"),
    Purpose.ADDED: _("cán bộ thêm"),
    Purpose.MOVED: _("chuyển giờ"),
}

EVIDENCE = {
    EvidenceKind.DELIVERED: _("Máy đã nhận lịch và đúng tệp âm thanh"),
    EvidenceKind.STARTED: _("Máy bắt đầu phát"),
    EvidenceKind.ENDED: _("Nhật ký của máy: đã phát"),
    EvidenceKind.SKIPPED: _("Nhật ký của máy: không phát"),
    EvidenceKind.STATEMENT: _("Cán bộ xác nhận đã phát"),
    EvidenceKind.NOT_PLAYED: _("Cán bộ báo không phát được"),
    EvidenceKind.COUNTERSIGN: _("Người thứ hai ký chứng kiến"),
    EvidenceKind.UNCONFIRMED: _("Không ai xác nhận trong 24 giờ"),
    EvidenceKind.NOT_RECEIVED: _("Máy không nhận được lượt này"),
    EvidenceKind.CANCELLED: _("Đã hủy"),
}

GRADE = {
    "M0": _("lời xác nhận của cán bộ"),
    "M1": _("lời xác nhận kèm ảnh hoặc ghi âm"),
    "M3": _("có người thứ hai chứng kiến"),
    "E1": _("máy giữ đúng tệp"),
    "E2": _("nhật ký máy: đã đưa hết âm thanh ra loa"),
}

ROLE = {
    Role.COMMUNE_OFFICER: _("cán bộ truyền thanh xã"),
    Role.COMMUNE_LEADER: _("lãnh đạo xã"),
    Role.MEDIA_CENTRE: _("trung tâm truyền thông"),
    Role.POWER_COMPANY: _("điện lực"),
    Role.DISTRICT_OFFICE: _("văn phòng huyện"),
    Role.ADMINISTRATOR: _("quản trị"),
}

REMINDER = {
    "before": _("Sắp đến giờ phát."),
    "confirm": _("Đã phát chưa? Hãy xác nhận."),
    "confirm_again": _("Vẫn chưa xác nhận. Quá 24 giờ sẽ ghi là không phát."),
}

RECORDING = {
    RecordingState.DRAFT: _("bản nháp, chưa duyệt"),
    RecordingState.SUBMITTED: _("chờ duyệt"),
    RecordingState.APPROVED: _("đã duyệt"),
    RecordingState.WITHDRAWN: _("đã rút"),
}

KIND = {"Thị trấn": _("TT"), "Thành phố": _("TP"), "Thị xã": _("TX"), "Phường": _("P"), "Huyện": _("H")}
"""Kinds of places as people shorten them in tables; a commune (xã) needs no word there."""

CAMPAIGN = {CampaignState.ACTIVE: _("đang chạy"), CampaignState.SUPERSEDED: _("đã bị thay thế")}

SYSTEM_NOTES = (
    _("Máy chưa nhận được lịch phát này."),
    _("Nhật ký của máy đã đủ mà không có lượt phát này."),
    _("Tuần đã đạt, không cần phát bù."),
    _("Chuyển sang giờ khác."),
)
"""What services write into evidence by themselves; stored in Vietnamese, named here so that it can be translated."""


def grade(code: str) -> str:
    """A grade with its meaning; one that nobody described yet is shown as it is."""
    return f"{code} · {GRADE[code]}" if code in GRADE else code


def note(row: Evidence) -> str:
    """What stands beside a row of evidence: our own notes in the reader's language, people's as they wrote them."""
    if not row.note or (row.kind is EvidenceKind.UNCONFIRMED and row.by == SYSTEM):
        return ""  # the kind has said it all
    return str(gettext(row.note))


def author(row_by: str) -> str:
    return str(_("hệ thống")) if row_by == SYSTEM else row_by
