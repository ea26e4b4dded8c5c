"""Sounds for tests, and a small studio that really reads and writes them: WAV by the standard library, nothing else.

It stands in for the real studio, which has tests of its own: quick, and the same bytes on every machine.
"""

import hashlib
import io
import math
import struct
import wave
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from outreach.domain.errors import RuleBroken
from outreach.domain.sound import (
    Bands,
    Engine,
    Finding,
    Flaw,
    Loudness,
    Made,
    Manner,
    Mastered,
    Output,
    Reading,
    Recipe,
    Report,
    Shape,
    Spoken,
    Verdict,
)

RATE = 8_000


def tone(seconds: float = 1.0, loud: float = 0.3, hertz: float = 440.0) -> bytes:
    """A WAV file as bytes."""
    count, file = round(seconds * RATE), io.BytesIO()
    samples = [round(32_000 * loud * math.sin(2 * math.pi * hertz * at / RATE)) for at in range(count)]
    _write(file, struct.pack(f"<{count}h", *samples))
    return file.getvalue()


def _write(file: io.BytesIO, frames: bytes) -> None:
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(frames)


def frames_of(source: Path) -> bytes:
    try:
        with wave.open(str(source)) as sound:
            return bytes(sound.readframes(sound.getnframes()))
    except (wave.Error, EOFError) as error:
        raise RuleBroken("Tệp này không phải âm thanh đọc được.") from error


def length_of(frames: bytes) -> timedelta:
    return timedelta(seconds=len(frames) / 2 / RATE)


def loudness_of(frames: bytes) -> Loudness:
    highest = max((abs(sample) for (sample,) in struct.iter_unpack("<h", frames)), default=0)
    level = 20 * math.log10(highest / 32_768) if highest else -math.inf
    return Loudness(level, level)


SHAPE = Shape(((-0.5, 0.5), (-0.25, 0.75)), (-16.0, -18.0, -15.5))
"""What every finished file looks like here."""


class WaveStudio:
    """``before`` is called with the work at hand before it is done: a test may break off there."""

    def __init__(self, before: Callable[[str], None] = lambda _work: None) -> None:
        self._before = before

    def examine(self, source: Path) -> Report:
        frames = frames_of(source)
        self._before("examine")
        quiet = loudness_of(frames).lufs < -30
        findings = (Finding(Flaw.TOO_QUIET, Verdict.USABLE),) if quiet else ()
        loudness, bands = loudness_of(frames), Bands(0.1, 0.8, 0.1)
        return Report(length_of(frames), "pcm_s16le", RATE, 1, loudness, bands, None, findings)

    def master(self, source: Path, recipe: Recipe, outputs: tuple[Output, ...], into: Path) -> Mastered:
        frames = frames_of(source)
        pause = b"\0\0" * round(recipe.pause.total_seconds() * RATE)
        made = pause.join([frames] * recipe.readings)
        if loudness_of(made).lufs < -60:
            raise RuleBroken("Bản ghi không có tiếng nói nào: hãy thu lại.")
        files = tuple(self._make(made, output, into) for output in outputs)
        self._before("master")
        return Mastered(recipe, files, "wave 1.0")

    def _make(self, frames: bytes, output: Output, into: Path) -> Made:
        file = io.BytesIO()
        _write(file, frames)
        content = file.getvalue() + output.encode()
        path = into / f"made.{output}"
        path.write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        length, loudness, bands = length_of(frames), loudness_of(frames), Bands(0.0, 1.0, 0.0)
        return Made(output, path, sha256, len(content), length, loudness, bands, SHAPE)

    def read_out(self, script: str, speed: float = 1.0) -> Reading:
        words = script.split()
        return Reading(" ".join(words), timedelta(seconds=len(words) / 3 / speed))

    def speak(self, script: str, engine: str, manner: Manner, into: Path) -> Spoken:
        if engine != "tone":
            raise RuleBroken("Không có giọng đọc «{engine}».", engine=engine)
        into.write_bytes(tone(self.read_out(script, manner.speed).length.total_seconds()))
        return Spoken(into, engine, manner.voice or "la", True)

    def engines(self) -> tuple[Engine, ...]:
        return ()
