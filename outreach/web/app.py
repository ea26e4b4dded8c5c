"""Builds the Flask app around a desk."""

from datetime import timedelta

from flask import Blueprint, Flask, request
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect, generate_csrf
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from outreach.config import Settings, content_root
from outreach.domain.people import Action
from outreach.services.desk import Desk
from outreach.web import (
    bringing,
    broadcast,
    calendar_feed,
    callbacks,
    campaign,
    cell,
    clusters,
    commune,
    compose,
    customer,
    customer_lists,
    customers,
    evidence_files,
    excuse,
    failures,
    home,
    hours,
    language,
    library,
    notice,
    notice_words,
    notices,
    operations,
    recording,
    recording_page,
    refusal,
    replay_panel,
    sessions,
    sound,
    speaking,
    today,
    visits,
    wording,
)
from outreach.web.addresses import add_converters
from outreach.web.api import notices as notice_facts
from outreach.web.api import reading, writing
from outreach.web.api.documented import register_api
from outreach.web.api.problems import as_json
from outreach.web.assets import serve_assets
from outreach.web.bodies import bound_bodies
from outreach.web.errors import register_errors
from outreach.web.formats import FILTERS
from outreach.web.guards import close_every_route
from outreach.web.headers import dress
from outreach.web.house import Furniture, furnish
from outreach.web.replay_desk import ReplayDesk
from outreach.web.translating import LANGUAGES, translate
from outreach.web.translating import language as chosen_language

PAGES: tuple[Blueprint, ...] = (
    home.blueprint,
    sessions.blueprint,
    language.blueprint,
    today.blueprint,
    campaign.blueprint,
    cell.blueprint,
    recording.blueprint,
    library.blueprint,
    bringing.blueprint,
    speaking.blueprint,
    sound.blueprint,
    recording_page.blueprint,
    commune.blueprint,
    broadcast.blueprint,
    hours.blueprint,
    clusters.blueprint,
    excuse.blueprint,
    evidence_files.blueprint,
    calendar_feed.blueprint,
    callbacks.blueprint,
    replay_panel.blueprint,
    customer_lists.blueprint,
    customers.blueprint,
    customer.blueprint,
    notices.blueprint,
    compose.blueprint,
    notice.blueprint,
    failures.blueprint,
    visits.blueprint,
    refusal.blueprint,
    operations.blueprint,
)
SESSION = timedelta(days=30)


def make_app(desk: Desk, settings: Settings, secret: str, replay: ReplayDesk | None = None) -> Flask:
    app = Flask("outreach.web", template_folder=str(content_root() / "templates"))
    app.config.update(
        SECRET_KEY=secret,
        PERMANENT_SESSION_LIFETIME=SESSION,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # programs send the token, but no Referer
    )
    furnish(app, Furniture(desk, settings, secret, replay))
    translate(app)
    serve_assets(app)
    sessions.keep_sessions(app)
    close_every_route(app)
    bound_bodies(app)
    add_converters(app)
    register_api(app, reading.blueprint, writing.blueprint, notice_facts.blueprint)
    CSRFProtect(app).exempt(callbacks.blueprint)  # providers have proofs of their own
    dress(app)
    register_errors(app, as_json)
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    _equip_templates(app, desk, replay)
    if settings.https:
        _believe_proxy(app)
    return app


def _believe_proxy(app: Flask) -> None:
    """With https a web server stands before us: it alone says from where somebody comes, or all would be one address
    to the throttle of the door."""
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=0)  # type: ignore[method-assign]


def _equip_templates(app: Flask, desk: Desk, replay: ReplayDesk | None) -> None:
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        words=wording,
        notice_words=notice_words,
        Action=Action,
        languages=LANGUAGES,
        csrf_field=_csrf_field,
        speeds=replay_panel.SPEEDS,
    )
    app.context_processor(
        lambda: {
            "me": current_user.person if current_user and current_user.is_authenticated else None,
            "lang": chosen_language(),
            "here": request.full_path.rstrip("?") if request.method == "GET" else "/",
            "replaying": replay.state() if replay else None,
            "clock_now": desk.clock.now(),
        }
    )


def _csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
