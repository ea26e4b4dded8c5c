"""Anybody may refuse advertising; nobody learns from it whose numbers we have."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.notices import staffed
from tests.setting import Setting

KNOWN, UNKNOWN = "0900000100", "0987654321"


@pytest.fixture
def stranger(app: Flask, sqlite_setting: Setting) -> FlaskClient:
    staffed(sqlite_setting)
    return app.test_client()


def refuse(stranger: FlaskClient, number: str) -> TestResponse:
    found = re.search(r'name="csrf_token" value="([^"]+)"', stranger.get("/tu-choi").text)
    assert found
    return stranger.post("/tu-choi", data={"csrf_token": found[1], "number": number})


def test_a_known_and_an_unknown_number_get_the_same_answer(stranger: FlaskClient) -> None:
    pages = [refuse(stranger, number) for number in (KNOWN, UNKNOWN, KNOWN)]
    assert [page.status_code for page in pages] == [200, 200, 200]
    told = {
        re.sub(r"\d{4} \d{3} \d{3}", "…", re.sub(r"<body.*?<main", "<main", page.text, flags=re.S)) for page in pages
    }
    assert len(told) == 1
    assert "0900 000 100" in pages[0].text
    assert "quầy giao dịch" in pages[0].text


def test_it_stops_advertising_only(stranger: FlaskClient, sqlite_setting: Setting) -> None:
    refuse(stranger, KNOWN)
    with sqlite_setting.store.transactions.reading() as uow:
        found = [(row.scope, row.source, row.lifted) for row in uow.suppressions.of("84900000100")]
    assert found == [("advertising", "web", False)]


@pytest.mark.parametrize("number", ["", "abc", "12", "<script>", "\x00"])
def test_what_is_no_number_is_told(stranger: FlaskClient, number: str) -> None:
    answer = refuse(stranger, number)
    assert answer.status_code == 400
    assert "viết như 0912 345 678" in answer.text
    assert "<script>" not in answer.text.split("<main")[1]


def test_nobody_does_it_all_day(stranger: FlaskClient) -> None:
    answers = [refuse(stranger, f"098765432{last}").status_code for last in range(7)]
    assert answers == [200] * 5 + [429] * 2


def test_without_the_token_of_the_form_nothing_is_taken_down(stranger: FlaskClient, sqlite_setting: Setting) -> None:
    assert stranger.post("/tu-choi", data={"number": KNOWN}).status_code == 400
    with sqlite_setting.store.transactions.reading() as uow:
        assert uow.suppressions.of("84900000100") == ()
