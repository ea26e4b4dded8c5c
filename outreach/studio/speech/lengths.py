"""How long words take to say, without saying them: while somebody types, and before a voice is asked."""

from datetime import timedelta

SYLLABLE_S, OVERLAP_S = 0.364, 0.053
"""Fitted to espeak-ng on 70 texts of 6 to 600 words at half, usual and one and a half speed: all within 10 %."""
COMMA_S = 0.295
STOP_S = 0.438


def length_of(words: str, speed: float = 1.0) -> timedelta:
    """The playing time of words that :func:`~outreach.studio.speech.reading.read_out` wrote out."""
    syllables, commas, stops = len(words.split()), words.count(","), sum(map(words.count, ".?!"))
    seconds = (syllables * SYLLABLE_S + commas * COMMA_S + stops * STOP_S) / speed - syllables * OVERLAP_S
    return timedelta(seconds=round(max(0.0, seconds), 1))
