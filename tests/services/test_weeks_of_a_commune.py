"""A commune's week from the plan to the proof, by hand and by node, as the sweeps and people act on it."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from outreach.domain.broadcasts import BroadcastState, EvidenceKind, Purpose
from outreach.domain.calendar import DAY, Window, local
from outreach.domain.duties import CellKey, CellState, Reason
from outreach.domain.errors import NotAllowed, RuleBroken
from outreach.services.closing import CONFIRM_WITHIN
from tests.setting import (
    BY_NODE,
    DISTRICT,
    DUTY,
    FIRST,
    LEADER,
    OFFICER,
    STRANGER,
    Setting,
    at,
)


def test_an_officers_word_keeps_the_week_at_once(setting: Setting) -> None:
    broadcast = setting.broadcast()
    setting.sweep(broadcast.span.end)
    assert setting.cell().state is CellState.PENDING
    after = setting.say_played(broadcast)
    assert (after.state, after.grade) == (BroadcastState.PLAYED, "M0")
    assert setting.cell().state is CellState.KEPT


def test_a_form_sent_twice_counts_once(setting: Setting) -> None:
    broadcast = setting.broadcast()
    setting.sweep(broadcast.span.end)
    for _ in range(2):
        setting.say_played(broadcast)
    rows = setting.desk.viewing.broadcast(broadcast.id).evidence
    assert [row.kind for row in rows] == [EvidenceKind.STATEMENT]


def test_silence_for_a_day_is_recorded_and_a_makeup_is_planned_by_itself(setting: Setting) -> None:
    broadcast = setting.broadcast()
    setting.sweep(broadcast.span.end + CONFIRM_WITHIN)
    first, makeup = setting.broadcasts()
    assert first.state is BroadcastState.MISSED
    assert (makeup.purpose, makeup.replaces) == (Purpose.MAKEUP, first.id)
    assert makeup.starts_at > setting.clock.at
    assert setting.cell().state in (CellState.PLANNED, CellState.AT_RISK)


def test_a_late_word_makes_the_makeup_unnecessary(setting: Setting) -> None:
    broadcast = setting.broadcast()
    setting.sweep(broadcast.span.end + CONFIRM_WITHIN)
    setting.say_played(broadcast)
    first, makeup = setting.broadcasts()
    assert (first.state, makeup.state) == (BroadcastState.PLAYED, BroadcastState.CANCELLED)
    assert setting.cell().state is CellState.KEPT


def test_a_week_that_closed_missed_is_reopened_by_late_evidence_and_both_versions_stay(setting: Setting) -> None:
    first = setting.broadcast()
    day = setting.clock.at
    while day < at(FIRST + 9 * DAY):
        day += timedelta(hours=6)
        setting.sweep(day)
    assert setting.cell().state is CellState.MISSED
    setting.say_played(first)
    states = [cell.state for cell in setting.history()]
    assert states[-2:] == [CellState.MISSED, CellState.KEPT]
    assert [cell.version for cell in setting.history()] == list(range(1, len(states) + 1))


def test_not_played_says_why_and_asks_for_a_makeup(setting: Setting) -> None:
    broadcast = setting.broadcast()
    setting.sweep(broadcast.span.end)
    after = setting.desk.confirming.state_not_played(OFFICER, broadcast.id, "t", "Mất điện")
    assert after.state is BroadcastState.MISSED
    setting.sweep()
    assert setting.broadcast().purpose is Purpose.MAKEUP


def test_an_officer_may_correct_a_slip_and_both_words_stay(setting: Setting) -> None:
    broadcast = setting.broadcast()
    setting.sweep(broadcast.span.end)
    setting.desk.confirming.state_not_played(OFFICER, broadcast.id, "t1", "Bấm nhầm")
    assert setting.say_played(broadcast, token="t2").state is BroadcastState.PLAYED
    rows = setting.desk.viewing.broadcast(broadcast.id).evidence
    assert [row.kind for row in rows] == [EvidenceKind.NOT_PLAYED, EvidenceKind.STATEMENT]
    assert rows[1].corrects == rows[0].key


def test_a_second_person_countersigns_but_never_the_same_one(setting: Setting) -> None:
    broadcast = setting.broadcast()
    setting.sweep(broadcast.span.end)
    with pytest.raises(RuleBroken, match="Chưa có lời xác nhận"):
        setting.desk.confirming.countersign(LEADER, broadcast.id)
    setting.say_played(broadcast)
    with pytest.raises(RuleBroken, match="hai người khác nhau"):
        setting.desk.confirming.countersign(OFFICER, broadcast.id)
    assert setting.desk.confirming.countersign(LEADER, broadcast.id).grade == "M3"


def test_people_of_another_commune_and_other_roles_may_not_confirm(setting: Setting) -> None:
    broadcast = setting.broadcast()
    setting.sweep(broadcast.span.end)
    for person in (STRANGER, DISTRICT):
        with pytest.raises(NotAllowed):
            setting.say_played(broadcast, by=person)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"started_at": at(date(2024, 1, 1))}, "tương lai"),
        ({"started_at": at(date(2023, 11, 1))}, "sớm hơn giờ dự kiến"),
        ({"clusters": ()}, "ít nhất một cụm loa"),
        ({"clusters": ("Cụm 9",)}, "Cụm 9"),
    ],
)
def test_an_impossible_statement_is_refused_and_nothing_is_kept(
    setting: Setting, change: dict[str, Any], complaint: str
) -> None:
    broadcast = setting.broadcast()
    setting.sweep(broadcast.span.end)
    with pytest.raises(RuleBroken, match=complaint):
        setting.say_played(broadcast, **change)
    assert setting.desk.viewing.broadcast(broadcast.id).evidence == ()


def test_a_play_belongs_to_the_week_in_which_it_started(setting: Setting) -> None:
    broadcast = setting.broadcast()
    next_monday = FIRST + 7 * DAY
    setting.sweep(at(next_monday, 8))
    setting.say_played(broadcast, started_at=at(next_monday, 5, 45))
    assert setting.cell(week=FIRST).state is not CellState.KEPT
    assert setting.cell(week=next_monday).state is CellState.KEPT


def test_a_node_plays_uploads_and_keeps_the_week(setting: Setting) -> None:
    node = setting.equip_node()
    setting.sweep()
    setting.desk.gathering.acknowledge(node.id, 1)
    broadcast = setting.broadcast(BY_NODE)
    assert broadcast.state is BroadcastState.DELIVERED
    setting.sweep(broadcast.span.end)
    assert setting.cell(BY_NODE).reason is Reason.AWAITING_LOG
    assert setting.node_log(broadcast) == 1
    assert setting.node_log(broadcast) == 0
    assert setting.cell(BY_NODE).state is CellState.KEPT
    assert setting.broadcast(BY_NODE).grade == "E2"


def test_a_node_away_over_the_weeks_end_is_pending_then_kept_when_its_log_comes(setting: Setting) -> None:
    node = setting.equip_node()
    setting.sweep()
    setting.desk.gathering.acknowledge(node.id, 1)
    broadcast = setting.broadcast(BY_NODE)
    setting.sweep(at(FIRST + 9 * DAY))
    assert setting.cell(BY_NODE).state is CellState.PENDING
    setting.node_log(broadcast)
    assert setting.cell(BY_NODE).state is CellState.KEPT


def test_what_a_node_never_acknowledged_is_made_up_for_and_settled_by_its_log(setting: Setting) -> None:
    node = setting.equip_node()
    broadcast = setting.broadcast(BY_NODE)
    setting.sweep(broadcast.starts_at - timedelta(hours=3))
    assert setting.cell(BY_NODE).reason is Reason.NOT_DELIVERED
    setting.sweep(broadcast.span.end + timedelta(hours=2))
    setting.sweep()  # the ledger has seen it; now the planner does
    first, makeup = setting.broadcasts(BY_NODE)
    assert (first.state, makeup.purpose) == (BroadcastState.PLANNED, Purpose.MAKEUP)
    setting.desk.gathering.report(node.id, [], first.latest_start + timedelta(hours=1))
    setting.sweep(first.latest_start + timedelta(hours=2))
    assert setting.broadcasts(BY_NODE)[0].state is BroadcastState.MISSED


def test_a_whole_log_without_the_broadcast_means_that_it_was_not_played(setting: Setting) -> None:
    node = setting.equip_node()
    setting.sweep()
    setting.desk.gathering.acknowledge(node.id, 1)
    broadcast = setting.broadcast(BY_NODE)
    setting.sweep(broadcast.latest_start + timedelta(hours=3))
    setting.desk.gathering.report(node.id, [], setting.clock.at)
    setting.sweep()
    assert setting.broadcasts(BY_NODE)[0].state is BroadcastState.MISSED


def test_reminders_come_before_the_broadcast_and_until_it_is_confirmed(setting: Setting) -> None:
    broadcast = setting.broadcast()
    for moment in (-40, -39, 20, 21, 7 * 60):
        setting.sweep(broadcast.starts_at + timedelta(minutes=moment))
    kinds = [reminder.kind for reminder in setting.desk.viewing.today(OFFICER).reminders]
    assert kinds == ["before", "confirm", "confirm_again"]


def test_by_thursday_a_week_in_danger_is_brought_before_the_leader_and_by_saturday_the_district(
    setting: Setting,
) -> None:
    setting.sweep(at(FIRST, 4))
    for broadcast in setting.broadcasts():
        setting.desk.arranging.move(OFFICER, broadcast.id, at(FIRST + 6 * DAY, 17, 10))
    setting.sweep(at(FIRST + 3 * DAY, 0, 1))
    assert setting.cell().reason is Reason.LAST_SLOT
    called = setting.desk.viewing.today(LEADER).escalations
    assert [(place.name, escalation.level) for place, escalation in called] == [("Bảo Lâm", 1)]
    assert setting.desk.viewing.today(DISTRICT).escalations == ()
    setting.sweep(at(FIRST + 5 * DAY, 0, 1))
    assert {escalation.level for _, escalation in setting.desk.viewing.today(DISTRICT).escalations} == {2}


def test_an_excuse_needs_a_document_and_may_be_taken_back(setting: Setting) -> None:
    key = CellKey(DUTY, "06190", FIRST)
    with pytest.raises(RuleBroken, match="số văn bản"):
        setting.desk.excusing.excuse(DISTRICT, key, " ", "Mất điện")
    with pytest.raises(NotAllowed):
        setting.desk.excusing.excuse(OFFICER, key, "12/UBND", "Mất điện")
    assert setting.desk.excusing.excuse(DISTRICT, key, "12/UBND", "Mất điện").state is CellState.EXCUSED
    assert setting.desk.excusing.excuse(DISTRICT, key, "13/UBND", "Rút lại", granted=False).state is CellState.PLANNED


def test_moving_cancels_one_and_makes_another_in_the_same_week(setting: Setting) -> None:
    old = setting.broadcast()
    new = setting.desk.arranging.move(OFFICER, old.id, at(FIRST + DAY, 17, 30))
    assert (new.purpose, new.replaces) == (Purpose.MOVED, old.id)
    assert [b.state for b in sorted(setting.broadcasts(), key=lambda b: b.id)] == [
        BroadcastState.CANCELLED,
        BroadcastState.PLANNED,
    ]
    with pytest.raises(RuleBroken, match="cùng tuần"):
        setting.desk.arranging.move(OFFICER, new.id, at(FIRST + 8 * DAY, 17, 30))
    assert setting.broadcast().state is BroadcastState.PLANNED


@pytest.mark.parametrize(
    ("moment", "complaint"),
    [
        (at(FIRST, 22), "yên tĩnh"),
        (at(FIRST - 10 * DAY, 17), "đã qua"),
        (at(date(2024, 1, 2), 17), "ngoài thời gian"),
    ],
)
def test_a_time_that_cannot_be_is_refused(setting: Setting, moment: datetime, complaint: str) -> None:
    with pytest.raises(RuleBroken, match=complaint):
        setting.desk.arranging.add(OFFICER, DUTY, "06190", moment)


def test_a_time_taken_by_another_broadcast_is_refused(setting: Setting) -> None:
    taken = setting.broadcast()
    with pytest.raises(RuleBroken, match="trùng một lượt phát"):
        setting.desk.arranging.add(OFFICER, DUTY, "06190", taken.starts_at + timedelta(seconds=30))


def test_what_an_officer_cancels_is_not_planned_at_the_same_hour_again(setting: Setting) -> None:
    old = setting.broadcast()
    setting.desk.arranging.cancel(OFFICER, old.id, "Họp xã")
    assert setting.cell().reason is Reason.NOTHING_PLANNED
    setting.sweep()
    new = setting.broadcasts()[-1] if setting.broadcasts()[-1].id != old.id else setting.broadcasts()[0]
    assert new.state is BroadcastState.PLANNED
    assert not new.span.overlaps(old.span)


def test_new_hours_are_followed_by_what_is_to_come(setting: Setting) -> None:
    noon = Window(time(11), time(12))
    setting.desk.arranging.set_hours(OFFICER, "06190", (noon,), ())
    live = [b for b in setting.broadcasts() if b.state is BroadcastState.PLANNED]
    assert [local(b.starts_at).hour for b in live] == [11]


def test_sweeps_run_again_change_nothing(setting: Setting) -> None:
    moment = setting.broadcast().span.end + CONFIRM_WITHIN
    setting.sweep(moment)
    before = setting.desk.reporting.status("doi-ngay-ghi")
    planned = setting.broadcasts()
    for _ in range(4):
        setting.sweep()
    assert setting.desk.reporting.status("doi-ngay-ghi") == before
    assert setting.broadcasts() == planned
