"""A script on a page: how long it takes while it is typed, and a draft that a machine reads."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask

from outreach.config import read_settings
from outreach.domain.sound import Engine, Manner
from outreach.web.app import make_app
from tests.recordings_made import CAMPAIGN, SLUG, version
from tests.setting import DISTRICT, MEDIA, OFFICER, Setting
from tests.sounds_made import WaveStudio, tone
from tests.web.conftest import SECRET
from tests.web.visitor import Visitor, said, signed_in

READ = "/ban-ghi/doc"
WORDS = "Kính thưa bà con, từ ngày mùng một tháng mười hai đổi ngày ghi chỉ số."


@dataclass(frozen=True, slots=True)
class Tone:
    """A voice of one note."""

    name = "tone"
    draft = True

    def voices(self) -> tuple[str, ...]:
        return ("vi", "la")

    def speak(self, words: str, manner: Manner, into: Path) -> None:
        into.write_bytes(tone(len(words) / 10))


class Voiced(WaveStudio):
    def engines(self) -> tuple[Engine, ...]:
        return (Tone(),)


@pytest.fixture
def media(sqlite_setting: Setting) -> Visitor:
    audio = sqlite_setting.desk.audio
    voiced = replace(audio, speaking=replace(audio.speaking, studio=Voiced()))
    app = make_app(replace(sqlite_setting.desk, audio=voiced), read_settings({}), SECRET)
    return signed_in(app.test_client(), MEDIA)


def test_a_script_becomes_a_draft_that_says_it_is_a_machines(sqlite_setting: Setting, media: Visitor) -> None:
    answer = media.fill_in(
        READ, belongs=f"{CAMPAIGN}/{SLUG}", title="Đổi ngày", script=WORDS, voice="tone|la", trim="y"
    )
    assert answer.status_code == 303, answer.text
    sqlite_setting.desk.audio.mastering.work()
    page = media.get(answer.location).text
    assert "giọng máy" in page
    assert "nên thu người đọc" in page
    assert version(sqlite_setting, SLUG, 2).script == WORDS


def test_the_length_is_told_while_typing(media: Visitor) -> None:
    html = said(media.fill_in(f"{READ}/dai", script=WORDS, speed="1.0"))["html"]
    assert "Khoảng 0:05 mỗi lượt đọc." in html
    assert "Gõ lời đọc" in said(media.fill_in(f"{READ}/dai", script="  "))["html"]


def test_without_scripts_a_button_tells_the_length_and_keeps_what_was_typed(media: Visitor) -> None:
    page = media.fill_in(READ, action="estimate", script=WORDS, title="Đổi ngày")
    assert page.status_code == 200
    assert "mỗi lượt đọc" in page.text
    assert WORDS in page.text


def test_an_empty_script_and_a_strange_voice_are_told(media: Visitor) -> None:
    for wrong in ({"script": ""}, {"voice": "cloud|x"}, {"speed": "9"}):
        fields = {"belongs": f"{CAMPAIGN}/", "title": "Đổi ngày", "script": WORDS, "voice": "tone|la", **wrong}
        answer = media.fill_in(READ, **fields)
        assert answer.status_code == 400, wrong
        assert "field-problem" in answer.text


def test_a_form_that_lacks_its_fields_is_refused(media: Visitor) -> None:
    assert media.fill_in(READ).status_code == 400
    assert media.fill_in(READ, action="estimate").status_code in (200, 400)


def test_the_form_takes_up_the_words_of_a_recording(media: Visitor) -> None:
    made = media.fill_in(READ, belongs=f"{CAMPAIGN}/", title="Cắt điện", script=WORDS, voice="tone|la")
    place = made.location.removeprefix("/ban-ghi/").partition("?")[0]
    assert WORDS in media.get(f"{READ}?cho={place}").text


def test_a_server_without_a_voice_says_so(app: Flask) -> None:
    assert "chưa cài giọng đọc" in signed_in(app.test_client(), MEDIA).get(READ).text


@pytest.mark.parametrize("address", [READ, f"{READ}/dai"])
def test_others_have_nothing_read(app: Flask, address: str) -> None:
    for person in (OFFICER, DISTRICT):
        assert signed_in(app.test_client(), person).fill_in(address, script=WORDS).status_code == 403
