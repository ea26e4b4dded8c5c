"""Signing in and out, and choosing a new password.

A session carries a seal of the password under which it began: a new password ends all the others.
"""

import hmac
import re
from typing import Any

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from outreach.domain.errors import RuleBroken
from outreach.domain.people import Person
from outreach.web.guards import person, public, with_any_password
from outreach.web.house import desk
from outreach.web.throttle import Throttle
from outreach.web.translating import told

blueprint = Blueprint("sessions", __name__)
Page = str | tuple[str, int] | Response


class Visitor(UserMixin):
    """A person as Flask-Login wants one."""

    def __init__(self, person: Person, seal: str) -> None:
        self.person, self._seal = person, seal

    def get_id(self) -> str:
        return f"{self._seal}:{self.person.username}"


def keep_sessions(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = "basic"
    manager.init_app(app)
    manager.user_loader(_visitor)
    app.extensions["throttle"] = Throttle()


def _visitor(identity: str) -> Visitor | None:
    seal, _colon, username = identity.partition(":")
    found = desk().signing_in.person(username)
    known = desk().signing_in.seal(username)
    return Visitor(found, known) if found and hmac.compare_digest(seal.encode(), known.encode()) else None


@blueprint.get("/dang-nhap")
@public
def sign_in() -> Page:
    if current_user.is_authenticated:
        return redirect(url_for("home.show"))
    return _form("")


@blueprint.post("/dang-nhap")
@public
def enter() -> Page:
    throttle: Throttle = current_app.extensions["throttle"]
    username, password = request.form.get("username", "").strip(), request.form.get("password", "")
    key = (username.casefold(), request.remote_addr or "")
    if minutes := throttle.attempt(key):
        sentence = _("Sai quá nhiều lần. Chờ %(minutes)s phút rồi thử lại.", minutes=minutes)
        return _form(sentence, username), 429
    found = desk().signing_in.sign_in(username, password)
    if found is None:
        return _form(_("Tên đăng nhập hoặc mật khẩu chưa đúng."), username), 400
    throttle.succeeded(key)
    _begin_session(found)
    return redirect(own_address(request.form.get("tiep", "")) or url_for("home.show"))


def _begin_session(found: Person) -> None:
    session.clear()
    session.permanent = True
    login_user(Visitor(found, desk().signing_in.seal(found.username)))


@blueprint.post("/dang-xuat")
@with_any_password
def sign_out() -> Response:
    logout_user()
    session.clear()
    return redirect(url_for("sessions.sign_in"))


@blueprint.get("/mat-khau")
@with_any_password
def password() -> Page:
    return render_template("pages/session/password.html", problem="")


@blueprint.post("/mat-khau")
@with_any_password
def change_password() -> Page:
    given: dict[str, Any] = {name: request.form.get(name, "") for name in ("old", "new", "again")}
    if given["new"] != given["again"]:
        return _refused(_("Hai lần gõ mật khẩu mới không giống nhau."))
    try:
        desk().signing_in.change_password(person().username, given["old"], given["new"])
    except RuleBroken as broken:
        return _refused(told(broken))
    _begin_session(person())
    flash(_("Đã đổi mật khẩu. Các máy khác đang mở tài khoản này phải đăng nhập lại."))
    return redirect(url_for("home.show"))


def own_address(wanted: str) -> str:
    """The address if it lies within this site, else nothing: nobody is sent elsewhere from here."""
    return wanted if re.fullmatch(r"/(?![/\\])[^\x00-\x20\\]*", wanted) else ""


def _form(problem: str, username: str = "") -> str:
    wanted = own_address(request.values.get("tiep", ""))
    return render_template("pages/session/sign_in.html", problem=problem, username=username, wanted=wanted)


def _refused(problem: str) -> Page:
    return render_template("pages/session/password.html", problem=problem), 400
