"""Photos and recordings as evidence: what comes in, and who sees it again."""

import re
from datetime import date
from io import BytesIO

import pytest

from outreach.web.evidence_files import kind_of
from tests.setting import DISTRICT, LEADER, OFFICER, STRANGER, Setting
from tests.web.conftest import Visit
from tests.web.officer import confirm, page, played

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(2000)
MP3 = b"ID3\x04" + bytes(2000)


@pytest.mark.parametrize(("content", "kind"), [(JPEG, "image/jpeg"), (MP3, "audio/mpeg")])
def test_a_photo_or_recording_lifts_the_grade_and_is_shown_again(
    visit: Visit, sqlite_setting: Setting, content: bytes, kind: str
) -> None:
    broadcast, officer = played(sqlite_setting), visit(OFFICER)
    assert confirm(officer, broadcast, file=(BytesIO(content), "anh.jpg")).status_code == 303
    [row] = sqlite_setting.desk.viewing.broadcast(broadcast.id).evidence
    assert row.grade == "M1"
    address = f"/bang-chung/{broadcast.id}/{row.attachment}"
    assert address in page(officer, broadcast)
    for reader in (officer, visit(LEADER), visit(DISTRICT)):
        answer = reader.get(address)
        assert (answer.status_code, answer.mimetype, answer.data) == (200, kind, content)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert visit(STRANGER).get(address).status_code == 403


def test_files_are_found_by_the_broadcast_they_were_sent_for_only(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast, officer = played(sqlite_setting), visit(OFFICER)
    confirm(officer, broadcast, file=(BytesIO(JPEG), "anh.jpg"))
    [row] = sqlite_setting.desk.viewing.broadcast(broadcast.id).evidence
    other = sqlite_setting.broadcast(week=date(2023, 11, 13))
    assert officer.get(f"/bang-chung/{other.id}/{row.attachment}").status_code == 404
    assert officer.get(f"/bang-chung/{broadcast.id}/{'0' * 64}").status_code == 404
    assert officer.get("/bang-chung/khong-co/xyz").status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<script>alert(1)</script>", "không phải ảnh hay ghi âm"),
        (b"", "rỗng"),
        (JPEG + bytes(8 * 2**20), "lớn hơn 8 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_and_the_rest_stays(
    visit: Visit, sqlite_setting: Setting, content: bytes, sentence: str
) -> None:
    broadcast = played(sqlite_setting)
    answer = confirm(visit(OFFICER), broadcast, file=(BytesIO(content), "anh.jpg"), note="loa 2 rè")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert sentence in text
    assert "anh.jpg" in text
    assert "loa 2 rè" in text
    assert sqlite_setting.desk.viewing.broadcast(broadcast.id).evidence == ()


def test_a_file_is_not_sent_again_when_something_else_was_wrong(visit: Visit, sqlite_setting: Setting) -> None:
    broadcast, officer = played(sqlite_setting), visit(OFFICER)
    refused = confirm(officer, broadcast, clock="", file=(BytesIO(JPEG), "anh.jpg")).get_data(as_text=True)
    assert "không phải chọn lại" in refused
    kept = re.findall(r'name="kept" value="([^"]+)"', refused)[0]
    assert confirm(officer, broadcast, kept=kept).status_code == 303
    [row] = sqlite_setting.desk.viewing.broadcast(broadcast.id).evidence
    assert row.attachment


@pytest.mark.parametrize("kept", ["giả", '["x","y"].abc'])
def test_nobody_claims_a_file_that_was_not_received(visit: Visit, sqlite_setting: Setting, kept: str) -> None:
    broadcast = played(sqlite_setting)
    confirm(visit(OFFICER), broadcast, kept=kept)
    [row] = sqlite_setting.desk.viewing.broadcast(broadcast.id).evidence
    assert (row.attachment, row.grade) == ("", "M0")


def test_a_body_beyond_all_measure_is_refused(visit: Visit, sqlite_setting: Setting) -> None:
    officer, broadcast = visit(OFFICER), played(sqlite_setting)
    for action, megabytes in (("da-phat", 41), ("khong-phat", 2)):
        length = {"CONTENT_LENGTH": str(megabytes * 2**20), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
        answer = officer.client.post(f"/luot-phat/{broadcast.id}/{action}", environ_overrides=length)
        assert answer.status_code == 413


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x18ftyp3gp4", "audio/3gpp"),
        (b"\xff\xfb\x90\x00", "audio/mpeg"),
        (b"OggS\x00", "audio/ogg"),
        (b"#!AMR\n", "audio/amr"),
        (b"\x1aE\xdf\xa3", "audio/webm"),
        (b"RIFF\x10\x00\x00\x00AVI LIST", None),
        (b"<svg onload='alert(1)'>", None),
        (b"%PDF-1.7", None),
        (b"MZ\x90", None),
        (b"", None),
    ],
)
def test_a_file_is_known_by_its_beginning_and_not_by_its_name(beginning: bytes, kind: str | None) -> None:
    assert kind_of(beginning + bytes(100)) == kind
