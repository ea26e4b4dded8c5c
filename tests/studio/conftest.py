"""A studio for the tests: with the shipped chimes, a working folder that can be looked into, and nobody who reads."""

from datetime import timedelta
from pathlib import Path

import pytest

from outreach.config import content_root
from outreach.domain.sound import Reading
from outreach.studio.room import Room


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def room(work: Path) -> Room:
    return Room(content_root() / "audio", reader=_nobody, work=work)


def _nobody(script: str, speed: float) -> Reading:
    return Reading(script, timedelta(seconds=len(script) / speed))
