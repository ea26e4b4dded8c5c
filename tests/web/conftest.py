"""The app around a small real desk, and people who visit it."""

from collections.abc import Callable

import pytest
from flask import Flask

from outreach.config import read_settings
from outreach.domain.people import Person
from outreach.web.app import make_app
from tests.setting import Setting
from tests.web.visitor import Visitor, signed_in

Visit = Callable[[Person], Visitor]
SECRET = "a key for tests, long enough to be one"


@pytest.fixture
def app(sqlite_setting: Setting) -> Flask:
    settings = read_settings({"OUTREACH_BASE_URL": "https://loa.example"})
    return make_app(sqlite_setting.desk, settings, SECRET)


@pytest.fixture
def visit(app: Flask) -> Visit:
    return lambda person: signed_in(app.test_client(), person)
