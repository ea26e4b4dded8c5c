"""Whatever goes wrong is told cleanly: what happened, and what to do next. Pages in words, the API in JSON."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, render_template, request
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, ServiceUnavailable
from werkzeug.wrappers import Response

from outreach.domain.errors import NotAllowed, NotFound, RuleBroken, StoreAway
from outreach.web.guards import for_machines
from outreach.web.translating import problems_of, told

Answer = Response | tuple[str, int]
ApiAnswer = Callable[[Exception], Response]

SENTENCES = {
    400: _("Địa chỉ hoặc nội dung gửi lên không đúng."),
    403: _("Tài khoản của bạn không có quyền xem hoặc làm việc này."),
    404: _("Không có trang này."),
    405: _("Trang này không nhận cách gửi đó."),
    413: _("Tệp gửi lên quá lớn."),
    415: _("Trang này không nhận kiểu nội dung đó."),
    429: _("Thử quá nhiều lần. Chờ vài phút rồi thử lại."),
    503: _("Máy chủ đang bận hoặc hết chỗ ghi. Việc này chưa được ghi; chờ một phút rồi thử lại."),
    500: _("Máy chủ gặp lỗi. Việc đang làm chưa được ghi; hãy thử lại."),
}
EXPIRED = _("Trang này đã mở quá lâu nên không gửi được. Mở lại trang rồi gửi lại.")


def register_errors(app: Flask, api_answer: ApiAnswer) -> None:
    def rule_broken(error: RuleBroken) -> Answer:
        return api_answer(error) if for_machines() else _page(status_of(error), told(error), error)

    def refused(error: HTTPException) -> Answer:
        return api_answer(error) if for_machines() else _page(error.code or 500, sentence_of(error))

    def away(error: StoreAway) -> Answer:
        app.logger.warning("database away: %s", error)
        return refused(ServiceUnavailable())

    app.register_error_handler(RuleBroken, rule_broken)
    app.register_error_handler(StoreAway, away)
    app.register_error_handler(HTTPException, refused)


def status_of(error: RuleBroken) -> int:
    if isinstance(error, NotFound):
        return 404
    return 403 if isinstance(error, NotAllowed) else 400


def sentence_of(error: HTTPException) -> str:
    if isinstance(error, CSRFError):
        return str(EXPIRED)
    return str(SENTENCES.get(error.code or 500, SENTENCES[400]))


def _page(status: int, sentence: str, error: RuleBroken | None = None) -> Answer:
    problems = list(problems_of(error)) if error else []
    page = render_template("pages/error/show.html", status=status, sentence=sentence, problems=problems, back=_back())
    return page, status


def _back() -> str:
    """Where the reader came from, if it was a page of ours."""
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:
        return ""
    same = came_from.netloc == request.host and came_from.path != request.path
    return came_from._replace(scheme="", netloc="").geturl() if same or request.method == "POST" else ""
