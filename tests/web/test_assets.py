"""Styles and scripts are few, small, kept for a year, and renewed when they change."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from outreach.config import content_root, read_settings
from outreach.documents.places import read_places
from outreach.documents.plans import read_plan
from outreach.studio.measuring import measure
from outreach.web.app import make_app
from tests.setting import DISTRICT, OFFICER, Setting, open_setting
from tests.web.conftest import SECRET, Visit
from tests.web.visitor import signed_in

FIRST_PAGE = 100_000
SHIPPED = content_root() / "schedules"


@pytest.fixture
def cao_loc(data_folder: Path) -> Setting:
    """The campaign that ships with the project: 22 communes, eleven weeks."""
    setting = open_setting(f"sqlite:///{data_folder / 'outreach.db'}", data_folder, load=False)
    places = read_places(SHIPPED / "places.csv")
    setting.desk.loading.register(places)
    setting.desk.loading.load(
        read_plan(SHIPPED / "cao-loc-2023.toml", places, measure, content_root() / "audio"), "quantri"
    )
    return setting


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_the_first_page_weighs_less_than_100_kb_on_the_wire(cao_loc: Setting, encoding: str) -> None:
    app = make_app(cao_loc.desk, read_settings({}), SECRET)
    client = signed_in(app.test_client(), DISTRICT).client
    page = client.get("/chien-dich/cao-loc-2023").text
    assert page.count("<tr>") == 23
    parts = ["/chien-dich/cao-loc-2023", *re.findall(r'(?:href|src)="((?:/static|/bootstrap)[^"]+)"', page)]
    weights = {address: _weight(client, address, encoding) for address in set(parts)}
    assert len(weights) == 5
    assert sum(weights.values()) < FIRST_PAGE, weights
    cao_loc.store.close()


@pytest.mark.parametrize("address", ["/static/outreach.css", "/bootstrap/static/css/bootstrap.min.css"])
def test_a_style_is_kept_for_a_year(app: Flask, address: str) -> None:
    caching = app.test_client().get(address).headers["Cache-Control"]
    assert "max-age=31536000" in caching


def test_the_address_of_a_style_changes_with_its_content(app: Flask) -> None:
    page = app.test_client().get("/dang-nhap").text
    assert re.search(r'href="/static/outreach\.css\?v=[0-9a-f]{12}"', page)
    assert re.search(r'href="/bootstrap/static/css/bootstrap\.min\.css\?v=[0-9a-f]{12}"', page)


def test_an_asset_that_is_not_there_is_a_clean_404(app: Flask) -> None:
    assert app.test_client().get("/static/khong-co.css").status_code == 404
    assert app.test_client().get("/static/../app.py").status_code == 404


def test_pages_bring_no_font_no_frame_and_nothing_from_elsewhere(visit: Visit) -> None:
    page = visit(OFFICER).get("/hom-nay").text
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', page) == []
    assert "@font-face" not in (Path(__file__).parents[2] / "outreach/web/static/outreach.css").read_text()


def _weight(client: FlaskClient, address: str, encoding: str) -> int:
    answer = client.get(address, headers={"Accept-Encoding": encoding})
    assert answer.status_code == 200, address
    return len(answer.data) + len(str(answer.headers))
