"""Loading plans: idempotent, versioned, and withdrawing what is no longer asked for."""

from dataclasses import replace
from datetime import date, time, timedelta

from outreach.domain.broadcasts import BroadcastState, EvidenceKind
from outreach.domain.calendar import Window, local
from outreach.domain.campaigns import CampaignState, LetterRef, StationPlan
from outreach.domain.recordings import RecordingState
from tests.setting import COMMUNES, DUTY, FIRST, LAST, OFFICER, Setting, at, duty, letter, plan, recording


def counts(setting: Setting, slug: str = "doi-ngay-ghi") -> dict[str, int]:
    return setting.desk.reporting.status(slug).counts


def test_a_loaded_plan_has_a_broadcast_for_every_commune_and_week(setting: Setting) -> None:
    assert counts(setting) == {"planned": len(COMMUNES) * 3}
    assert all(len(setting.broadcasts(commune)) == 1 for commune in COMMUNES)


def test_loading_the_same_plan_again_changes_nothing(setting: Setting) -> None:
    before = setting.desk.reporting.status("doi-ngay-ghi")
    again = setting.desk.loading.load(plan(), "huyen")
    assert (again.new, again.version) == (False, 1)
    assert setting.desk.reporting.status("doi-ngay-ghi") == before


def test_a_changed_plan_is_a_new_version_that_says_what_changed(setting: Setting) -> None:
    loaded = setting.desk.loading.load(plan(title="Tên mới"), "huyen")
    assert (loaded.new, loaded.version) == (True, 2)
    assert loaded.changes == ("title: Đổi lịch ghi chỉ số công tơ → Tên mới",)
    assert counts(setting) == {"planned": len(COMMUNES) * 3}


def test_a_shorter_period_withdraws_what_comes_after_it(setting: Setting) -> None:
    sooner = LAST - timedelta(days=7)
    loaded = setting.desk.loading.load(plan(last=sooner, duties=(duty(last=sooner),)), "huyen")
    assert loaded.withdrawn >= len(COMMUNES)
    assert counts(setting) == {"planned": len(COMMUNES) * 2}
    to_come = [b for b in setting.all_broadcasts() if b.starts_at >= at(sooner + timedelta(days=1))]
    assert {broadcast.state for broadcast in to_come} == {BroadcastState.CANCELLED}


def test_a_commune_that_joins_is_planned_and_one_that_leaves_is_withdrawn(setting: Setting) -> None:
    setting.desk.loading.load(plan(communes=COMMUNES[:4]), "huyen")
    assert counts(setting) == {"planned": 12}
    setting.desk.loading.load(plan(communes=COMMUNES), "huyen")
    assert counts(setting) == {"planned": 15}


def test_a_new_recording_replaces_the_old_one_in_everything_to_come(setting: Setting) -> None:
    before = setting.broadcast()
    setting.desk.loading.load(plan(recordings=(recording(sha256="b" * 64),)), "huyen")
    after = setting.broadcast()
    assert after.recording_sha256 == "b" * 64
    assert after.starts_at == before.starts_at
    with setting.store.transactions.reading() as uow:
        states = [(r.version, r.state) for r in uow.recordings.of("doi-ngay-ghi")]
    assert states == [(1, RecordingState.WITHDRAWN), (2, RecordingState.APPROVED)]


def test_what_was_played_stays_when_the_plan_changes(setting: Setting) -> None:
    broadcast = setting.broadcast()
    setting.clock.at = broadcast.span.end
    setting.say_played(broadcast)
    setting.desk.loading.load(plan(recordings=(recording(sha256="b" * 64),)), "huyen")
    assert setting.cell().state == "kept"
    assert setting.broadcasts()[0].state is BroadcastState.PLAYED


def test_a_letter_that_replaces_another_withdraws_its_campaign(setting: Setting) -> None:
    newer = plan(
        slug="cong-van-moi",
        letter=letter("200/UBND-KT", "2023-11-05", (LetterRef("100 / UBND-KT", date(2023, 11, 1), "UBND huyện"),)),
    )
    loaded = setting.desk.loading.load(newer, "huyen")
    assert loaded.superseded == ("doi-ngay-ghi",)
    assert loaded.withdrawn == len(COMMUNES) * 3
    with setting.store.transactions.reading() as uow:
        old = uow.campaigns.get("doi-ngay-ghi")
        assert {r.state for r in uow.recordings.of("doi-ngay-ghi")} == {RecordingState.WITHDRAWN}
        assert uow.broadcasts.live_of_campaign("doi-ngay-ghi", setting.clock.at) == ()
    assert old is not None
    assert (old.state, old.superseded_by) == (CampaignState.SUPERSEDED, "cong-van-moi")
    assert counts(setting, "cong-van-moi") == {"planned": len(COMMUNES) * 3}


def test_a_superseded_campaign_is_never_planned_again(setting: Setting) -> None:
    newer = plan(
        slug="cong-van-moi",
        communes=COMMUNES[:1],
        letter=letter("200/UBND-KT", "2023-11-05", (LetterRef("100/UBND-KT", date(2023, 11, 1), "UBND huyện"),)),
    )
    setting.desk.loading.load(newer, "huyen")
    setting.sweep()
    with setting.store.transactions.reading() as uow:
        assert uow.broadcasts.live_of_campaign("doi-ngay-ghi", setting.clock.at) == ()


def test_two_campaigns_in_one_commune_do_not_clash(setting: Setting) -> None:
    setting.desk.loading.load(plan(slug="khac", letter=None), "huyen")
    for commune in COMMUNES:
        spans = [b.span for d in setting.desk.viewing.commune(commune, FIRST).duties for b in d.broadcasts]
        assert len(spans) == 2
        assert not spans[0].overlaps(spans[1])


def test_new_hours_in_the_plan_move_only_stations_that_never_chose_their_own(setting: Setting) -> None:
    own = (Window(time(11), time(11, 30)),)
    setting.desk.arranging.set_hours(OFFICER, OFFICER.place or "", own, ())
    noon = StationPlan((Window(time(12), time(13)),))
    setting.desk.loading.load(replace(plan(), stations=noon), "huyen")
    assert local(setting.broadcast("06190").starts_at).time() == time(11, 10)
    assert local(setting.broadcast("06193").starts_at).time() == time(12, 10)


def test_withdrawn_broadcasts_say_why(setting: Setting) -> None:
    setting.desk.loading.load(plan(communes=COMMUNES[1:]), "huyen")
    cancelled = [b for b in setting.all_broadcasts("06184") if b.state is BroadcastState.CANCELLED]
    with setting.store.transactions.reading() as uow:
        rows = uow.evidence.of([cancelled[0].id])
    assert [(row.kind, row.by) for row in rows] == [(EvidenceKind.CANCELLED, "system")]
    assert "huyen" in rows[0].note
    assert DUTY in rows[0].broadcast
