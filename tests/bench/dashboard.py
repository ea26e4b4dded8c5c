"""How long pages take to be made, over the whole web stack but the network, from a populated database."""

from pathlib import Path
from time import perf_counter

from flask.testing import FlaskClient

from outreach.config import read_settings
from outreach.domain.people import Person, Role
from outreach.web.app import make_app
from tests.bench.nation import open_nation
from tests.setting import PASSWORD

REQUESTS = 60


def time_pages(folder: Path) -> tuple[list[float], list[float]]:
    """Seconds of each request for the nation's dashboard and for one commune's page, in turn."""
    store, desk, _ = open_nation(folder, 0)
    desk.signing_in.enrol(Person("bo", "Bộ", Role.ADMINISTRATOR, None), PASSWORD)
    app = make_app(desk, read_settings({"OUTREACH_DATA": str(folder)}), "k" * 32)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/dang-nhap", data={"username": "bo", "password": PASSWORD})
    nation, commune = [], []
    for _ in range(REQUESTS):
        nation.append(_timed(client, "/chien-dich/ca-nuoc"))
        commune.append(_timed(client, "/xa/00001"))
    store.close()
    return nation[1:], commune[1:]  # the first of each compiles its templates


def _timed(client: FlaskClient, address: str) -> float:
    began = perf_counter()
    answer = client.get(address)
    seconds = perf_counter() - began
    assert answer.status_code == 200, (address, answer.status_code)
    return seconds
