"""Sounds handed out: types by their bytes, names that any machine takes."""

import pytest

from outreach.domain.people import Person, Role
from outreach.web.sound_files import UNKNOWN, plain_name, sound_kind
from tests.recordings_made import approved
from tests.setting import OFFICER, Setting
from tests.sounds_made import tone
from tests.web.conftest import Visit

ELSEWHERE = Person("canbo.vanlang", "Cán bộ xã khác", Role.COMMUNE_OFFICER, "99999")


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (b"ID3\x04", "audio/mpeg"),
        (b"OggS\x00", "audio/ogg"),
        (b"RIFF\x00\x00\x00\x00WAVE", "audio/wav"),
        (b"fLaC\x00", "audio/flac"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (b"<html><script>", UNKNOWN),
        (b"\x89PNG\r\n\x1a\n", UNKNOWN),
        (b"", UNKNOWN),
    ],
)
def test_a_type_follows_from_the_bytes_and_is_a_sounds_or_none(beginning: bytes, kind: str) -> None:
    assert sound_kind(beginning) == kind


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Bản đọc số 2.mp3", "Ban doc so 2.mp3"),
        ("../../etc/passwd", "etc-passwd"),
        ('a"; filename="b.exe', "a-- filename--b.exe"),
        ("a\r\nSet-Cookie: x", "a--Set-Cookie- x"),
        ("🎵.mp3", "ban-ghi.mp3"),
        ("...", "ban-ghi"),
    ],
)
def test_a_name_has_no_path_no_quotes_and_no_accents(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_only_people_of_the_campaigns_places_hear_it(sqlite_setting: Setting, visit: Visit) -> None:
    made = approved(sqlite_setting, tone(2)).recording
    sqlite_setting.desk.signing_in.enrol(ELSEWHERE, "loa-phuong-1234")
    page = f"/ban-ghi/{made.campaign}/{made.slug}"
    assert visit(OFFICER).get(f"/ban-ghi/{made.sha256}").status_code == 200
    stranger = visit(ELSEWHERE)
    assert stranger.get(f"/ban-ghi/{made.sha256}").status_code == 403
    assert stranger.get(page).status_code == 404
    assert made.title not in stranger.get("/ban-ghi").text


def test_a_part_beyond_the_end_is_refused(sqlite_setting: Setting, visit: Visit) -> None:
    made = approved(sqlite_setting, tone(2)).recording
    visitor = visit(OFFICER)
    assert visitor.get(f"/ban-ghi/{made.sha256}", headers={"Range": "bytes=99999999-"}).status_code == 416
    known = visitor.get(f"/ban-ghi/{made.sha256}", headers={"If-None-Match": f'"{made.sha256}"'})
    assert known.status_code == 304
