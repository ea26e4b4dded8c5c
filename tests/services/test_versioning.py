"""Versions of a recording: two people, bytes that are approved, and broadcasts that play just those."""

import json
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest

from outreach.domain.broadcasts import LIVE, BroadcastState, EvidenceKind
from outreach.domain.campaigns import LetterRef
from outreach.domain.errors import NotAllowed, RuleBroken
from outreach.domain.people import Person
from outreach.domain.recordings import RecordingState
from outreach.domain.sound import Recipe
from outreach.services.gathering import NodeEvent
from outreach.services.taking_in import Origin
from outreach.services.versioning import DraftOf
from tests.recordings_made import CAMPAIGN, SLUG, approved, bring, draft, states, submitted, to_come, version, withdraw
from tests.setting import (
    ADMIN,
    BY_NODE,
    COMMUNES,
    DISTRICT,
    FIRST,
    MEDIA,
    OFFICER,
    SHA256,
    Setting,
    at,
    letter,
    plan,
    recording,
)
from tests.sounds_made import tone

HOUR_LONG = Recipe(readings=700, pause=timedelta(seconds=5))
"""Of one second of sound: longer than any session."""


def test_a_draft_walks_to_an_approved_version_that_remembers_all_of_it(setting: Setting) -> None:
    done = approved(setting, script="Kính thưa bà con").recording
    assert done.state is RecordingState.APPROVED
    assert (done.version, done.made_by, done.submitted_by) == (2, MEDIA.username, MEDIA.username)
    assert (done.approved_by, done.approved_at) == (DISTRICT.username, setting.clock.at)
    assert done.source == sha256(tone()).hexdigest()
    assert (done.recipe, done.made_with, done.script) == (Recipe(), "wave 1.0", "Kính thưa bà con")
    assert {file.output.value for file in done.files} == {"opus", "mp3"}
    for file in done.files:
        path = setting.desk.attachments.path(file.sha256)
        assert path is not None
        assert sha256(path.read_bytes()).hexdigest() == file.sha256
    assert version(setting, SLUG, 2) == done


def test_no_machines_voice_is_passed_off_as_another_language(setting: Setting) -> None:
    audio = setting.desk.audio
    spoken = audio.taking_in.bring(Origin(MEDIA.username, "doc.wav", voice="espeak vi"), [tone(2)]).sound.sha256
    with pytest.raises(RuleBroken, match="phải do người đọc và thu âm"):
        audio.versioning.draft(MEDIA, CAMPAIGN, SLUG, DraftOf("Tiếng Tày", spoken, language="tyz"))
    brought = audio.taking_in.receive(MEDIA, "nguoi-doc.wav", [tone(3)]).sound.sha256
    assert (
        audio.versioning.draft(MEDIA, CAMPAIGN, SLUG, DraftOf("Tiếng Tày", brought, language="tyz")).language == "tyz"
    )


def test_the_version_before_is_withdrawn_and_broadcasts_to_come_play_the_new_bytes(setting: Setting) -> None:
    before = setting.broadcast()
    done = approved(setting)
    assert states(setting) == ["withdrawn", "approved"]
    assert version(setting, SLUG, 1).withdrawn_why == "Bản 2 được duyệt thay thế."
    assert done.replanned == len(COMMUNES) * 3
    assert to_come(setting) == {done.recording.sha256}
    after = setting.broadcast()
    assert (after.starts_at, after.length) == (before.starts_at, done.recording.length)


def test_an_hour_that_an_officer_chose_stays_when_the_sound_changes(setting: Setting) -> None:
    moved = setting.desk.arranging.move(OFFICER, setting.broadcast().id, at(FIRST + timedelta(days=1), 11, 40))
    added = setting.desk.arranging.add(OFFICER, moved.duty, "06190", at(FIRST + timedelta(days=2), 17, 30))
    done = approved(setting).recording
    kept = {one.replaces: one for one in setting.broadcasts() if one.state in LIVE}
    assert kept.keys() == {moved.id, added.id}
    for old in (moved, added):
        new = kept[old.id]
        assert (new.starts_at, new.purpose, new.planned_by) == (old.starts_at, old.purpose, OFFICER.username)
        assert (new.recording_sha256, new.length) == (done.sha256, done.length)


def test_a_longer_recording_leaves_a_chosen_hour_that_it_would_overrun(setting: Setting) -> None:
    """The officer chose the minute before another broadcast, which the officer chose as well."""
    first = setting.desk.arranging.move(OFFICER, setting.broadcast().id, at(FIRST + timedelta(days=1), 17, 30))
    setting.desk.arranging.add(OFFICER, first.duty, "06190", at(FIRST + timedelta(days=1), 17, 32))
    done = approved(setting, recipe=Recipe(readings=40)).recording
    (only,) = [one for one in setting.broadcasts() if one.state in LIVE]
    assert (only.starts_at, only.recording_sha256) == (first.starts_at, done.sha256)
    assert setting.cell().state == "planned"


