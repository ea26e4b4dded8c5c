"""Every route is closed unless its view says that it is public."""

from flask import Flask

from outreach.web.guards import is_public

PUBLIC = {"static", "bootstrap.static", "sessions.sign_in", "sessions.enter", "language.switch"}


def test_only_the_door_and_the_language_switch_are_public(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {endpoint for endpoint in endpoints if is_public(app, endpoint)} == PUBLIC
