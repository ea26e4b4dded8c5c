"""What is wrong with a recording, in the words of the domain. Every threshold stands here with its reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from outreach.domain.sound import Finding, Flaw, Loudness, Span, Verdict
from outreach.studio.clipping import WINDOW_S, ClipWatch
from outreach.studio.hearing import MOMENT_S, NOTHING_DB, Moments
from outreach.studio.tones import Tones, held_spans, spans_of
from outreach.studio.voices import PERIODIC, second_voice

QUIET_LUFS, FAINT_LUFS = -36.0, -48.0
"""Twenty decibels of gain bring up the room with the voice; thirty bring up what the converter itself hisses."""
CLIPPED_PLACES, CLIPPED_SHARE = 2, 0.02
"""One cut top is nobody's fault; in one of fifty windows of 50 ms it is heard as a rattle that nothing mends."""
HUM_UNDER_SPEECH_DB, HUM_INSIDE_DB = 40.0, 20.0
"""40 dB under the voice hum is not heard; mastering cuts it off below 300 Hz, but not what reaches above."""
GOOD_SNR_DB, POOR_SNR_DB = 20.0, 10.0
"""A horn's listener wants the voice 10 dB above everything else (TOA); the recording may not use that up alone."""
LONG_SILENCE_S = 4.0
"""A reader pauses for one or two seconds between paragraphs; after four a listener thinks it is over."""
MUSIC_SHARE, MUSIC_ALONE = 0.2, 0.9
LONGEST = timedelta(minutes=5)
"""Five minutes nobody listens to."""
SHORTEST, NOTHING = timedelta(seconds=5), timedelta(seconds=1)
LEAST_VOICE_S, LEAST_VOICE_SHARE = 0.3, 0.1
CLEANEST_DB = 60.0
_SPEECH_REACHES_DB = 30.0  # from a voice's loud syllables down to its softest
_OVER_ROOM_DB = 6.0


@dataclass(frozen=True, slots=True)
class Speech:
    """Where somebody speaks, how loud, and how far above the room; where nobody does, ``snr`` is not known."""

    speaking: NDArray[np.bool_]
    level: float
    snr: float | None


def speech_in(heard: Moments, tones: Tones) -> Speech:
    level = heard.level
    sounding = level[level > NOTHING_DB + 1]
    if not len(sounding):
        return Speech(np.zeros(len(level), bool), NOTHING_DB, None)
    low, high = (float(each) for each in np.percentile(_within(level), [10, 90]))
    loud = level > (low + high) / 2
    floor = max(low + _OVER_ROOM_DB, high - _SPEECH_REACHES_DB)
    speaking = level > min(floor, (low + high) / 2)
    voiced = loud & (heard.voiced > PERIODIC)
    alone = bool(len(tones.held)) and float(tones.held.mean()) >= MUSIC_ALONE
    voice = int(voiced.sum())
    if alone or voice * MOMENT_S < LEAST_VOICE_S or voice < LEAST_VOICE_SHARE * int(loud.sum()):
        return Speech(speaking, high, None)
    return Speech(speaking, high, _snr(level, loud, low))


def _within(level: NDArray[np.float32]) -> NDArray[np.float32]:
    """Without the digital silence that an editor put before and after."""
    there = np.flatnonzero(level > NOTHING_DB + 1)
    return level[there[0] : there[-1] + 1]


def _snr(level: NDArray[np.float32], loud: NDArray[np.bool_], low: float) -> float:
    room = level[level <= low + 3]
    room = room[room > NOTHING_DB + 1] if (room > NOTHING_DB + 1).any() else room
    noise, both = _power(room), _power(level[loud])
    return round(min(10 * float(np.log10(max(both - noise, noise * 1e-3) / noise)), CLEANEST_DB), 1)


def _power(level: NDArray[np.float32]) -> float:
    return float(np.mean(10 ** (level.astype(np.float64) / 10)))


