"""A voice is another process: it gets the words, a limit of time, and a file to write; what it leaves is looked at."""

import os
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from outreach.domain.errors import RuleBroken
from outreach.domain.sound import Manner

PATIENCE_S = 120.0
"""The slowest voice we know takes a tenth of the time that the text lasts."""
SLOWEST, FASTEST = 0.5, 1.5

_SURROUNDINGS = {
    "PATH": os.defpath,
    "PYTHONPATH": str(Path(__file__).parents[3]),
    "PYTHONSAFEPATH": "1",
    "PYTHONUTF8": "1",
    "LC_ALL": "C.UTF-8",
}
"""Nothing of ours: a voice has no business with passwords and addresses."""


def run_voice(command: Callable[[Path], list[str]], words: str, into: Path, patience_s: float = PATIENCE_S) -> None:
    """Run a command that reads words from standard input and writes the WAV file it was told; all or nothing."""
    if not words.strip():
        raise RuleBroken("Lời đọc trống: hãy viết nội dung trước.")
    with TemporaryDirectory(prefix=".giong-", dir=into.parent) as work:
        made = Path(work) / "giong.wav"
        _run(command(made), words, patience_s)
        _look_at(made)
        os.replace(made, into)


def checked_voice(manner: Manner, voices: tuple[str, ...]) -> str:
    """The voice that is wanted, the first when none is named."""
    if manner.language != "vi":
        raise RuleBroken(
            "Lời đọc tiếng «{language}» phải do người đọc và thu âm: máy chỉ đọc được tiếng Việt.",
            language=manner.language,
        )
    if not SLOWEST <= manner.speed <= FASTEST:
        raise RuleBroken("Tốc độ đọc phải từ {least} đến {most}.", least=SLOWEST, most=FASTEST)
    voice = manner.voice or voices[0]
    if voice not in voices:
        raise RuleBroken("Không có giọng «{voice}»: chọn một trong {voices}.", voice=voice, voices=", ".join(voices))
    return voice


def _run(command: list[str], words: str, patience_s: float) -> None:
    # In memory the words may hold halves of letters that no encoding knows; a voice has no use for them.
    given = words.encode("utf-8", "ignore")
    try:
        run = subprocess.run(
            command, input=given, capture_output=True, timeout=patience_s, env=_SURROUNDINGS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RuleBroken("Giọng đọc không trả lời trong {seconds} giây: hãy thử lại.", seconds=patience_s) from error
    except OSError as error:
        raise RuleBroken("Không chạy được chương trình giọng đọc: {why}", why=error.strerror or error) from error
    if run.returncode:
        why = run.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
        raise RuleBroken("Giọng đọc gặp lỗi nên chưa có bản ghi nào: {why}", why=why or run.returncode)


def _look_at(made: Path) -> None:
    try:
        with wave.open(str(made)) as sound:
            heard = sound.getnframes()
    except (OSError, EOFError, wave.Error) as error:
        raise RuleBroken("Giọng đọc gặp lỗi nên chưa có bản ghi nào: {why}", why=error) from error
    if not heard:
        raise RuleBroken("Giọng đọc không phát ra tiếng nào: hãy xem lại lời đọc.")
