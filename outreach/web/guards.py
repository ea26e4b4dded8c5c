"""Every route is closed unless its view is marked public; who signed in, and what they may do where."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from outreach.domain.errors import NotAllowed
from outreach.domain.people import Action, Person

View = TypeVar("View", bound=Callable[..., Any])
ASSETS = frozenset({"static", "bootstrap.static"})


def public(view: View) -> View:
    """Open a view to people who have not signed in."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def with_any_password(view: View) -> View:
    """Leave a view open to people who must choose a new password first."""
    view.with_any_password = True  # type: ignore[attr-defined]
    return view


def close_every_route(app: Flask) -> None:
    app.before_request(_let_in)


def is_public(app: Flask, endpoint: str) -> bool:
    return endpoint in ASSETS or _marked(app.view_functions[endpoint], "open_to_all")


def person() -> Person:
    """Who is signed in."""
    if not current_user.is_authenticated:
        raise Unauthorized
    found: Person = current_user.person
    return found


def may(action: Action, above: tuple[str, ...] = ()) -> bool:
    return person().may(action, above)


def require_view(above: tuple[str, ...]) -> None:
    """Refuse people whose place does not hold this one, given as the codes of the place and all above it."""
    if not may(Action.VIEW, above):
        raise NotAllowed("Tài khoản {user} không được xem địa bàn này.", user=person().username)


def for_machines() -> bool:
    """Whether the answer should be JSON."""
    return request.path.startswith("/api/")


def _let_in() -> Response | None:
    endpoint = request.endpoint
    if endpoint is None or is_public(current_app, endpoint):
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if person().must_change_password and not _marked(current_app.view_functions[endpoint], "with_any_password"):
        return _ask_for_new_password()
    return None


def _ask_to_sign_in() -> Response:
    if for_machines():
        raise Unauthorized
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sessions.sign_in", tiep=wanted if wanted != "/" else None))


def _ask_for_new_password() -> Response:
    if for_machines():
        raise NotAllowed("Hãy đổi mật khẩu trước khi làm việc khác.")
    return redirect(url_for("sessions.password"))


def _marked(view: Any, mark: str) -> bool:
    return bool(getattr(view, mark, False) or getattr(getattr(view, "view_class", None), mark, False))
