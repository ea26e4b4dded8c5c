"""The sound of a recording, by the hash of its bytes."""

from datetime import timedelta
from hashlib import sha256

import pytest

from outreach.config import content_root
from outreach.domain.campaigns import RecordingPlan
from tests.setting import OFFICER, SHA256, Setting, plan
from tests.web.conftest import Visit

FILE = "cao-loc-2023-doi-ngay-ghi-chi-so.mp3"
CONTENT = (content_root() / "audio" / FILE).read_bytes()
HASH = sha256(CONTENT).hexdigest()


@pytest.fixture
def with_sound(sqlite_setting: Setting) -> Setting:
    recording = RecordingPlan("doi-ngay", "Bản đọc", FILE, "vi", HASH, timedelta(seconds=75), "UBND huyện", "công văn")
    sqlite_setting.desk.loading.load(plan(recordings=(recording,)), "huyen")
    sqlite_setting.desk.attachments.keep(CONTENT)
    return sqlite_setting


def test_the_very_bytes_that_were_approved_are_played(with_sound: Setting, visit: Visit) -> None:
    answer = visit(OFFICER).get(f"/ban-ghi/{HASH}")
    assert answer.status_code == 200
    assert answer.mimetype == "audio/mpeg"
    assert answer.data == CONTENT


def test_a_player_may_ask_for_a_part(with_sound: Setting, visit: Visit) -> None:
    answer = visit(OFFICER).get(f"/ban-ghi/{HASH}", headers={"Range": "bytes=0-99"})
    assert answer.status_code == 206
    assert answer.data == CONTENT[:100]


def test_the_campaign_has_a_player_for_it(with_sound: Setting, visit: Visit) -> None:
    assert f'src="/ban-ghi/{HASH}"' in visit(OFFICER).get("/chien-dich/doi-ngay-ghi").text


def test_a_recording_whose_bytes_are_not_there_is_not_played(sqlite_setting: Setting, visit: Visit) -> None:
    sqlite_setting.desk.loading.load(plan(), "huyen")
    assert visit(OFFICER).get(f"/ban-ghi/{SHA256}").status_code == 404


def test_a_kept_file_that_no_plan_names_is_not_played(sqlite_setting: Setting, visit: Visit) -> None:
    """A photo of somebody's house has a stricter way out."""
    sqlite_setting.desk.attachments.keep(CONTENT)
    assert visit(OFFICER).get(f"/ban-ghi/{HASH}").status_code == 404
