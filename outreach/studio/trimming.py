"""Cutting the silence off both ends of a recording, by pydub."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from pydub import AudioSegment
from pydub.silence import detect_leading_silence

from outreach.studio.samples import RATE, Samples, length_of, read

UNDER_SPEECH_DB = 22.0
"""Breath and a quiet room lie below this under the loudness of the speech; the end of a word does not."""
KEPT_S = 0.15
"""Left at both ends: the first consonant of a word is often softer than what finds it."""
_STEP_MS = 10
_LOOKED_AT = 10 * RATE


def speech_span(raw: Path, lufs: float) -> tuple[int, int]:
    """The first sample of the recording and the one after its last, silence at both ends left out."""
    whole = length_of(raw)
    threshold = lufs - UNDER_SPEECH_DB
    start = _silent(read(raw, block=_LOOKED_AT), threshold)
    if start >= whole:
        return 0, whole
    end = whole - _silent(_backwards(raw, whole), threshold)
    kept = round(KEPT_S * RATE)
    return max(start - kept, 0), min(end + kept, whole)


def _silent(blocks: Iterator[Samples], threshold: float) -> int:
    """How many samples at the beginning of these blocks are silent."""
    count = 0
    for block in blocks:
        silent = int(detect_leading_silence(segment(block), threshold, _STEP_MS)) * RATE // 1000
        if silent < len(block) - _STEP_MS * RATE // 1000:
            return count + silent
        count += len(block)
    return count


def _backwards(raw: Path, whole: int) -> Iterator[Samples]:
    for end in range(whole, 0, -_LOOKED_AT):
        start = max(end - _LOOKED_AT, 0)
        yield np.concatenate([*read(raw, start, end)])[::-1]


def segment(block: Samples) -> AudioSegment:
    """A block as pydub has it: whole numbers of 16 bits."""
    numbers = np.round(np.clip(block, -1, 1) * 32767).astype("<i2")
    return AudioSegment(data=numbers.tobytes(), sample_width=2, frame_rate=RATE, channels=1)
