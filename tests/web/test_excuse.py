"""A district office lets a commune off a week, on a document, and may take that back."""

import pytest
from werkzeug.test import TestResponse

from outreach.domain.duties import CellState
from tests.setting import ADMIN, DISTRICT, DUTY, MEDIA, OFFICER, Setting
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

FORM = f"/so/{DUTY}/06190/2023-11-06/mien"
TYPED = {"document": "12/UBND-VP ngày 05/11/2023", "reason": "Bão làm đổ cột loa"}


def save(visitor: Visitor, granted: str = "1", **typed: str) -> TestResponse:
    return visitor.fill_in(FORM, granted=granted, **{**TYPED, **typed})


def test_an_excuse_is_recorded_with_its_document(visit: Visit, sqlite_setting: Setting) -> None:
    district = visit(DISTRICT)
    answer = save(district)
    assert (answer.status_code, answer.location) == (303, FORM.removesuffix("/mien"))
    assert sqlite_setting.cell().state is CellState.EXCUSED
    assert TYPED["document"] in district.get(FORM).get_data(as_text=True)


def test_sending_it_twice_excuses_once_and_takes_nothing_back(visit: Visit, sqlite_setting: Setting) -> None:
    district = visit(DISTRICT)
    assert [save(district).status_code for _ in range(2)] == [303, 303]
    assert sqlite_setting.cell().state is CellState.EXCUSED


def test_an_excuse_is_taken_back(visit: Visit, sqlite_setting: Setting) -> None:
    district = visit(DISTRICT)
    save(district)
    assert "Rút việc miễn" in district.get(FORM).get_data(as_text=True)
    assert save(district, granted="0", reason="Loa đã sửa xong").status_code == 303
    assert sqlite_setting.cell().state is CellState.PLANNED


@pytest.mark.parametrize(("field", "sentence"), [("document", "ghi số và ngày văn bản"), ("reason", "ghi lý do")])
def test_what_is_missing_is_told_and_the_rest_stays(
    visit: Visit, sqlite_setting: Setting, field: str, sentence: str
) -> None:
    answer = save(visit(DISTRICT), **{field: "  "})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert sentence in text.split('role="alert">')[1]
    assert next(value for name, value in TYPED.items() if name != field) in text
    assert sqlite_setting.cell().state is CellState.PLANNED


@pytest.mark.parametrize("nothing", ["\u200b", "\u2060\u202e", "\u3164", "…", "\u2800"])
@pytest.mark.parametrize("field", TYPED)
def test_words_that_nobody_can_read_are_none(visit: Visit, sqlite_setting: Setting, field: str, nothing: str) -> None:
    assert save(visit(DISTRICT), **{field: nothing}).status_code == 400
    assert sqlite_setting.cell().state is CellState.PLANNED


def test_invisible_characters_are_left_out(visit: Visit, sqlite_setting: Setting) -> None:
    save(visit(DISTRICT), reason="\u202eBa\u200b\u0303o\u2060")
    assert sqlite_setting.desk.reporting.cell(sqlite_setting.cell().key).excuses[-1].reason == "Bão"


def test_others_may_not(visit: Visit) -> None:
    for person in (OFFICER, MEDIA):
        assert visit(person).get(FORM).status_code == 403
        assert save(visit(person)).status_code == 403


@pytest.mark.parametrize("week", ["2023-11-07", "2023-02-30", "2024-01-01", "hom-nay"])
def test_a_week_that_is_not_in_the_ledger_is_unknown(visit: Visit, week: str) -> None:
    assert visit(ADMIN).get(f"/so/{DUTY}/06190/{week}/mien").status_code == 404
