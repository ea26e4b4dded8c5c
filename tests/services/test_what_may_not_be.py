"""What must never turn a cell green, double a broadcast or lose one, whoever tries and at whatever moment."""

from datetime import date, time, timedelta

import pytest

from outreach.domain.broadcasts import BroadcastState, EvidenceKind, Purpose
from outreach.domain.calendar import DAY, QuietHours, Window, local
from outreach.domain.campaigns import LetterRef, Plan
from outreach.domain.duties import CellKey, CellState
from outreach.domain.errors import NotFound, RuleBroken
from outreach.domain.stations import Node, Station
from outreach.services.gathering import NodeEvent
from tests.crowd import at_once
from tests.setting import (
    BY_NODE,
    COMMUNES,
    DISTRICT,
    DUTY,
    FIRST,
    LAST,
    LEADER,
    OFFICER,
    SHA256,
    Setting,
    at,
    duty,
    letter,
    plan,
)


def test_a_play_after_the_deadline_keeps_no_week(setting: Setting) -> None:
    last_week = date(2023, 11, 20)
    broadcast = setting.broadcast(week=last_week)
    setting.sweep(at(LAST + 2 * DAY, 9))
    setting.say_played(broadcast, started_at=at(LAST + 2 * DAY, 5, 45))
    assert setting.cell(week=last_week).state is not CellState.KEPT


def test_a_backdated_word_keeps_no_older_week(setting: Setting) -> None:
    later = setting.broadcast(week=date(2023, 11, 13))
    setting.sweep(later.span.end)
    with pytest.raises(RuleBroken, match="sớm hơn giờ dự kiến"):
        setting.say_played(later, started_at=at(FIRST, 5, 40))


def test_nothing_is_said_of_a_broadcast_to_come(setting: Setting) -> None:
    to_come = setting.broadcast()
    setting.clock.at = at(FIRST, 4)
    with pytest.raises(RuleBroken, match="chưa đến giờ"):
        setting.say_played(to_come, started_at=at(FIRST, 3, 59))
    with pytest.raises(RuleBroken, match="chưa đến giờ"):
        setting.desk.confirming.state_not_played(OFFICER, to_come.id, "t", "Mất điện")


def test_the_same_form_with_other_words_puts_the_first_right(setting: Setting) -> None:
    broadcast = setting.broadcast()
    setting.sweep(broadcast.span.end)
    assert setting.say_played(broadcast, whole=False).state is BroadcastState.INTERRUPTED
    assert setting.say_played(broadcast, whole=True).state is BroadcastState.PLAYED


def test_a_countersign_does_not_cover_what_is_said_afterwards(setting: Setting) -> None:
    broadcast = setting.broadcast()
    setting.sweep(broadcast.span.end + timedelta(hours=1))
    setting.say_played(broadcast)
    assert setting.desk.confirming.countersign(LEADER, broadcast.id).grade == "M3"
    later = broadcast.starts_at + timedelta(minutes=9)
    assert setting.say_played(broadcast, token="t2", started_at=later).grade == "M0"


def test_one_broadcast_moved_many_times_at_once_makes_one(setting: Setting) -> None:
    old = setting.broadcast()
    at_once(8, lambda n: setting.desk.arranging.move(OFFICER, old.id, at(FIRST + DAY, 5, 35 + n)))
    live = [b for b in setting.broadcasts() if b.state is BroadcastState.PLANNED]
    assert len(live) == 1


def test_many_words_of_one_officer_at_once_leave_one_standing(setting: Setting) -> None:
    broadcast = setting.broadcast()
    setting.sweep(broadcast.span.end)
    at_once(8, lambda n: setting.say_played(broadcast, token=f"t{n}"))
    setting.desk.confirming.state_not_played(OFFICER, broadcast.id, "last", "Bấm nhầm")
    assert setting.broadcast().state is BroadcastState.MISSED


def test_two_duties_do_not_take_the_same_minute_of_a_station(setting: Setting) -> None:
    setting.desk.loading.load(plan(slug="khac", letter=None), "huyen")
    duties = (DUTY, "khac.loa")
    at_once(2, lambda n: setting.desk.arranging.add(OFFICER, duties[n], "06190", at(FIRST + 5 * DAY, 11)))
    spans = [b.span for b in setting.all_broadcasts() if local(b.starts_at).hour == 11]
    assert len(spans) == 1


