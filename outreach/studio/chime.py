"""The bell before an announcement, made by arithmetic: ``python -m outreach.studio.chime audio/chuong-mo-dau.wav``.

A struck bell is a handful of resonators that die away. Each is a recurrence of two products and a sum, with factors
rounded to twelve places, so that every machine makes the same bytes; sines of a library would differ in the last bit.
"""

import math
import sys
import wave
from pathlib import Path

from outreach.studio.samples import RATE

STRIKES = ((0.0, 523.25), (0.55, 659.26), (1.1, 783.99))
"""When a bell is struck (seconds) and its note: C5, E5, G5. All of them lie in what a horn carries."""
PARTIALS = ((1.0, 1.0, 0.9), (2.0, 0.5, 0.55), (3.0, 0.22, 0.35), (4.2, 0.12, 0.2), (5.4, 0.06, 0.12))
"""Of a small bell: times its note, how strong, after how many seconds a third of it is left."""
LENGTH_S = 3.2
PEAK = 16_000
_FADE_S = 0.3


def chime() -> bytes:
    """The samples of the bell at the working rate, as whole numbers of 16 bits, the lower byte first."""
    count = round(LENGTH_S * RATE)
    sound = [0.0] * count
    for at, note in STRIKES:
        for times, strength, lasting in PARTIALS:
            _ring(sound, round(at * RATE), note * times, strength, lasting)
    highest = max(map(abs, sound))
    fade = round(_FADE_S * RATE)
    faded = (PEAK * value / highest * min(1.0, (count - place) / fade) for place, value in enumerate(sound))
    return b"".join(round(value).to_bytes(2, "little", signed=True) for value in faded)


def _ring(sound: list[float], start: int, hertz: float, strength: float, lasting: float) -> None:
    """Add one partial from ``start`` on: a sine that begins at nothing and dies away."""
    turn = 2 * math.pi * hertz / RATE
    decay = math.exp(-1 / (lasting * RATE))
    forward, back = round(2 * decay * math.cos(turn), 12), round(-decay * decay, 12)
    before, now = 0.0, round(strength * math.sin(turn), 12)
    for place in range(start, len(sound)):
        sound[place] += before
        before, now = now, forward * now + back * before


def write_chime(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(chime())


if __name__ == "__main__":
    write_chime(Path(sys.argv[1]))
