"""What screens call the states of recordings, and what is wrong with a sound: plain words first, figures after them."""

from math import isfinite
from typing import Any

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _

from outreach.domain.library import WorkState
from outreach.domain.recordings import RecordingState
from outreach.domain.sound import Flaw, Loudness, Output, Verdict
from outreach.web.wording import Words

STATE = {
    RecordingState.DRAFT: Words("✎", _("bản nháp"), "is-planned"),
    RecordingState.SUBMITTED: Words("?", _("đã trình, chờ duyệt"), "is-pending"),
    RecordingState.APPROVED: Words("✓", _("đã duyệt"), "is-kept"),
    RecordingState.WITHDRAWN: Words("–", _("đã rút"), "is-excused"),
}

WORK = {
    WorkState.WAITING: Words("…", _("chờ đến lượt"), "is-pending"),
    WorkState.WORKING: Words("…", _("đang xử lý"), "is-pending"),
    WorkState.DONE: Words("✓", _("đã xử lý"), "is-kept"),
    WorkState.REFUSED: Words("✕", _("không xử lý được"), "is-missed"),
}

VERDICT = {
    Verdict.GOOD: Words("✓", _("thu tốt"), "is-kept"),
    Verdict.USABLE: Words("○", _("dùng được"), "is-pending"),
    Verdict.RECORD_AGAIN: Words("!", _("nên thu lại"), "is-at-risk"),
}

ADVICE = {
    Verdict.GOOD: _("Không thấy lỗi nào. Làm bản phát loa được ngay."),
    Verdict.USABLE: _("Có chỗ chưa tốt nhưng phát loa được; xem bên dưới có gì sửa nhanh được không."),
    Verdict.RECORD_AGAIN: _("Có lỗi máy không chữa được. Thu lại thì bà con mới nghe rõ."),
}

FLAW: dict[Flaw, tuple[Any, Any]] = {
    Flaw.TOO_QUIET: (
        _("Tiếng nhỏ"),
        _("Máy tự nâng lên cho đủ to. Lần sau để micro cách miệng một gang tay."),
    ),
    Flaw.CLIPPED: (
        _("Tiếng vỡ ở chỗ quá to"),
        _("Máy không chữa được tiếng đã vỡ: thu lại, vặn nhỏ micro hoặc lùi xa một chút."),
    ),
    Flaw.HUM: (
        _("Tiếng ù của điện lưới"),
        _("Máy tự lọc bớt. Lần sau rút bộ sạc khỏi máy thu, xem lại dây tiếp đất."),
    ),
    Flaw.NOISE: (
        _("Nhiều tiếng ồn phía sau lời nói"),
        _("Thu lại trong phòng kín, tắt quạt, đóng cửa; loa nén làm tiếng ồn nghe to hơn."),
    ),
    Flaw.SILENCE: (
        _("Có đoạn im lặng dài"),
        _("Cắt bỏ đoạn im lặng ở giữa: người nghe tưởng loa đã tắt."),
    ),
    Flaw.TWO_VOICES: (
        _("Nghe như có hai giọng nói"),
        _("Nghe lại chỗ đánh dấu; nếu đúng có người khác nói chen vào thì thu lại."),
    ),
    Flaw.MUSIC: (
        _("Có nhạc"),
        _("Nhạc dưới lời làm loa nén mất tiếng: xuất lại bản chỉ có lời đọc."),
    ),
    Flaw.TOO_LONG: (
        _("Quá dài"),
        _("Rút còn 60–90 giây: nghe loa ngoài trời không ai nhớ được lâu hơn."),
    ),
    Flaw.TOO_SHORT: (
        _("Quá ngắn"),
        _("Nghe lại xem tệp có bị cắt mất phần sau không."),
    ),
    Flaw.NO_SPEECH: (
        _("Không nghe thấy lời nói"),
        _("Nghe lại: có thể chọn nhầm tệp, hoặc micro chưa bật."),
    ),
}

LANGUAGE = {
    "vi": _("tiếng Việt"),
    "tyz": _("tiếng Tày"),
    "nut": _("tiếng Nùng"),
    "ium": _("tiếng Dao"),
    "hmn": _("tiếng Mông"),
    "mlc": _("tiếng Cao Lan"),
}

VOICE = {"vi": _("giọng Bắc"), "vi-vn-x-central": _("giọng Trung"), "vi-vn-x-south": _("giọng Nam")}

CHIME = {"chuong-mo-dau.wav": _("chuông mở đầu")}

OUTPUT = {
    Output.MP3: _("MP3, cho USB và điện thoại"),
    Output.OPUS: _("Opus, cho máy phát tự động"),
    Output.WAV: _("WAV, để sửa tiếp trên máy tính"),
}
OUTPUT_SHORT = {Output.MP3: "MP3", Output.OPUS: "Opus", Output.WAV: "WAV"}

SOFT, SOMEWHAT_SOFT, LOUD = -28.0, -18.0, -12.0
SAFE_PEAK, FULL_PEAK = -1.5, -0.1


def language(code: str) -> str:
    """A language by its name; one that nobody named yet by its code."""
    return str(LANGUAGE.get(code, code))


def voice(code: str) -> str:
    return str(VOICE.get(code, code))


def chime(name: str) -> str:
    """A chime by what people call it; one that an installation has added by the name of its file."""
    return str(CHIME.get(name, name.removesuffix(".wav").replace("-", " ")))


def loudness(heard: Loudness) -> str:
    """How loud it comes out of a horn, as people would say it."""
    if heard.lufs < SOFT:
        return str(_("quá nhỏ"))
    if heard.lufs < SOMEWHAT_SOFT:
        return str(_("hơi nhỏ"))
    return str(_("đủ to") if heard.lufs <= LOUD else _("quá to"))


def peak(heard: Loudness) -> str:
    """Whether the loudest moment is torn."""
    if heard.true_peak > FULL_PEAK:
        return str(_("chạm trần, dễ vỡ tiếng"))
    return str(_("sát trần") if heard.true_peak > SAFE_PEAK else _("không vỡ tiếng"))


def output(kind: Output | None) -> str:
    """What a file is for; one that a plan brought is there as it is."""
    return str(OUTPUT[kind]) if kind else str(_("tệp kèm theo kế hoạch"))


def level(figure: float) -> str:
    """-16,2 — as the reader's language writes it; of nothing but silence there is no level."""
    return str(format_decimal(figure, format="0.0")) if isfinite(figure) else "–"
