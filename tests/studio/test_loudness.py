"""Loudness is what the standard says: two implementations that know nothing of each other agree."""

import math

import numpy as np
import pyloudnorm
import pytest
from scipy.signal import resample_poly

from outreach.studio.loudness import SILENT_LUFS, Meter
from outreach.studio.samples import RATE as WORKING_RATE
from tests.studio.sounds import RATE, Sound, at_level, hum, music, noise, silence, speech


def _measured(sound: Sound, rate: int) -> Meter:
    meter = Meter(rate)
    for start in range(0, len(sound), rate):
        meter.hear(sound[start : start + rate].astype(np.float32))
    return meter


@pytest.mark.parametrize(
    "sound",
    [
        speech(),
        at_level(speech(), -40),
        music(20 * RATE, -18),
        noise(10 * RATE, -30),
        hum(10 * RATE, -12),
        np.concatenate([speech()[: 6 * RATE], silence(20), at_level(speech(), -35)]),
    ],
    ids=["speech", "quiet speech", "music", "noise", "hum", "with a gap"],
)
def test_it_agrees_with_another_implementation(sound: Sound) -> None:
    ours = _measured(sound, RATE).loudness().lufs

    assert abs(ours - pyloudnorm.Meter(RATE).integrated_loudness(sound)) < 0.15


def test_a_sine_of_the_standard_reads_what_the_standard_says() -> None:
    """EBU Tech 3341, case 1: 1 kHz at −23 dB of full scale on two channels is −23 LUFS; one of them 3 LU less."""
    sine = 10 ** (-23 / 20) * np.sin(2 * np.pi * 1000 * np.arange(20 * 48_000) / 48_000)

    assert abs(_measured(sine, 48_000).loudness().lufs - -26.0) < 0.1


@pytest.mark.parametrize("rate", [WORKING_RATE, 48_000])
def test_a_peak_between_two_samples_is_found(rate: int) -> None:
    """A quarter of the rate, with samples at 45°: 3 dB above what any of them says."""
    sine = 0.5 * np.sin(2 * np.pi * np.arange(rate) / 4 + np.pi / 4) * np.minimum(1, np.arange(rate) / 2_000)

    peak = _measured(np.concatenate([sine, np.zeros(rate)]), rate).loudness().true_peak

    assert abs(peak - 20 * math.log10(0.5)) < 0.5
    assert peak > 20 * math.log10(np.abs(sine).max()) + 2


def test_the_true_peak_of_speech_agrees_with_another_resampler() -> None:
    sound = speech()

    assert (
        abs(_measured(sound, RATE).loudness().true_peak - 20 * math.log10(np.abs(resample_poly(sound, 8, 1)).max()))
        < 0.3
    )


def test_silence_and_a_click_have_no_loudness() -> None:
    assert _measured(silence(3), RATE).loudness().lufs == SILENT_LUFS
    assert _measured(noise(RATE // 10, -6), RATE).loudness().lufs == SILENT_LUFS


def test_the_course_has_ten_values_a_second() -> None:
    meter = _measured(speech(), RATE)
    meter.loudness()

    assert abs(len(meter.course) - len(speech()) / RATE * 10) <= 2
    assert max(meter.course) < 0
