"""Notices for programs: the facts of the screens, to those who may see them."""

from typing import Any

import pytest

from tests.notices import CAMPAIGN, POWER, SLUG, compose, sent, staffed
from tests.setting import DISTRICT, MEDIA, OFFICER, Setting
from tests.web.conftest import Visit
from tests.web.visitor import said

API = "/api/v1/notices"


@pytest.fixture
def office(sqlite_setting: Setting) -> Setting:
    return staffed(sqlite_setting)


def test_the_list_counts_by_state(office: Setting, visit: Visit) -> None:
    sent(office)
    line = said(visit(POWER).get(f"{API}?campaign={CAMPAIGN}"))[0]
    assert (line["slug"], line["state"], line["unreached"], line["trial"]) == (SLUG, "approved", 4, False)
    assert line["counts"] == {"delivered": 6, "undelivered": 2, "unreachable": 2}
    assert said(visit(POWER).get(f"{API}?campaign=khac")) == []


def test_one_notice_is_told_with_its_snapshot(office: Setting, visit: Visit) -> None:
    sent(office)
    one = said(visit(POWER).get(f"{API}/{SLUG}"))
    assert one["content"]["starts_at"] == "2023-11-06T08:00:00+07:00"
    assert one["snapshot"]["people"] == 10
    assert one["content"]["audience"] == {
        name: [] for name in ("communes", "hamlets", "power_units", "reading_days", "agreements", "payments")
    }


def test_progress_is_the_readers_own(office: Setting, visit: Visit) -> None:
    sent(office)
    whole, own = (said(visit(person).get(f"{API}/{SLUG}/progress")) for person in (POWER, OFFICER))
    assert (whole["total"], whole["whole"], own["total"], own["whole"]) == (10, True, 6, False)
    assert [line["place"]["name"] for line in own["communes"]] == ["Bảo Lâm"]
    assert {line["reason"] for line in whole["reasons"]} == {"undelivered", "no-mobile"}


def test_failures_are_masked_and_paged(office: Setting, visit: Visit) -> None:
    sent(office)
    address = f"{API}/{SLUG}/failures?state=undelivered&commune=06190"
    rows = [said(visit(person).get(address))["rows"] for person in (POWER, DISTRICT)]
    assert [row[0]["phones"] for row in rows] == [["0900000598"], ["090****598"]]
    assert said(visit(POWER).get(f"{API}/{SLUG}/failures"))["after"] is None


@pytest.mark.parametrize("query", ["state=delivered", "state=x", "after=-1", "after=x", "commune=%00", "commune=a%0A"])
def test_what_cannot_be_asked_is_a_clean_422(office: Setting, visit: Visit, query: str) -> None:
    sent(office)
    answer = visit(POWER).get(f"{API}/{SLUG}/failures?{query}")
    assert answer.status_code == 422
    assert said(answer)["errors"]


def test_an_appraisal_is_for_those_who_write_or_approve(office: Setting, visit: Visit) -> None:
    compose(office)
    told: dict[str, Any] = said(visit(DISTRICT).get(f"{API}/{SLUG}/appraisal"))
    assert (told["people"], told["price"], told["feasibility"]["verdict"]) == (10, 6_800, "fits")
    assert told["longest"]["text"].startswith("Dien luc Lang Son")
    for person in (OFFICER, MEDIA):
        assert visit(person).get(f"{API}/{SLUG}/appraisal").status_code == 403
    assert visit(POWER).get(f"{API}/khong-co/progress").status_code == 404