def test_the_plan_says_what_changed_and_by_whom(setting: Setting) -> None:
    done = approved(setting).recording
    with setting.store.transactions.reading() as uow:
        newest = uow.campaigns.versions(CAMPAIGN)[-1]
    assert (newest.number, newest.loaded_by) == (2, DISTRICT.username)
    assert any(done.sha256 in line for line in newest.changes)


def test_loading_the_plan_file_again_does_not_bring_the_old_sound_back(setting: Setting) -> None:
    done = approved(setting).recording
    assert not setting.desk.loading.load(plan(), "huyen").new
    setting.desk.loading.load(plan(title="Tên mới"), "huyen")
    assert to_come(setting) == {done.sha256}
    assert states(setting) == ["withdrawn", "approved"]


def test_after_a_person_withdrew_the_sound_the_plan_file_does_not_bring_an_older_one_back(setting: Setting) -> None:
    approved(setting)
    setting.desk.audio.versioning.withdraw(DISTRICT, CAMPAIGN, SLUG, 2, "sai ngày")
    setting.desk.loading.load(plan(title="Tên mới"), "huyen")
    assert to_come(setting) == set()
    assert states(setting) == ["withdrawn", "withdrawn"]


def test_a_sound_that_the_plan_file_names_for_the_first_time_stands(setting: Setting) -> None:
    approved(setting)
    setting.desk.loading.load(plan(recordings=(recording(sha256="b" * 64),)), "huyen")
    assert states(setting) == ["withdrawn", "withdrawn", "approved"]
    assert to_come(setting) == {"b" * 64}


def test_an_edit_of_a_draft_makes_its_files_anew_and_an_edit_after_approval_is_a_new_draft(setting: Setting) -> None:
    first = draft(setting)
    again = draft(setting, recipe=Recipe(readings=1))
    assert (again.version, again.length) == (first.version, timedelta(seconds=1))
    assert again.sha256 != first.sha256
    done = submitted(setting, recipe=Recipe(readings=1))
    setting.desk.audio.versioning.approve(DISTRICT, CAMPAIGN, SLUG, done.version, done.sha256)
    assert draft(setting).version == done.version + 1
    assert states(setting) == ["withdrawn", "approved", "draft"]


def test_only_words_of_a_draft_changed_leave_its_files_alone(setting: Setting) -> None:
    first = draft(setting)
    told = DraftOf("Tên khác", first.source, script="lời")
    renewed = setting.desk.audio.versioning.draft(MEDIA, CAMPAIGN, SLUG, told)
    assert renewed.files == first.files
    assert (renewed.title, renewed.script) == ("Tên khác", "lời")


def test_a_new_draft_withdraws_the_version_that_waits(setting: Setting) -> None:
    waiting = submitted(setting)
    draft(setting, tone(2))
    assert states(setting) == ["approved", "withdrawn", "draft"]
    with pytest.raises(RuleBroken, match="trạng thái khác"):
        setting.desk.audio.versioning.approve(DISTRICT, CAMPAIGN, SLUG, waiting.version, waiting.sha256)


def test_nobody_approves_what_they_made_or_submitted(setting: Setting) -> None:
    source = bring(setting).sound.sha256
    versioning = setting.desk.audio.versioning
    made = versioning.draft(ADMIN, CAMPAIGN, SLUG, DraftOf("Đổi ngày", source))
    setting.desk.audio.mastering.work()
    versioning.submit(MEDIA, CAMPAIGN, SLUG, made.version)
    bytes_ = version(setting, SLUG, made.version).sha256
    with pytest.raises(NotAllowed, match="người thứ hai"):
        versioning.approve(ADMIN, CAMPAIGN, SLUG, made.version, bytes_)
    with pytest.raises(NotAllowed):
        versioning.approve(MEDIA, CAMPAIGN, SLUG, made.version, bytes_)
    assert versioning.approve(DISTRICT, CAMPAIGN, SLUG, made.version, bytes_).recording.approved_by == "huyen"


@pytest.mark.parametrize("who", [OFFICER, DISTRICT, replace(MEDIA, place="06190"), replace(MEDIA, active=False)])
def test_recordings_are_made_by_those_whose_place_is_the_whole_campaign(setting: Setting, who: Person) -> None:
    source = bring(setting).sound.sha256
    with pytest.raises(NotAllowed):
        setting.desk.audio.versioning.draft(who, CAMPAIGN, SLUG, DraftOf("Đổi ngày", source))


def test_the_yes_is_to_the_bytes_that_were_heard(setting: Setting) -> None:
    waiting = submitted(setting)
    with pytest.raises(RuleBroken, match="nghe lại"):
        setting.desk.audio.versioning.approve(DISTRICT, CAMPAIGN, SLUG, waiting.version, "f" * 64)
    assert states(setting) == ["approved", "submitted"]


