"""Sounds made by the tests: speech by espeak-ng, and everything that spoils it."""

import subprocess
import tempfile
import wave
from functools import cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float64]
RATE = 22_050
"""espeak-ng's own."""
TEXT = (
    "Kính thưa toàn thể bà con nhân dân. Từ tháng mười một, điện lực sẽ ghi chỉ số công tơ vào ngày cuối tháng. "
    "Hóa đơn đầu tiên dài ngày hơn, các bậc thang được tính theo số ngày thực tế, giá điện không thay đổi. "
    "Bà con không phải làm gì thêm, không phải nộp bất cứ khoản phí nào, không cần cài đặt ứng dụng. "
    "Mọi thắc mắc xin gọi tổng đài chăm sóc khách hàng của điện lực. Xin trân trọng cảm ơn bà con đã lắng nghe."
)


@cache
def speech(text: str = TEXT, voice: str = "vi", pitch: int = 50) -> Sound:
    """Somebody reads aloud, at −20 dB of full scale on average; half a second of room on both sides."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        command = ["espeak-ng", "-v", voice, "-p", str(pitch), "-s", "140", "-w", str(path), text]
        subprocess.run(command, check=True, capture_output=True)
        with wave.open(str(path)) as file:
            assert file.getframerate() == RATE
            numbers = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    room = np.zeros(RATE // 2)
    return np.concatenate([room, at_level(numbers / 32768, -20.0), room])


def at_level(sound: Sound, decibels: float) -> Sound:
    """The same sound with this average power, counted from full scale."""
    factor = 10 ** (decibels / 20) / float(np.sqrt(np.mean(sound**2)))
    return sound * factor


def louder(sound: Sound, decibels: float) -> Sound:
    return sound * 10 ** (decibels / 20)


def silence(seconds: float) -> Sound:
    return np.zeros(round(seconds * RATE))


def noise(count: int, decibels: float, seed: int = 4) -> Sound:
    """Hiss, as of a cheap microphone turned up."""
    return at_level(np.random.default_rng(seed).standard_normal(count), decibels)


def hum(count: int, decibels: float) -> Sound:
    """A bad earth: 50 Hz and its multiples."""
    at = np.arange(count) / RATE
    strengths = {50: 1.0, 100: 0.6, 150: 0.5, 200: 0.2, 250: 0.25, 350: 0.1}
    return at_level(sum((s * np.sin(2 * np.pi * f * at) for f, s in strengths.items()), np.zeros(count)), decibels)


def music(count: int, decibels: float) -> Sound:
    """Chords of a keyboard, one every three quarters of a second, with a bass and a tune."""
    beat = round(0.75 * RATE)
    chords = ((0, 4, 7, 12), (9, 12, 16, 21), (5, 9, 12, 17), (7, 11, 14, 19))
    bars = [_chord(chords[number % 4], beat, number) for number in range(count // beat + 1)]
    return at_level(np.concatenate(bars)[:count], decibels)


def _chord(steps: tuple[int, ...], count: int, number: int) -> Sound:
    at = np.arange(count) / RATE
    tune = steps[number % len(steps)] + 12
    notes = [130.8 * 2 ** (step / 12) for step in (*steps, tune)]
    rings = [np.sin(2 * np.pi * note * k * at) / k for note in notes for k in (1, 2, 3, 4)]
    return np.asarray(sum(rings) * np.exp(-at / 1.2) * np.minimum(1, at / 0.01))


def write(path: Path, sound: Sound, rate: int = RATE) -> Path:
    """A mono or (of more rows) many-channel WAV of 16 bits; too loud is cut off, as everywhere."""
    channels = np.atleast_2d(sound)
    numbers = np.round(np.clip(channels.T, -1, 1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels.shape[0])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(numbers.tobytes())
    return path


def encode(path: Path, sound: Sound, codec: str, rate: int = RATE, layout: str = "mono") -> Path:
    """The same as a compressed file."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        stream.layout = layout
        stream.bit_rate = 64_000
        resampler = av.AudioResampler(stream.format, stream.layout, rate)
        for start in range(0, sound.shape[-1], RATE):
            part = np.atleast_2d(sound)[:, start : start + RATE].astype(np.float32)
            frame = av.AudioFrame.from_ndarray(part.T.reshape(1, -1), "flt", layout)
            frame.sample_rate = rate
            for resampled in resampler.resample(frame):
                out.mux(stream.encode(resampled))
        for resampled in resampler.resample(None):
            out.mux(stream.encode(resampled))
        out.mux(stream.encode(None))
    return path
