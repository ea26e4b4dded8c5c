"""A sound comes in whole by a form, or piece by piece by its script."""

from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from outreach.domain.people import Person
from tests.recordings_made import bring
from tests.setting import DISTRICT, MEDIA, OFFICER, STRANGER, Setting
from tests.sounds_made import tone
from tests.web.conftest import Visit
from tests.web.visitor import Visitor, said

ADD, PIECES = "/ban-ghi/them", "/ban-ghi/tai-len"
SOUND = tone(1.5)


def send(visitor: Visitor, method: str, address: str, body: bytes = b"", **form: Any) -> TestResponse:
    headers = {"X-CSRFToken": visitor.token}
    return visitor.client.open(address, method=method, headers=headers, data=form or body)


def test_a_file_sent_by_the_form_leads_to_its_page(sqlite_setting: Setting, visit: Visit) -> None:
    visitor = visit(MEDIA)
    answer = visitor.fill_in(ADD, file=(BytesIO(SOUND), "Thu ở xã.wav"))
    assert answer.status_code == 303
    page = visitor.get(answer.location).text
    assert "Thu ở xã.wav" in page
    assert "data-busy" in page
    sqlite_setting.desk.audio.mastering.work()
    page = visitor.get(answer.location).text
    assert "data-busy" not in page
    assert "thu tốt" in page


def test_no_file_and_an_empty_file_are_told_at_the_field(visit: Visit) -> None:
    visitor = visit(MEDIA)
    assert "Chưa chọn tệp" in visitor.fill_in(ADD).text
    empty = visitor.fill_in(ADD, file=(BytesIO(b""), "a.wav"))
    assert empty.status_code == 400
    assert "rỗng" in empty.text


def test_what_is_no_sound_is_told_on_its_page(sqlite_setting: Setting, visit: Visit) -> None:
    visitor = visit(MEDIA)
    answer = visitor.fill_in(ADD, file=(BytesIO(b"<script>alert(1)</script>"), "../../<b>.mp3"))
    sqlite_setting.desk.audio.mastering.work()
    page = visitor.get(answer.location)
    assert "không xử lý được" in page.text
    assert "<b>.mp3" not in page.text


def test_pieces_become_the_same_sound(sqlite_setting: Setting, visit: Visit) -> None:
    visitor = visit(MEDIA)
    upload = f"{PIECES}/{said(send(visitor, 'POST', PIECES))['upload']}"
    assert said(send(visitor, "PUT", f"{upload}?tu=0", SOUND[:9_000])) == {"size": 9_000}
    assert said(send(visitor, "GET", upload)) == {"size": 9_000}
    assert said(send(visitor, "PUT", f"{upload}?tu=9000", SOUND[9_000:])) == {"size": len(SOUND)}
    address = said(send(visitor, "POST", upload, name="Bản đọc.wav", cho="doi-ngay-ghi/doi-ngay"))["address"]
    assert address.endswith("?cho=doi-ngay-ghi/doi-ngay")
    heard = bring(sqlite_setting, SOUND)
    assert heard.known
    assert heard.sound.sha256 in address


def test_a_piece_for_another_place_is_refused_in_json(visit: Visit) -> None:
    visitor = visit(MEDIA)
    upload = f"{PIECES}/{said(send(visitor, 'POST', PIECES))['upload']}"
    answer = send(visitor, "PUT", f"{upload}?tu=5", SOUND[:10])
    assert answer.status_code == 400
    assert "byte" in said(answer)["problem"]
    assert send(visitor, "PUT", f"{upload}?tu=x", SOUND[:10]).status_code == 400


def test_an_upload_that_nobody_began_is_not_found(visit: Visit) -> None:
    visitor = visit(MEDIA)
    for method in ("GET", "PUT", "POST"):
        assert send(visitor, method, f"{PIECES}/{'0' * 32}").status_code == 404


def test_what_is_known_is_recognised(sqlite_setting: Setting, visit: Visit) -> None:
    bring(sqlite_setting, SOUND)
    visitor = visit(MEDIA)
    answer = visitor.fill_in(ADD, file=(BytesIO(SOUND), "lan-hai.wav"))
    assert "đã có trong thư viện" in visitor.get(answer.location).text


@pytest.mark.parametrize("person", [OFFICER, DISTRICT, STRANGER])
def test_others_bring_no_sounds(visit: Visit, person: Person) -> None:
    visitor = visit(person)
    assert visitor.get(ADD).status_code == 403
    assert visitor.fill_in(ADD, file=(BytesIO(SOUND), "a.wav")).status_code == 403
    assert send(visitor, "POST", PIECES).status_code == 403


def test_a_form_without_its_token_brings_nothing(visit: Visit) -> None:
    visitor = visit(MEDIA)
    assert visitor.client.post(ADD, data={"file": (BytesIO(SOUND), "a.wav")}).status_code == 400
    assert visitor.client.put(f"{PIECES}/{'0' * 32}", data=SOUND).status_code == 400
