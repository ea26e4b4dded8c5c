"""Submitting and approving a long list: others go on meanwhile, and what changed meanwhile counts."""

from dataclasses import replace

import pytest

from outreach.domain.errors import NotAllowed, RuleBroken
from outreach.domain.notices import Notice, NoticeState, Snapshot
from tests.notices import POWER, SECOND, SLUG, bring_in, compose, content, customers, deliveries, staffed
from tests.setting import OFFICER, PASSWORD, Setting


@pytest.fixture
def office(setting: Setting) -> Setting:
    return staffed(setting)


def submitted(office: Setting) -> tuple[Notice, Snapshot]:
    compose(office)
    notice = office.desk.notifying.submit(POWER, SLUG)
    assert notice.snapshot is not None
    return notice, notice.snapshot


def test_others_write_while_a_list_is_read_for_submitting(office: Setting) -> None:
    compose(office)
    told: list[tuple[int, int]] = []

    def meanwhile(done: int, of: int) -> None:
        told.append((done, of))
        bring_in(office, customers("06187", 1, 31))

    notice = office.desk.notifying.submit(POWER, SLUG, meanwhile)
    assert (notice.state, told) == (NoticeState.SUBMITTED, [(10, 10)])
    assert notice.snapshot is not None
    with pytest.raises(RuleBroken, match="trình lại"):
        office.desk.notifying.approve(SECOND, SLUG, notice.snapshot.seal)


def test_what_was_revised_while_its_list_was_read_is_not_submitted(office: Setting) -> None:
    compose(office)

    def meanwhile(_done: int, _of: int) -> None:
        office.desk.notifying.revise(SECOND, SLUG, content(text="khac"))

    with pytest.raises(RuleBroken, match="đã được sửa"):
        office.desk.notifying.submit(POWER, SLUG, meanwhile)
    assert office.desk.notifying.get(SLUG).state is NoticeState.DRAFT


def test_who_lost_the_right_while_the_list_was_read_submits_nothing(office: Setting) -> None:
    compose(office)

    def meanwhile(_done: int, _of: int) -> None:
        office.desk.signing_in.enrol(replace(POWER, active=False), PASSWORD)

    with pytest.raises(NotAllowed):
        office.desk.notifying.submit(POWER, SLUG, meanwhile)
    assert office.desk.notifying.get(SLUG).state is NoticeState.DRAFT


def test_what_would_be_refused_whatever_the_list_is_refused_before_it_is_read(office: Setting) -> None:
    _, snapshot = submitted(office)
    office.desk.notifying.check_submission(POWER, SLUG)
    office.desk.notifying.check_approval(SECOND, SLUG, snapshot.seal)
    with pytest.raises(NotAllowed):
        office.desk.notifying.check_submission(OFFICER, SLUG)
    for who, seal in ((POWER, snapshot.seal), (OFFICER, snapshot.seal), (SECOND, "x")):
        with pytest.raises(RuleBroken):
            office.desk.notifying.check_approval(who, SLUG, seal)


def test_how_far_an_approval_is_is_told_and_one_that_is_cut_short_leaves_nothing(office: Setting) -> None:
    _, snapshot = submitted(office)

    def cut(done: int, of: int) -> None:
        raise KeyboardInterrupt(f"{done}/{of}")

    with pytest.raises(KeyboardInterrupt, match="10/10"):
        office.desk.notifying.approve(SECOND, SLUG, snapshot.seal, cut)
    assert (deliveries(office), office.desk.notifying.get(SLUG).state) == ({}, NoticeState.SUBMITTED)
    office.desk.notifying.approve(SECOND, SLUG, snapshot.seal)