def test_two_first_starts_make_one_administrator_with_one_password(setting: Setting) -> None:
    """People are there already in this setting, so nobody is made at all."""
    assert [p for p in at_once(3, lambda _: setting.desk.signing_in.first_administrator()) if p] == []


def test_two_loadings_at_once_make_one_version(setting: Setting) -> None:
    changed = plan(title="Tên mới")
    at_once(3, lambda _: setting.desk.loading.load(changed, "huyen"))
    with setting.store.transactions.reading() as uow:
        assert [version.number for version in uow.campaigns.versions("doi-ngay-ghi")] == [1, 2]


def test_a_node_proves_nothing_of_another_commune_and_loses_nothing(setting: Setting) -> None:
    node = setting.equip_node()
    others = setting.broadcast("06190")
    setting.sweep(others.span.end)
    event = NodeEvent(1, EvidenceKind.ENDED, others.id, others.starts_at, 1.0, SHA256)
    unknown = NodeEvent(2, EvidenceKind.ENDED, "khong.co", others.starts_at, 1.0, SHA256)
    assert setting.desk.gathering.report(node.id, [event, unknown], setting.clock.at) == 0
    assert setting.cell("06190").state is not CellState.KEPT
    with setting.store.transactions.reading() as uow:
        assert [(kept.seq, kept.why) for kept in uow.matters.quarantined()] == [
            (1, "a broadcast of another commune"),
            (2, "no such broadcast"),
        ]


def test_a_node_has_not_played_what_is_to_come(setting: Setting) -> None:
    setting.equip_node()
    assert setting.node_log(setting.broadcast(BY_NODE, date(2023, 11, 13))) == 0
    assert setting.cell(BY_NODE, date(2023, 11, 13)).state is CellState.PLANNED


def test_at_a_mixed_station_a_node_that_is_away_is_waited_for(setting: Setting) -> None:
    clusters = ("Cụm 1", "Cụm 2", "Cụm 3", "Cụm 4", "Cụm 5")
    station = setting.desk.viewing.commune(BY_NODE).station
    fresh = Station(BY_NODE, station.windows, station.relays, clusters)
    setting.desk.equipping.equip([fresh], [Node("may", BY_NODE, clusters[1:])])
    broadcast = setting.broadcast(BY_NODE)
    setting.sweep(broadcast.starts_at - timedelta(hours=5))
    setting.desk.gathering.acknowledge("may", 1)
    setting.sweep(broadcast.span.end + timedelta(hours=25))
    assert setting.broadcasts(BY_NODE)[0].state is BroadcastState.DELIVERED
    setting.node_log(broadcast, node="may")
    assert setting.cell(BY_NODE).state is CellState.KEPT


def test_late_news_of_a_duty_that_the_plan_dropped_holds_up_nobody(setting: Setting) -> None:
    broadcast, other = setting.broadcast(), setting.broadcast("06193")
    setting.sweep(max(broadcast.span.end, other.span.end))
    setting.desk.loading.load(plan(duties=(duty(slug="khac"),)), "huyen")
    setting.sweep(setting.clock.at + timedelta(hours=26))
    assert {setting.desk.viewing.broadcast(b.id).broadcast.state for b in (broadcast, other)} == {BroadcastState.MISSED}


def newer_letter() -> Plan:
    replaces = (LetterRef("100/UBND-KT", date(2023, 11, 1), "UBND huyện"),)
    return plan(slug="cong-van-moi", letter=letter("200/UBND-KT", "2023-11-05", replaces))


def test_a_replaced_letter_starts_nothing_in_whatever_order_the_plans_come(setting: Setting) -> None:
    setting.desk.loading.load(newer_letter(), "huyen")
    with pytest.raises(RuleBroken, match="đã được thay thế"):
        setting.desk.loading.load(plan(title="Sửa lại"), "huyen")
    with pytest.raises(RuleBroken, match="đã được thay thế"):
        setting.desk.arranging.add(OFFICER, DUTY, "06190", at(FIRST + 2 * DAY, 11))


