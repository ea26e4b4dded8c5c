"""Piper: a neural voice, when the machine has a voice file of it (none can be installed; people bring it).

It is GPL-3 and only ever started as another program. A voice adds chance to its speech, as people do: the same script
twice is not the same bytes.
"""

import json
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from outreach.domain.errors import RuleBroken
from outreach.domain.sound import Manner
from outreach.studio.speech.running import checked_voice, run_voice

BREATH_S = "0.4"
"""Between sentences; the voice itself leaves none."""


@dataclass(frozen=True, slots=True)
class Piper:
    """``model`` is the voice's .onnx file; its description stands beside it, with .json after the whole name."""

    model: Path
    name = "piper"
    draft = False

    def voices(self) -> tuple[str, ...]:
        return (self.model.stem,)

    def speak(self, words: str, manner: Manner, into: Path) -> None:
        checked_voice(manner, self.voices())
        if find_spec("piper") is None:
            raise RuleBroken("Máy chủ chưa có chương trình Piper: chạy pip install «outreach[piper]».")
        self._look_at_voice()
        command = [sys.executable, "-m", "piper", "-m", str(self.model.absolute())]
        settings = ["--length-scale", f"{1 / manner.speed:.3f}", "--sentence-silence", BREATH_S]
        run_voice(lambda made: [*command, *settings, "-f", str(made)], words, into)

    def _look_at_voice(self) -> None:
        """A voice of another language would read Vietnamese words, and nobody would understand it."""
        description = self.model.with_name(self.model.name + ".json")
        for file in (self.model, description):
            if not file.is_file():
                raise RuleBroken("Không thấy tệp giọng đọc «{file}»: chép cả tệp .onnx và .onnx.json.", file=file.name)
        if _language(description) != "vi":
            raise RuleBroken("Giọng «{voice}» không phải giọng tiếng Việt: chọn giọng khác.", voice=self.model.stem)


def _language(description: Path) -> str:
    try:
        told: Any = json.loads(description.read_text(encoding="utf-8"))
        return str(told["espeak"]["voice"]).partition("-")[0]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RuleBroken("Tệp giọng đọc «{file}» đã hỏng: chép lại.", file=description.name) from error
