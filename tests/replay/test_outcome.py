"""The replay that ships, from before the first day to after the last: what it shows, and that nothing stays open."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest

from outreach.domain.broadcasts import Broadcast, BroadcastState, Evidence, EvidenceKind, Purpose
from outreach.domain.calendar import instant
from outreach.domain.duties import FINAL, CellKey, CellState, Reason
from outreach.domain.recordings import RecordingState
from outreach.services.views import CellView
from tests.replay.theatre import Theatre, open_theatre, shipped, sqlite_url

CAMPAIGN, DUTY = "cao-loc-2023", "cao-loc-2023.loa-hang-tuan"
CAO_LAU, DONG_DANG, CAO_LOC, MAU_SON, XUAN_LONG = "06196", "06184", "06187", "06238", "06241"
WITH_MACHINES = ("06184", "06187", "06196", "06208", "06244")
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    folder = tmp_path_factory.mktemp("replay")
    with open_theatre(sqlite_url(folder), folder, shipped()) as opened:
        yield opened.play()


def test_every_cell_is_kept_missed_or_excused_and_each_happens(theatre: Theatre) -> None:
    status = theatre.stage.desk.reporting.status(CAMPAIGN)
    states = Counter(cell.state for cell in status.cells)
    assert len(status.cells) == 22 * 11
    assert set(states) == set(FINAL)
    assert states[CellState.KEPT] > 0.9 * 22 * 11


def test_a_kept_week_names_the_broadcasts_that_prove_it(theatre: Theatre) -> None:
    played = {b.id: b for b in broadcasts(theatre) if b.state is BroadcastState.PLAYED}
    for cell in theatre.stage.desk.reporting.status(CAMPAIGN).cells:
        if cell.state is CellState.KEPT:
            assert cell.evidence
            assert set(cell.evidence) <= played.keys()


def test_a_machine_without_network_leaves_its_week_pending_and_proves_it_later(theatre: Theatre) -> None:
    monday = date(2023, 11, 6)
    before = theatre.stage.desk.reporting.status(CAMPAIGN, as_of=instant(date(2023, 11, 13), time(8)))
    week_over = next(c for c in before.cells if (c.key.commune, c.key.week) == (CAO_LAU, monday))
    assert (week_over.state, week_over.reason) == (CellState.PENDING, Reason.AWAITING_LOG)

    view = cell(theatre, CAO_LAU, monday)
    assert [c.state for c in view.history[-2:]] == [CellState.PENDING, CellState.KEPT]
    ended = next(row for row in view.evidence if row.kind is EvidenceKind.ENDED)
    assert ended.happened_at is not None
    assert ended.happened_at < instant(date(2023, 11, 9))
    assert ended.recorded_at >= instant(date(2023, 11, 13), time(12))


def test_a_week_waits_for_the_second_machine_when_one_is_not_enough(theatre: Theatre) -> None:
    view = cell(theatre, DONG_DANG, date(2023, 12, 4))
    first, second = sorted((e for e in view.evidence if e.kind is EvidenceKind.ENDED), key=lambda row: row.recorded_at)
    assert (first.by, second.by) == ("dong-dang-1", "dong-dang-2")
    assert second.recorded_at - first.recorded_at > 12 * HOUR
    assert view.history[-1].as_of == second.recorded_at


def test_a_failed_broadcast_is_made_up_without_anybody_asking(theatre: Theatre) -> None:
    makeups = [b for b in broadcasts(theatre) if b.purpose is Purpose.MAKEUP and b.state is BroadcastState.PLAYED]
    assert {b.planned_by for b in makeups} == {"system"}
    for makeup in makeups:
        failed = theatre.stage.desk.viewing.broadcast(makeup.replaces).broadcast
        assert failed.week == makeup.week
        assert failed.planned_at < makeup.planned_at <= makeup.starts_at - 2 * HOUR


def test_a_power_cut_in_the_middle_of_a_play_is_no_play(theatre: Theatre) -> None:
    view = cell(theatre, CAO_LOC, date(2023, 11, 27))
    broken, made_up = (b for b in view.broadcasts if b.state is not BroadcastState.CANCELLED)
    share = next(row.share for row in view.evidence if row.broadcast == broken.id and row.kind is EvidenceKind.ENDED)
    assert (broken.state, made_up.state) == (BroadcastState.INTERRUPTED, BroadcastState.PLAYED)
    assert share is not None
    assert 0 < share < 0.95
    assert view.history[-1].evidence == (made_up.id,)


def test_a_machine_without_power_says_afterwards_that_it_was_silent(theatre: Theatre) -> None:
    skipped = [row for row in evidence(theatre) if row.kind is EvidenceKind.SKIPPED]
    assert {row.by for row in skipped} == {"tan-lien-1", "thuy-hung-1"}
    assert all(row.recorded_at >= instant(date(2023, 10, 24), time(19, 30)) for row in skipped)


def test_an_officer_away_all_week_leaves_it_missed_in_spite_of_make_ups(theatre: Theatre) -> None:
    view = cell(theatre, MAU_SON, date(2023, 11, 20))
    assert view.history[-1].state is CellState.MISSED
    assert len(view.broadcasts) > 1
    assert {row.kind for row in view.evidence} == {EvidenceKind.UNCONFIRMED}


def test_an_excused_week_says_by_whom_and_on_which_document(theatre: Theatre) -> None:
    view = cell(theatre, XUAN_LONG, date(2023, 10, 30))
    assert view.history[-1].state is CellState.EXCUSED
    assert [(excuse.by, "giả định" in excuse.document) for excuse in view.excuses] == [("huyen", True)]


def test_officers_confirm_late_with_photos_and_a_second_signature(theatre: Theatre) -> None:
    statements = [row for row in evidence(theatre) if row.kind is EvidenceKind.STATEMENT]
    delays = sorted(row.recorded_at - row.happened_at for row in statements if row.happened_at)
    assert delays[0] < HOUR
    assert 24 * HOUR < delays[-1] < 41 * HOUR
    attached = [row.attachment for row in statements if row.attachment]
    assert attached
    assert all(theatre.stage.desk.attachments.path(sha256) for sha256 in attached)
    assert "M3" in {b.grade for b in broadcasts(theatre)}


def test_a_late_word_turns_a_missed_broadcast_and_withdraws_its_make_up(theatre: Theatre) -> None:
    spared = [b for b in broadcasts(theatre) if b.purpose is Purpose.MAKEUP and b.state is BroadcastState.CANCELLED]
    assert spared
    for broadcast in spared:
        view = cell(theatre, broadcast.commune, broadcast.week)
        assert CellState.KEPT in {c.state for c in view.history}


def test_nobody_speaks_of_what_has_not_happened_yet(theatre: Theatre) -> None:
    for row in evidence(theatre):
        assert row.happened_at is None or row.happened_at <= row.recorded_at


def test_a_machine_needs_nobody_and_stations_by_hand_need_a_person(theatre: Theatre) -> None:
    commune_of = {b.id: b.commune for b in broadcasts(theatre)}
    people = {commune_of[row.broadcast] for row in evidence(theatre) if row.by.startswith(("canbo.", "lanhdao."))}
    assert people == set(shipped().plan.communes) - set(WITH_MACHINES)


def test_every_box_played_the_very_bytes_that_were_approved(theatre: Theatre) -> None:
    with theatre.store.transactions.reading() as uow:
        (approved,) = (one.sha256 for one in uow.recordings.of(CAMPAIGN) if one.state is RecordingState.APPROVED)
    assert {broadcast.recording_sha256 for broadcast in broadcasts(theatre)} == {approved}
    plays = [row for row in evidence(theatre) if row.kind is EvidenceKind.ENDED]
    assert plays
    assert {row.content_sha256 for row in plays} == {approved}


def cell(theatre: Theatre, commune: str, monday: date) -> CellView:
    return theatre.stage.desk.reporting.cell(CellKey(DUTY, commune, monday))


def broadcasts(theatre: Theatre) -> tuple[Broadcast, ...]:
    return theatre.stage.desk.viewing.schedule(instant(date(2023, 1, 1)), instant(date(2024, 1, 1)))


def evidence(theatre: Theatre) -> tuple[Evidence, ...]:
    with theatre.store.transactions.reading() as uow:
        return uow.evidence.of([b.id for b in broadcasts(theatre)])
