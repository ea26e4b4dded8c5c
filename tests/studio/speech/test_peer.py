"""What we say against what sea-g2p says, another reader of Vietnamese, where both have the same habits.

It says «lẻ», «mươi bốn» and «ngày bốn» where we say «linh», «mươi tư» and «ngày mùng bốn», never passes over
«không phút», loses a word of «tháng năm năm hai nghìn» and takes eleven digits for a telephone number.
"""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sea_g2p import Normalizer

from outreach.studio.speech.reading import read_out

CALMLY = settings(deadline=None)  # machines are busy at times


@pytest.fixture(scope="module")
def peer() -> Normalizer:
    return Normalizer()


@CALMLY
@given(number=st.one_of(st.integers(0, 99_999), st.integers(0, 10**9)))
def test_amounts_are_said_as_the_peer_says_them(peer: Normalizer, number: int) -> None:
    written = f"{number:,}".replace(",", ".")
    assert _ours(f"có {written} hộ") == _peers(peer, f"có {written} hộ")


@CALMLY
@given(day=st.dates(date(1990, 1, 1), date(2090, 1, 1)).filter(lambda day: day.day > 10 and day.month not in (4, 5)))
def test_days_are_said_as_the_peer_says_them(peer: Normalizer, day: date) -> None:
    written = f"ngày {day:%d/%m/%Y}"
    assert _ours(written) == _peers(peer, written)


@CALMLY
@given(time=st.times().filter(lambda time: time.minute > 0))
def test_hours_are_said_as_the_peer_says_them(peer: Normalizer, time: object) -> None:
    written = f"lúc {time:%H:%M}"
    assert _ours(written) == _peers(peer, written)


def _ours(script: str) -> str:
    return read_out(script).words.lower().rstrip(".").replace("mươi tư", "mươi bốn")


def _peers(peer: Normalizer, script: str) -> str:
    return str(peer.normalize(script)).replace("tỉ", "tỷ").replace(" lẻ ", " linh ").rstrip(".")