def test_what_is_not_made_yet_is_not_submitted(setting: Setting) -> None:
    source = bring(setting).sound.sha256
    made = setting.desk.audio.versioning.draft(MEDIA, CAMPAIGN, SLUG, DraftOf("Đổi ngày", source))
    with pytest.raises(RuleBroken, match="chưa xử lý xong"):
        setting.desk.audio.versioning.submit(MEDIA, CAMPAIGN, SLUG, made.version)


def test_a_recording_that_fits_no_session_any_more_is_not_approved(setting: Setting) -> None:
    waiting = submitted(setting, recipe=HOUR_LONG)
    with pytest.raises(RuleBroken, match=r"4195 giây.*5 xã, thị trấn"):
        setting.desk.audio.versioning.approve(DISTRICT, CAMPAIGN, SLUG, waiting.version, waiting.sha256)
    assert states(setting) == ["approved", "submitted"]
    assert to_come(setting) == {SHA256}


def test_a_recording_that_no_duty_names_is_approved_and_planned_nowhere(setting: Setting) -> None:
    done = approved(setting, slug="ban-tay", language="tyz")
    assert done.replanned == 0
    assert to_come(setting) == {SHA256}
    setting.desk.loading.load(plan(title="Tên mới"), "huyen")
    assert states(setting, "ban-tay") == ["approved"]


def test_a_letter_that_is_replaced_withdraws_every_version_and_takes_no_more(setting: Setting) -> None:
    approved(setting)
    waiting, unplanned = submitted(setting, tone(2)), draft(setting, slug="ban-tay")
    newer = plan(
        slug="cong-van-moi",
        letter=letter("200/UBND-KT", "2023-11-05", (LetterRef("100/UBND-KT", date(2023, 11, 1), "UBND huyện"),)),
    )
    setting.desk.loading.load(newer, "huyen")
    assert set(states(setting)) | set(states(setting, "ban-tay")) == {"withdrawn"}
    with pytest.raises(RuleBroken, match="thay thế"):
        setting.desk.audio.versioning.approve(DISTRICT, CAMPAIGN, SLUG, waiting.version, waiting.sha256)
    with pytest.raises(RuleBroken, match="thay thế"):
        setting.desk.audio.versioning.draft(MEDIA, CAMPAIGN, SLUG, DraftOf("Đổi ngày", unplanned.source))


def manifest(setting: Setting, node: str) -> dict[str, list[object]]:
    found = setting.desk.gathering.manifest(node)
    assert found is not None
    told: dict[str, list[object]] = json.loads(found.payload)
    return told


def test_boxes_are_told_to_forget_what_was_withdrawn(setting: Setting) -> None:
    node = setting.equip_node()
    setting.sweep()
    assert manifest(setting, node.id)["withdrawn"] == []
    first = approved(setting).recording
    second = approved(setting, tone(2)).recording
    setting.sweep()
    told = manifest(setting, node.id)
    assert told["withdrawn"] == sorted({SHA256, *(file.sha256 for file in first.files)})
    assert {item["sha256"] for item in told["occurrences"]} == {second.sha256}  # type: ignore[index]
    assert told["tombstones"]


def test_boxes_forget_no_bytes_that_are_approved_again(setting: Setting) -> None:
    node = setting.equip_node()
    first = approved(setting).recording
    withdraw(setting, first.version)
    approved(setting)
    setting.sweep()
    assert manifest(setting, node.id)["withdrawn"] == [SHA256]


def played(setting: Setting, content: str) -> BroadcastState:
    """What a box's log of a whole play of these bytes makes of its broadcast."""
    node = setting.equip_node()
    broadcast = setting.broadcast(BY_NODE)
    setting.clock.at = broadcast.span.end
    event = NodeEvent(1, EvidenceKind.ENDED, broadcast.id, broadcast.starts_at, 1.0, content)
    setting.desk.gathering.report(node.id, [event], setting.clock.at)
    return setting.desk.viewing.broadcast(broadcast.id).broadcast.state


def test_what_was_played_counts_when_it_is_what_was_approved(setting: Setting) -> None:
    done = approved(setting).recording
    assert played(setting, done.sha256) is BroadcastState.PLAYED


@pytest.mark.parametrize("content", [SHA256, ""])
def test_other_bytes_or_none_named_prove_nothing(setting: Setting, content: str) -> None:
    approved(setting)
    assert played(setting, content) is not BroadcastState.PLAYED


def test_what_was_played_before_stays_as_it_was(setting: Setting) -> None:
    broadcast = setting.broadcast()
    setting.clock.at = broadcast.span.end
    setting.say_played(broadcast)
    approved(setting)
    assert setting.cell().state == "kept"
    assert setting.broadcasts()[0].recording_sha256 == SHA256
