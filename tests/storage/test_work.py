"""Rows ⇄ values, and the promises of the repositories, on both databases."""

from dataclasses import replace
from datetime import timedelta

from outreach.domain.broadcasts import BroadcastState, Evidence, EvidenceKind
from outreach.domain.calendar import instant
from outreach.domain.duties import CellKey, CellState
from outreach.domain.ledger import Reminder, SweepRun
from outreach.domain.stations import Manifest, Node
from tests.setting import COMMUNES, DUTY, FIRST, PLACES, Setting, plan


def test_every_place_comes_back_as_it_went_in(setting: Setting) -> None:
    with setting.store.transactions.reading() as uow:
        assert set(uow.places.all()) == set(PLACES)
        assert uow.places.above("06190", FIRST) == ("06190", "183", "20")
        assert uow.places.above("99999", FIRST) == ("99999",)


def test_a_plan_comes_back_as_it_went_in(setting: Setting) -> None:
    with setting.store.transactions.reading() as uow:
        campaign = uow.campaigns.get("doi-ngay-ghi")
    assert campaign is not None
    assert campaign.plan == plan()


def test_a_state_moves_only_from_where_it_was_thought_to_be(setting: Setting) -> None:
    broadcast = setting.broadcast()
    with setting.store.transactions.writing() as uow:
        played = replace(broadcast, state=BroadcastState.PLAYED)
        uow.broadcasts.judge([(played, BroadcastState.DELIVERED)])
        assert uow.broadcasts.named([broadcast.id])[broadcast.id] == broadcast
        uow.broadcasts.judge([(played, BroadcastState.PLANNED)])
        assert uow.broadcasts.named([broadcast.id])[broadcast.id] == played


def test_the_same_evidence_is_kept_once(setting: Setting) -> None:
    row = Evidence("k", setting.broadcast().id, EvidenceKind.STARTED, "may", setting.clock.at, clusters=("Cụm 1",))
    with setting.store.transactions.writing() as uow:
        assert uow.evidence.add([row, row]) == 1
        assert uow.evidence.add([replace(row, note="khác")]) == 0
        assert uow.evidence.of([row.broadcast]) == (row,)


def test_a_ledger_as_of_a_moment_is_made_of_the_versions_known_then(setting: Setting) -> None:
    loaded_at = setting.clock.at
    broadcast = setting.broadcast()
    setting.clock.at = broadcast.span.end + timedelta(minutes=10)
    setting.say_played(broadcast)
    with setting.store.transactions.reading() as uow:
        key = CellKey(DUTY, "06190", FIRST)
        a_moment = timedelta(seconds=1)
        before = {cell.key: cell for cell in uow.ledger.of_duty(DUTY, as_of=loaded_at + a_moment)}
        after = {cell.key: cell for cell in uow.ledger.of_duty(DUTY, as_of=setting.clock.at + a_moment)}
        assert uow.ledger.of_duty(DUTY, as_of=loaded_at) == ()
    assert (before[key].state, after[key].state) == (CellState.PLANNED, CellState.KEPT)
    assert len(before) == len(after) == len(COMMUNES) * 3


def test_counts_add_up_to_all_cells(setting: Setting) -> None:
    with setting.store.transactions.reading() as uow:
        assert sum(count.count for count in uow.ledger.counts(DUTY)) == len(COMMUNES) * 3


def test_a_reminder_is_raised_once(setting: Setting) -> None:
    reminder = Reminder("b", "06190", "before", setting.clock.at)
    with setting.store.transactions.writing() as uow:
        assert uow.matters.remind([reminder]) == 1
        assert uow.matters.remind([reminder]) == 0


def test_a_manifest_version_is_published_once(setting: Setting) -> None:
    manifest = Manifest("may", 1, "0" * 64, "{}", setting.clock.at)
    with setting.store.transactions.writing() as uow:
        uow.stations.put_node(Node("may", "06184", ("Cụm 1",)))
        assert uow.stations.add_manifest(manifest)
        assert not uow.stations.add_manifest(manifest)
        assert uow.stations.last_manifest("may") == manifest


def test_how_a_sweep_last_went_is_one_row(setting: Setting) -> None:
    run = SweepRun("plan", instant(FIRST), None, "lỗi", True)
    setting.store.sweep_runs.record(run)
    setting.store.sweep_runs.record(replace(run, failed=False, result="3"))
    assert setting.store.sweep_runs.all() == (replace(run, failed=False, result="3"),)
