"""What screens call the states of notices: never "sent" for what a network has merely accepted."""

from flask_babel import lazy_gettext as _

from outreach.domain.deliveries import AttemptState, DeliveryState
from outreach.domain.law import Scope, Source
from outreach.domain.messages import Medium, MessageClass
from outreach.domain.notices import NoticeState
from outreach.services.tending import Word
from outreach.web.wording import Words

NOTICE = {
    NoticeState.DRAFT: Words("✎", _("đang soạn"), "is-planned"),
    NoticeState.SUBMITTED: Words("?", _("chờ người thứ hai duyệt"), "is-pending"),
    NoticeState.APPROVED: Words("▶", _("đã duyệt"), "is-planned"),
    NoticeState.PAUSED: Words("❚❚", _("đang tạm dừng"), "is-pending"),
    NoticeState.CANCELLED: Words("–", _("đã hủy"), "is-excused"),
    NoticeState.FINISHED: Words("■", _("đã kết thúc"), "is-excused"),
}
ALL_GONE = Words("■", _("không còn tin chờ gửi"), "is-excused")

DELIVERY = {
    DeliveryState.DELIVERED: Words("✓", _("Máy đã nhận (có biên nhận)"), "is-kept"),
    DeliveryState.TOLD: Words("☎", _("Đã báo trực tiếp"), "is-kept"),
    DeliveryState.ACCEPTED: Words("◔", _("Nhà mạng đã nhận, chưa có biên nhận"), "is-planned"),
    DeliveryState.WAITING: Words("○", _("Chờ gửi"), "is-planned"),
    DeliveryState.SENDING: Words("…", _("Đang gửi"), "is-planned"),
    DeliveryState.UNKNOWN: Words("…", _("Chưa rõ – đang hỏi lại nhà mạng"), "is-pending"),
    DeliveryState.IN_DOUBT: Words("!", _("Cần người xem"), "is-at-risk"),
    DeliveryState.UNDELIVERED: Words("✕", _("Máy không nhận được"), "is-missed"),
    DeliveryState.REFUSED: Words("✕", _("Nhà mạng từ chối"), "is-missed"),
    DeliveryState.EXPIRED: Words("✕", _("Quá hạn, không gửi nữa"), "is-missed"),
    DeliveryState.UNREACHABLE: Words("✕", _("Không có số di động"), "is-missed"),
    DeliveryState.SUPPRESSED: Words("–", _("Người dân không muốn nhận"), "is-excused"),
    DeliveryState.CANCELLED: Words("–", _("Đã hủy"), "is-excused"),
}
"""In the order in which a reader asks: who has it, who will, who must be seen to."""

ATTEMPT = {
    AttemptState.STARTED: Words("…", _("đã bắt đầu gọi"), "is-planned"),
    AttemptState.UNKNOWN: Words("…", _("không rõ kết quả"), "is-pending"),
    AttemptState.REFUSED: Words("✕", _("bị từ chối"), "is-missed"),
    AttemptState.ACCEPTED: Words("◔", _("nhà mạng đã nhận"), "is-planned"),
    AttemptState.UNDELIVERED: Words("✕", _("máy không nhận được"), "is-missed"),
    AttemptState.DELIVERED: Words("✓", _("máy đã nhận"), "is-kept"),
}

MEDIUM = {Medium.ZALO: "Zalo", Medium.SMS: "SMS"}

CLASS = {
    MessageClass.CARE: _("Chăm sóc khách hàng"),
    MessageClass.ADVERTISING: _("Quảng cáo"),
    MessageClass.EMERGENCY: _("Khẩn cấp"),
}

WORD = {
    Word.PHONED: _("Đã báo qua điện thoại"),
    Word.VISITED: _("Đã đến nhà báo"),
    Word.NOT_MET: _("Chưa gặp được"),
    Word.TAKEN_BACK: _("Ghi nhầm, đã sửa"),
    Word.SEND_AGAIN: _("Cho gửi lại"),
}

SCOPE = {Scope.ADVERTISING: _("không nhận quảng cáo"), Scope.ALL: _("không nhận tin nào, trừ tin khẩn cấp")}

