"""The studio as services ask for it. Files are opened in a child process only; here nothing is decoded."""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from outreach.domain.errors import RuleBroken
from outreach.domain.sound import Engine, Made, Manner, Mastered, Output, Reading, Recipe, Report, Spoken
from outreach.studio.asking import ask
from outreach.studio.limits import Limits
from outreach.studio.measuring import Measured
from outreach.studio.naming import shown
from outreach.studio.packing import packed, unpacked

FINISHED = "ban-phat"
"""What a mastered file is called in its folder: ban-phat.opus, ban-phat.mp3, ban-phat.wav."""


@dataclass(frozen=True, slots=True)
class Room:
    """``audio`` holds the chimes and closings that recipes name; ``work`` is where temporary files may grow."""

    audio: Path
    reader: Callable[[str, float], Reading]
    voices: tuple[Engine, ...] = ()
    work: Path | None = None
    limits: Limits = field(default_factory=Limits)

    def examine(self, source: Path) -> Report:
        self._look_at(source)
        with TemporaryDirectory(prefix="studio-", dir=self.work) as work:
            return unpacked(Report, ask({"errand": "examine"}, source, Path(work), self.limits))

    def master(self, source: Path, recipe: Recipe, outputs: tuple[Output, ...], into: Path) -> Mastered:
        """The finished files stand in ``into`` only when all of them hold."""
        self._look_at(source)
        errand = {
            "errand": "master",
            "recipe": packed(recipe),
            "outputs": packed(outputs),
            "audio": str(self.audio.absolute()),
        }
        with TemporaryDirectory(prefix="studio-", dir=self.work) as work:
            mastered = unpacked(Mastered, ask(errand, source, Path(work), self.limits))
            return replace(mastered, files=_brought(mastered.files, Path(work), into))

    def read_out(self, script: str, speed: float = 1.0) -> Reading:
        return self.reader(script, speed)

    def speak(self, script: str, engine: str, manner: Manner, into: Path) -> Spoken:
        voice = next((each for each in self.voices if each.name == engine), None)
        if voice is None:
            raise RuleBroken("Không có giọng đọc «{engine}» trên máy chủ này: hãy chọn giọng khác.", engine=engine)
        voice.speak(self.reader(script, manner.speed).words, manner, into)
        return Spoken(into, voice.name, manner.voice, voice.draft)

    def engines(self) -> tuple[Engine, ...]:
        return self.voices

    def _look_at(self, source: Path) -> None:
        """What is no file, or holds nothing or too much, is not even opened."""
        try:
            facts = source.stat()
        except (OSError, ValueError) as error:
            raise _not_there(source) from error
        if not stat.S_ISREG(facts.st_mode) or not os.access(source, os.R_OK):
            raise _not_there(source)
        if not facts.st_size:
            raise RuleBroken("Tệp «{file}» rỗng: hãy chép lại.", file=shown(source))
        if facts.st_size > self.limits.largest:
            mega = self.limits.largest // 1_000_000
            raise RuleBroken(
                "Tệp «{file}» lớn hơn {mega} MB: hãy cắt ngắn hoặc lưu thành MP3.", file=shown(source), mega=mega
            )


def measure_apart(source: Path, limits: Limits | None = None) -> Measured:
    """The length and hash of a sound that a plan names: anybody may have made that file too."""
    with TemporaryDirectory(prefix="studio-") as work:
        return unpacked(Measured, ask({"errand": "measure"}, source, Path(work), limits or Limits()))


def _brought(files: tuple[Made, ...], work: Path, into: Path) -> tuple[Made, ...]:
    """Copied beside their places first, then named, so that nobody ever sees half of one."""
    into.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".studio-", dir=into) as beside:
        for made in files:
            (Path(beside) / made.output).write_bytes((work / made.path.name).read_bytes())
        for made in files:
            os.replace(Path(beside) / made.output, into / f"{FINISHED}.{made.output}")
    return tuple(replace(made, path=into / f"{FINISHED}.{made.output}") for made in files)


def _not_there(source: Path) -> RuleBroken:
    return RuleBroken("Không mở được tệp âm thanh «{file}».", file=shown(source))
