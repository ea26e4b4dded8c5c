"""The switch between Vietnamese and English, kept in a cookie."""

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from outreach.web.guards import public, with_any_password
from outreach.web.sessions import own_address
from outreach.web.translating import COOKIE, LANGUAGES

blueprint = Blueprint("language", __name__)
A_YEAR = 365 * 24 * 3600


@blueprint.post("/ngon-ngu")
@public
@with_any_password
def switch() -> Response:
    code = request.form.get("lang", "")
    if code not in LANGUAGES:
        raise BadRequest
    response = redirect(own_address(request.form.get("tiep", "")) or url_for("home.show"))
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, code, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")
    return response