def findings(
    length: timedelta, loudness: Loudness, clips: ClipWatch, heard: Moments, tones: Tones, speech: Speech
) -> tuple[Finding, ...]:
    found = [*_of_length(length), *_of_clipping(clips)]
    if speech.snr is None:
        found.append(Finding(Flaw.NO_SPEECH, Verdict.RECORD_AGAIN))
    else:
        found += [*_of_level(loudness), *_of_silence(speech), *_of_voices(heard, speech)]
    found += [*_of_hum(tones, speech), *_of_what_else_sounds(tones, speech)]
    return tuple(sorted(found, key=lambda finding: (-tuple(Verdict).index(finding.verdict), finding.flaw)))


def _of_length(length: timedelta) -> Iterator[Finding]:
    if length > LONGEST:
        yield Finding(Flaw.TOO_LONG, Verdict.USABLE, length.total_seconds())
    elif length < SHORTEST:
        verdict = Verdict.RECORD_AGAIN if length < NOTHING else Verdict.USABLE
        yield Finding(Flaw.TOO_SHORT, verdict, length.total_seconds())


def _of_level(loudness: Loudness) -> Iterator[Finding]:
    if loudness.lufs < QUIET_LUFS:
        verdict = Verdict.RECORD_AGAIN if loudness.lufs < FAINT_LUFS else Verdict.USABLE
        yield Finding(Flaw.TOO_QUIET, verdict, loudness.lufs)


def _of_clipping(clips: ClipWatch) -> Iterator[Finding]:
    places = sorted(set(clips.places))
    if len(places) >= CLIPPED_PLACES:
        share = len(places) * WINDOW_S / max(clips.seconds, WINDOW_S)
        verdict = Verdict.RECORD_AGAIN if share > CLIPPED_SHARE else Verdict.USABLE
        yield Finding(Flaw.CLIPPED, verdict, float(len(places)), _spans((at, at + WINDOW_S) for at in places))


def _of_hum(tones: Tones, speech: Speech) -> Iterator[Finding]:
    if tones.hum is None:
        return
    under, inside = speech.level - tones.hum.whole, speech.level - tones.hum.inside
    if under < HUM_UNDER_SPEECH_DB:
        verdict = Verdict.RECORD_AGAIN if inside < HUM_INSIDE_DB else Verdict.USABLE
        yield Finding(Flaw.HUM, verdict, round(-under, 1))


def _of_what_else_sounds(tones: Tones, speech: Speech) -> Iterator[Finding]:
    """Music explains what sounds in the pauses: it is not called noise as well."""
    share = float(tones.held.mean()) if len(tones.held) else 0.0
    snr = speech.snr
    poor = snr is None or snr < POOR_SNR_DB
    verdict = Verdict.RECORD_AGAIN if poor else Verdict.USABLE
    if share >= MUSIC_SHARE:
        yield Finding(Flaw.MUSIC, verdict, round(share, 2), _spans(held_spans(tones.held)))
    elif snr is not None and snr < GOOD_SNR_DB:
        yield Finding(Flaw.NOISE, verdict, snr)


def _of_silence(speech: Speech) -> Iterator[Finding]:
    there = np.flatnonzero(speech.speaking)
    inside = ~speech.speaking[there[0] : there[-1] + 1]
    begin = int(there[0]) * MOMENT_S
    long = [(a + begin, b + begin) for a, b in spans_of(inside, MOMENT_S) if b - a >= LONG_SILENCE_S]
    if long:
        yield Finding(Flaw.SILENCE, Verdict.USABLE, round(max(b - a for a, b in long), 1), _spans(long))


def _of_voices(heard: Moments, speech: Speech) -> Iterator[Finding]:
    if second := second_voice(heard, speech.speaking):
        yield Finding(Flaw.TWO_VOICES, Verdict.USABLE, round(second.share, 2), _spans(second.spans))


def _spans(pairs: Iterable[tuple[float, float]], bridge: float = 0.5) -> tuple[Span, ...]:
    """Spans in their order, those next to each other as one."""
    joined: list[tuple[float, float]] = []
    for start, end in pairs:
        if joined and start - joined[-1][1] < bridge:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(Span(timedelta(seconds=round(a, 2)), timedelta(seconds=round(b, 2))) for a, b in joined)
