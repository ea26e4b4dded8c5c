"""Refusals as JSON: {code, status, message, errors}, whatever went wrong and wherever it was noticed."""

from typing import Any

from flask import Response, jsonify
from flask_babel import gettext
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.http import HTTP_STATUS_CODES

from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.web.errors import sentence_of
from outreach.web.translating import problems_of, told


def as_json(error: Exception) -> Response:
    """The answer of the API to an error: a broken rule, a refusal by the framework, or a fault of ours."""
    if isinstance(error, RuleBroken):
        return _answer(_status_of(error), told(error), [str(problem) for problem in problems_of(error)])
    refused = error if isinstance(error, HTTPException) else InternalServerError()
    code, data = refused.code or 500, getattr(refused, "data", None) or {}
    response = _answer(code, _sentence_of(refused), _translated(data.get("messages")))
    _keep_headers(response, refused)
    return response


def _status_of(error: RuleBroken) -> int:
    if isinstance(error, NotFound):
        return 404
    return 403 if isinstance(error, NotAllowed) else 422


def _sentence_of(error: HTTPException) -> str:
    if error.code == 401:
        return str(gettext("Hãy đăng nhập trước."))
    if error.code == 404:
        return str(gettext("Không có địa chỉ này."))
    if error.code == 415:
        return str(gettext("Gửi nội dung kiểu application/json."))
    if error.code == 422:
        return str(gettext("Nội dung gửi lên chưa đúng; xem «errors»."))
    return sentence_of(error)


def _translated(errors: Any) -> Any:
    """Messages stand in the code in Vietnamese; here they are said in the reader's language."""
    if isinstance(errors, dict):
        return {str(key): _translated(value) for key, value in errors.items()}
    if isinstance(errors, list):
        return [_translated(item) for item in errors]
    return gettext(errors) if isinstance(errors, str) and errors else errors


def _answer(code: int, message: str, errors: Any) -> Response:
    answer = {"code": code, "status": HTTP_STATUS_CODES.get(code, ""), "message": message, "errors": errors or {}}
    response = jsonify(answer)
    response.status_code = code
    return response


def _keep_headers(response: Response, refused: HTTPException) -> None:
    """Such as ``Allow``, which says what may be done instead."""
    for name, value in refused.get_headers():
        if name.lower() != "content-type":
            response.headers[name] = value
