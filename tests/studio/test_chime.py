"""The bell that we ship is the bell that our arithmetic makes."""

from pathlib import Path

from outreach.config import content_root
from outreach.domain.sound import Recipe
from outreach.studio.chime import write_chime
from outreach.studio.encoding import hear


def test_the_shipped_bell_can_be_made_again_byte_for_byte(tmp_path: Path) -> None:
    write_chime(tmp_path / "chime.wav")

    assert (tmp_path / "chime.wav").read_bytes() == (content_root() / "audio" / Recipe().chime).read_bytes()


def test_the_bell_is_short_unclipped_and_within_what_a_horn_carries() -> None:
    heard = hear(content_root() / "audio" / Recipe().chime)

    assert 2 < heard.seconds < 4
    assert heard.loudness.true_peak < -3
    assert heard.bands.speech > 0.98
