"""The library as people see it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from outreach.domain.errors import NotAllowed, NotFound
from outreach.domain.people import Person, Role
from outreach.domain.recordings import RecordingState
from outreach.domain.sound import Output
from outreach.services.library_views import Steps, Wanted
from tests.recordings_made import CAMPAIGN, SLUG, approved, bring, draft, submitted
from tests.setting import BY_NODE, COMMUNES, DISTRICT, LEADER, MEDIA, OFFICER, SHA256, STRANGER, Setting, plan
from tests.sounds_made import SHAPE, tone

ELSEWHERE = Person("noi-khac", "Cán bộ nơi khác", Role.COMMUNE_OFFICER, "99999")


@pytest.fixture
def filled(sqlite_setting: Setting) -> Setting:
    """One approved version that replaced the plan's, a draft after it, and a recording in Tày that waits."""
    approved(sqlite_setting, script="Kính thưa bà con")
    draft(sqlite_setting, tone(2))
    submitted(sqlite_setting, tone(3), "ban-tay", title="Bản tiếng Tày", language="tyz")
    return sqlite_setting


def found(setting: Setting, who: Person = MEDIA, **wanted: Any) -> list[tuple[str, int]]:
    view = setting.desk.audio.library.search(who, Wanted(**wanted))
    return sorted((line.newest.slug, line.newest.version) for line in view.lines)


def test_each_recording_is_one_line_with_the_version_that_is_played(filled: Setting) -> None:
    view = filled.desk.audio.library.search(MEDIA, Wanted())
    assert (view.total, view.pages, view.languages) == (2, 1, ("tyz", "vi"))
    assert [one.slug for one in view.campaigns] == [CAMPAIGN]
    line = next(line for line in view.lines if line.newest.slug == SLUG)
    assert (line.newest.version, line.newest.state, line.versions) == (3, RecordingState.DRAFT, 3)
    assert line.approved is not None
    assert line.approved.version == 2


@pytest.mark.parametrize(
    ("wanted", "slugs"),
    [
        ({"text": "tieng tay"}, ["ban-tay"]),
        ({"text": "Tày TIẾNG"}, ["ban-tay"]),
        ({"text": "thua ba con"}, [SLUG]),
        ({"text": "khong co"}, []),
        ({"language": "tyz"}, ["ban-tay"]),
        ({"campaign": CAMPAIGN}, ["ban-tay", SLUG]),
        ({"campaign": "khac"}, []),
        ({"state": RecordingState.SUBMITTED}, ["ban-tay"]),
        ({"state": RecordingState.APPROVED}, [SLUG]),
        ({"longest": timedelta(seconds=8)}, [SLUG]),
        ({"shortest": timedelta(seconds=8)}, ["ban-tay"]),
    ],
)
def test_recordings_are_found_by_words_language_state_and_length(
    filled: Setting, wanted: dict[str, Any], slugs: list[str]
) -> None:
    assert [slug for slug, _ in found(filled, **wanted)] == slugs


def test_drafts_are_for_those_who_make_or_approve(filled: Setting) -> None:
    assert found(filled, DISTRICT) == found(filled) == [("ban-tay", 1), (SLUG, 3)]
    assert found(filled, OFFICER) == [(SLUG, 2)]
    assert found(filled, ELSEWHERE) == []
    library = filled.desk.audio.library
    with pytest.raises(NotFound):
        library.recording(OFFICER, CAMPAIGN, "ban-tay")
    with pytest.raises(NotFound):
        library.recording(OFFICER, CAMPAIGN, SLUG, 3)
    for seen in (library.brought, lambda by: library.sound(by, "a" * 64)):
        with pytest.raises(NotAllowed):
            seen(OFFICER)


def test_the_page_of_a_version_has_its_sound_its_files_and_where_it_plays(filled: Setting) -> None:
    page = filled.desk.audio.library.recording(MEDIA, CAMPAIGN, SLUG, 2)
    assert (page.shown.script, page.approved) == ("Kính thưa bà con", page.shown)
    assert [one.version for one in page.versions] == [3, 2, 1]
    assert page.sound is not None
    assert page.sound.report is not None
    assert page.shape == SHAPE
    assert [(one.output, one.name) for one in page.downloads] == [
        (Output.OPUS, f"{CAMPAIGN}-{SLUG}-v2.opus"),
        (Output.MP3, f"{CAMPAIGN}-{SLUG}-v2.mp3"),
    ]
    assert (page.to_come, page.played, len(page.where)) == (len(COMMUNES) * 3, 0, len(COMMUNES))
    assert [duty.slug for duty in page.duties] == ["loa"]
    assert page.where[0].next == filled.broadcast(page.where[0].place.code).starts_at


