"""What the child answers comes back as it was, or not at all."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from outreach.domain.sound import (
    Bands,
    Finding,
    Flaw,
    Loudness,
    Made,
    Mastered,
    Output,
    Recipe,
    Report,
    Span,
    Verdict,
)
from outreach.studio.limits import Limits
from outreach.studio.packing import packed, unpacked

SPAN = Span(timedelta(seconds=1.25), timedelta(seconds=2))
REPORT = Report(
    length=timedelta(seconds=61.5),
    codec="mp3float",
    sample_rate=44_100,
    channels=2,
    loudness=Loudness(-19.5, -1.0, 4.2),
    bands=Bands(0.2, 0.7, 0.1),
    speech_to_noise_db=None,
    findings=(Finding(Flaw.CLIPPED, Verdict.USABLE, 3.0, (SPAN,)), Finding(Flaw.HUM, Verdict.USABLE)),
    outline=((-0.5, 0.25), (0.0, 0.0)),
    course=(-70.0, -20.5),
)
MADE = Made(Output.MP3, Path("/a/b.mp3"), "00ff", 17, timedelta(seconds=60), Loudness(-16, -2), Bands(0, 1, 0))


@pytest.mark.parametrize("value", [REPORT, Recipe(), Limits(), Mastered(Recipe(), (MADE,), "av 18")])
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    assert unpacked(type(value), json.loads(json.dumps(packed(value)))) == value


@pytest.mark.parametrize(
    "spoilt",
    [
        {"codec": 3},
        {"channels": True},
        {"channels": "2"},
        {"length": "lâu"},
        {"length": 1e300},
        {"findings": [{"flaw": "unheard-of"}]},
        {"outline": [[1.0]]},
        {"loudness": None},
    ],
)
def test_what_is_no_report_is_not_believed(spoilt: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        unpacked(Report, packed(REPORT) | spoilt)
    with pytest.raises(ValueError):
        unpacked(Report, [])