def test_the_open_weeks_of_a_replaced_campaign_are_withdrawn_not_missed(setting: Setting) -> None:
    setting.desk.loading.load(newer_letter(), "huyen")
    setting.sweep(at(LAST + 10 * DAY))
    assert setting.desk.reporting.status("doi-ngay-ghi").counts == {}
    assert setting.history()[-1].state is CellState.WITHDRAWN
    assert CellState.MISSED not in {cell.state for cell in setting.history()}


def test_a_commune_that_leaves_and_rejoins_is_really_planned_again(setting: Setting) -> None:
    setting.desk.loading.load(plan(communes=COMMUNES[:4]), "huyen")
    left = setting.desk.reporting.status("doi-ngay-ghi", setting.clock.at + timedelta(seconds=1))
    assert len(left.cells) == len(setting.desk.reporting.status("doi-ngay-ghi").cells) == 12
    setting.desk.loading.load(plan(), "huyen")
    assert [b.state for b in setting.all_broadcasts("06196")].count(BroadcastState.PLANNED) == 3
    versions = [cell.version for cell in setting.history("06196")]
    assert versions == list(range(1, len(versions) + 1))


def test_a_session_that_an_officer_cancelled_is_left_alone_that_day(setting: Setting) -> None:
    old = setting.broadcast()
    setting.desk.arranging.cancel(OFFICER, old.id, "Họp xã")
    setting.sweep()
    new = next(b for b in setting.broadcasts() if b.state is BroadcastState.PLANNED)
    same_day = local(new.starts_at).date() == local(old.starts_at).date()
    assert not (same_day and abs(new.starts_at - old.starts_at) < timedelta(hours=1))


def test_new_quiet_hours_withdraw_what_lies_in_them_whoever_placed_it(setting: Setting) -> None:
    evening = (Window(time(20), time(21)),)
    setting.desk.arranging.set_hours(OFFICER, "06190", evening, ())
    chosen = setting.desk.arranging.add(OFFICER, DUTY, "06190", at(FIRST + 4 * DAY, 20, 30))
    setting.desk.loading.load(plan(quiet=QuietHours(time(20), time(5))), "huyen")
    live = [b for b in setting.all_broadcasts() if b.state is BroadcastState.PLANNED]
    assert chosen.purpose is Purpose.ADDED
    assert [b.id for b in live if local(b.starts_at).hour >= 20] == []


def test_the_latest_start_is_never_before_the_start_nor_over_a_relay(setting: Setting) -> None:
    relay = (Window(time(17, 30), time(17, 45)),)
    setting.desk.arranging.set_hours(OFFICER, "06190", (Window(time(17), time(18)),), relay)
    late = setting.desk.arranging.add(OFFICER, DUTY, "06190", at(FIRST + 5 * DAY, 17, 59))
    assert late.latest_start == late.starts_at
    early = setting.desk.arranging.add(OFFICER, DUTY, "06190", at(FIRST + 5 * DAY, 17, 10))
    assert local(early.latest_start + early.length).time() == time(17, 30)


def test_an_excuse_for_2023_can_be_written_after_the_district_has_ended(setting: Setting) -> None:
    setting.clock.at = at(date(2026, 1, 5), 9)
    key = CellKey(DUTY, "06190", FIRST)
    assert setting.desk.excusing.excuse(DISTRICT, key, "12/UBND", "Mất điện").state is CellState.EXCUSED


@pytest.mark.parametrize("statement", ["update evidence set note = 'x'", "delete from evidence"])
def test_the_database_itself_refuses_to_change_evidence(setting: Setting, statement: str) -> None:
    broadcast = setting.broadcast()
    setting.sweep(broadcast.span.end)
    setting.say_played(broadcast)
    with setting.store.engine.connect() as connection, pytest.raises(Exception, match="only ever added to"):
        connection.exec_driver_sql(statement)


def test_an_unknown_broadcast_is_said_to_be_unknown(setting: Setting) -> None:
    with pytest.raises(NotFound, match="khong-co"):
        setting.desk.confirming.countersign(LEADER, "khong-co")
