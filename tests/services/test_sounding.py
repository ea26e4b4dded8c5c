"""Withdrawn sounds: nothing is planned with them until somebody approves another, whatever else comes."""

from collections.abc import Callable

import pytest

from outreach.domain.errors import NotAllowed, NotFound, RuleBroken
from outreach.domain.recordings import Recording, RecordingState
from tests.recordings_made import CAMPAIGN, approved, draft, states, submitted, to_come, withdraw
from tests.setting import DISTRICT, FIRST, MEDIA, OFFICER, Setting, at, duty, plan, recording


def test_a_withdrawn_version_is_planned_nowhere_until_there_is_another(setting: Setting) -> None:
    gone = withdraw(setting, 1)
    assert (gone.withdrawn_by, gone.withdrawn_at) == (DISTRICT.username, setting.clock.at)
    assert to_come(setting) == set()
    setting.sweep()
    assert to_come(setting) == set()
    assert setting.cell().state == "at_risk"
    with pytest.raises(RuleBroken, match="đã được rút"):
        setting.desk.arranging.add(OFFICER, "doi-ngay-ghi.loa", "06190", at(FIRST, 17, 30))
    done = approved(setting).recording
    assert to_come(setting) == {done.sha256}
    assert setting.cell().state == "planned"


def test_a_plan_does_not_bring_back_what_a_person_has_withdrawn(setting: Setting) -> None:
    withdraw(setting, 1)
    more = duty(slug="hai", title="Thêm")
    setting.desk.loading.load(plan(title="Tên mới", duties=(duty(), more)), "huyen")
    assert states(setting) == ["withdrawn"]
    assert to_come(setting) == set()


def test_the_same_bytes_are_approved_once_more(setting: Setting) -> None:
    first = approved(setting).recording
    withdraw(setting, first.version)
    again = approved(setting).recording
    assert (again.sha256, again.version) == (first.sha256, first.version + 1)
    assert to_come(setting) == {first.sha256}


@pytest.mark.parametrize("waits", [draft, submitted])
def test_withdrawn_bytes_stay_silent_while_a_draft_of_the_same_waits(
    setting: Setting, waits: Callable[[Setting], Recording]
) -> None:
    gone = approved(setting).recording
    withdraw(setting, gone.version)
    assert waits(setting).sha256 == gone.sha256
    setting.sweep()
    assert to_come(setting) == set()
    with pytest.raises(RuleBroken, match="đã được rút"):
        setting.desk.arranging.add(OFFICER, "doi-ngay-ghi.loa", "06190", at(FIRST, 17, 30))


def test_the_same_bytes_under_another_name_are_played_under_theirs_only(setting: Setting) -> None:
    twin, other = recording(slug="hai"), duty(slug="hai", title="Thêm", recording="hai")
    setting.desk.loading.load(plan(recordings=(recording(), twin), duties=(duty(), other)), "huyen")
    withdraw(setting, 1)
    setting.sweep()
    with setting.store.transactions.reading() as uow:
        live = uow.broadcasts.live_of_campaign(CAMPAIGN, setting.clock.at)
    assert {one.duty for one in live} == {"doi-ngay-ghi.hai"}


def test_withdrawing_needs_a_reason_and_the_right_person(setting: Setting) -> None:
    with pytest.raises(RuleBroken, match="lý do"):
        withdraw(setting, 1, why=" ")
    with pytest.raises(NotAllowed):
        withdraw(setting, 1, MEDIA)
    waiting = submitted(setting)
    assert withdraw(setting, waiting.version, MEDIA).state is RecordingState.WITHDRAWN
    with pytest.raises(NotFound):
        withdraw(setting, 9)
