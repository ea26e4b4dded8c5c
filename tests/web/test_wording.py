"""Every state of the field has a word, a sign and a sentence; a new one cannot be forgotten."""

from enum import StrEnum
from typing import Any

import pytest
from flask import Flask

from outreach.domain.broadcasts import BroadcastState, Evidence, EvidenceKind, Purpose
from outreach.domain.campaigns import CampaignState
from outreach.domain.duties import CellState, Reason
from outreach.domain.people import Role
from outreach.domain.recordings import RecordingState
from outreach.web import wording
from tests.setting import FIRST, at


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (CellState, wording.CELL_HISTORY),
        (BroadcastState, wording.BROADCAST),
        (Reason, wording.REASON),
        (Purpose, wording.PURPOSE),
        (EvidenceKind, wording.EVIDENCE),
        (Role, wording.ROLE),
        (RecordingState, wording.RECORDING),
        (CampaignState, wording.CAMPAIGN),
    ],
)
def test_every_state_is_said(kind: type[StrEnum], table: dict[Any, Any]) -> None:
    assert set(table) == set(kind)


@pytest.mark.parametrize("table", [wording.CELL, wording.BROADCAST])
def test_no_two_states_share_a_sign_or_a_word(app: Flask, table: dict[Any, wording.Words]) -> None:
    with app.test_request_context():
        assert len({words.sign for words in table.values()}) == len(table)
        assert len({str(words.word) for words in table.values()}) == len(table)


def test_a_grade_is_said_with_its_meaning_and_an_unknown_one_as_it_is(app: Flask) -> None:
    with app.test_request_context():
        assert wording.grade("M3") == "M3 · có người thứ hai chứng kiến"
        assert wording.grade("E9") == "E9"


def test_peoples_own_notes_stay_as_they_wrote_them(app: Flask) -> None:
    row = Evidence("k", "b", EvidenceKind.STATEMENT, "canbo", at(FIRST), note="100% rõ, {cụm 2} rè")
    with app.test_request_context(headers={"Cookie": "lang=en"}):
        assert wording.note(row) == "100% rõ, {cụm 2} rè"
        assert wording.note(Evidence("k", "b", EvidenceKind.STATEMENT, "canbo", at(FIRST))) == ""