def test_the_page_says_where_it_was_played(filled: Setting) -> None:
    broadcast = filled.broadcast()
    filled.clock.at = broadcast.span.end
    filled.say_played(broadcast)
    page = filled.desk.audio.library.recording(OFFICER, CAMPAIGN, SLUG)
    assert (page.shown.version, page.played, page.communes_played) == (2, 1, 1)
    (there,) = (one for one in page.where if one.played)
    assert (there.place.code, there.last) == ("06190", broadcast.starts_at)


def test_a_version_that_a_plan_file_named_is_played_where_it_was(filled: Setting) -> None:
    page = filled.desk.audio.library.recording(DISTRICT, CAMPAIGN, SLUG, 1)
    assert (page.shown.sha256, page.sound, page.downloads, page.to_come) == (SHA256, None, (), 0)


def test_the_steps_are_those_that_the_reader_may_take(filled: Setting) -> None:
    def steps(who: Person, slug: str, version: int) -> Steps:
        return filled.desk.audio.library.recording(who, CAMPAIGN, slug, version).steps

    assert steps(MEDIA, SLUG, 3) == Steps(edit=True, submit=True, approve=False, withdraw=True)
    assert steps(DISTRICT, SLUG, 3) == Steps(edit=False, submit=False, approve=False, withdraw=False)
    assert steps(MEDIA, "ban-tay", 1) == Steps(edit=True, submit=False, approve=False, withdraw=True)
    assert steps(DISTRICT, "ban-tay", 1) == Steps(edit=False, submit=False, approve=True, withdraw=True)
    assert steps(DISTRICT, SLUG, 2) == Steps(edit=False, submit=False, approve=False, withdraw=True)
    assert steps(LEADER, SLUG, 2) == Steps(edit=False, submit=False, approve=False, withdraw=False)


def test_a_sound_names_what_was_made_of_it(filled: Setting) -> None:
    library = filled.desk.audio.library
    lines = {line.sound.length: line for line in library.brought(MEDIA)}
    assert [one.slug for one in lines[timedelta(seconds=3)].used_in] == ["ban-tay"]
    assert bring(filled, tone(5)).sound.sha256 == library.brought(MEDIA)[0].sound.sha256


def test_sounds_and_files_are_heard_by_those_who_may(filled: Setting) -> None:
    library = filled.desk.audio.library
    page = library.recording(MEDIA, CAMPAIGN, SLUG, 2)
    mine, waiting = page.downloads[1], library.recording(MEDIA, CAMPAIGN, "ban-tay").downloads[0]
    assert library.file(OFFICER, mine.sha256).name == mine.name
    assert library.file(DISTRICT, waiting.sha256).path.stat().st_size == waiting.size
    assert library.source(MEDIA, page.shown.source).path.read_bytes() == tone()
    for who, sha256 in ((OFFICER, waiting.sha256), (ELSEWHERE, mine.sha256)):
        with pytest.raises(NotAllowed):
            library.file(who, sha256)
    with pytest.raises(NotFound):
        library.file(MEDIA, "f" * 64)
    with pytest.raises(NotAllowed):
        library.source(STRANGER, page.shown.source)


def test_bytes_that_two_campaigns_play_are_heard_and_named_in_each(sqlite_setting: Setting) -> None:
    """A campaign elsewhere, of a higher version, made of the same sound by the same recipe."""
    elsewhere = plan(slug="chien-dich-khac", communes=COMMUNES[-1:])
    sqlite_setting.desk.loading.load(elsewhere, "huyen")
    done = approved(sqlite_setting).recording
    twin = replace(done, campaign=elsewhere.slug, slug="ban-khac", title="Bản ở nơi khác", version=9)
    with sqlite_setting.store.transactions.writing() as uow:
        uow.recordings.add(twin)
        uow.commit()
    for output in done.files:
        assert sqlite_setting.desk.audio.library.file(OFFICER, output.sha256).name.startswith(CAMPAIGN)
    shown = sqlite_setting.desk.viewing.broadcast(sqlite_setting.broadcast().id).recording
    assert shown is not None
    assert (shown.campaign, shown.title) == (CAMPAIGN, done.title)


def test_a_commune_is_given_what_it_has_to_play(filled: Setting) -> None:
    (given,) = filled.desk.audio.library.for_commune(BY_NODE)
    assert (given.duty.slug, given.recording.version, given.recording.script) == ("loa", 2, "Kính thưa bà con")
    assert len(given.downloads) == 2
    assert filled.desk.audio.library.for_commune("99999") == ()