SOURCE = {
    Source.DO_NOT_CALL: _("danh sách không quảng cáo quốc gia"),
    Source.COUNTER: _("nói tại quầy"),
    Source.PHONE: _("nói qua điện thoại"),
    Source.ZALO: _("nút từ chối trên Zalo"),
    Source.WEB: _("tự ghi trên trang web"),
}

REASON = {
    "no-mobile": _("trong danh sách không có số di động"),
    "refuses": _("đã ghi là không muốn nhận tin"),
    "user-refuses": _("đã chặn tin của đơn vị gửi"),
    "advertising-cap": _("đã đủ 3 tin quảng cáo trong 24 giờ"),
    "expired": _("hết hạn trước khi gửi được"),
    "cancelled": _("thông báo đã hủy"),
    "no-such-number": _("số không đúng hoặc không còn dùng"),
    "number-blocked": _("số bị chặn"),
    "no-zalo-account": _("số này không dùng Zalo"),
    "old-zalo": _("Zalo trên máy quá cũ"),
    "user-not-reachable": _("Zalo không liên lạc được với máy này"),
    "account-cannot-receive": _("tài khoản Zalo không nhận được tin"),
    "account-inactive": _("tài khoản Zalo không hoạt động"),
    "daily-limit": _("hết hạn mức trong ngày"),
    "daily-quota": _("hết hạn mức trong ngày"),
    "template-daily-quota": _("hết hạn mức mẫu tin trong ngày"),
    "night": _("ban đêm, nhà mạng không nhận"),
    "too-fast": _("gửi nhanh quá, nhà mạng bảo chờ"),
    "no-answer": _("nhà mạng không trả lời"),
    "not-reachable": _("không kết nối được với nhà mạng"),
    "provider-failed": _("máy chủ nhà mạng gặp lỗi"),
    "unreadable-answer": _("câu trả lời của nhà mạng không đọc được"),
    "unknown-code": _("nhà mạng trả về mã lạ"),
    "key-refused": _("nhà mạng không nhận khóa của ta"),
    "no-balance": _("tài khoản với nhà mạng đã hết tiền"),
    "brand-not-registered": _("tên người gửi chưa đăng ký"),
    "network-not-registered": _("tên người gửi chưa đăng ký với mạng này"),
    "not-the-registered-template": _("lời tin không khớp mẫu đã đăng ký"),
    "no-such-template": _("không có mẫu tin Zalo này"),
    "template-not-approved": _("mẫu tin Zalo chưa được duyệt"),
    "template-disabled": _("mẫu tin Zalo đã bị khóa"),
    "parameter-not-valid": _("giá trị điền vào mẫu Zalo không hợp lệ"),
    "text-not-valid": _("lời tin không hợp lệ"),
    "text-too-long": _("lời tin quá dài"),
    "token-not-valid": _("mã truy cập Zalo hết hiệu lực"),
    "still-running": _("nhà mạng còn đang xử lý"),
    "undelivered": _("nhà mạng báo máy không nhận được"),
    "timeout": _("nhà mạng không trả lời kịp"),
    "not-asked": _("chưa hỏi lại được nhà mạng"),
    "of-another": _("đang hỏi lại nhà mạng"),
    "too-late-to-repeat": _("hết hạn trước khi hỏi lại được nhà mạng"),
    "channel-gone": _("kênh đã gửi không còn được cài đặt"),
    "landline": _("số máy bàn, không nhận được tin"),
    "no-receipt": _("không có báo nhận nào từ máy"),
    "rerouted": _("chuyển sang cách gửi khác"),
}
"""Reasons that we or the channels give; any other is shown as the provider wrote it."""


def standing(state: NoticeState, settled: bool) -> Words:
    """What a notice is called in a list: an approved one with an outcome for everybody has nothing more to send."""
    return ALL_GONE if settled and state is NoticeState.APPROVED else NOTICE[state]


def reason(code: str) -> str:
    return str(REASON.get(code, code))


def delivery_reason(state: DeliveryState, code: str) -> str:
    """What stands beside a state; of those told in person it would name the state before, which says nothing here."""
    return "" if state is DeliveryState.TOLD else reason(code)


def money(vnd: int) -> str:
    """1.234.567 đồng"""
    return f"{count(vnd)} đồng"


def count(number: int) -> str:
    """1.234.567"""
    return f"{number:,}".replace(",", ".")
