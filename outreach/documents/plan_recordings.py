"""The recordings of a campaign, each looked up in the audio folder and measured."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from outreach.documents.fields import Section, refuse_twins
from outreach.documents.plan_stations import longest_of
from outreach.documents.report import meant
from outreach.documents.text_files import fault_in, read_text
from outreach.domain.calendar import Window
from outreach.domain.campaigns import RecordingPlan
from outreach.domain.errors import BadInput, RuleBroken

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Measurement(Protocol):
    """What the studio finds out about a sound file."""

    @property
    def sha256(self) -> str: ...
    @property
    def length(self) -> timedelta: ...


Measure = Callable[[Path], Measurement]


def read_recordings(
    root: Section, measure: Measure, audio_root: Path, windows: Sequence[Window]
) -> tuple[RecordingPlan, ...]:
    sections = root.sections("recordings")
    recordings = tuple(_read_recording(section, measure, audio_root) for section in sections)
    refuse_twins(sections, [recording.slug for recording in recordings])
    for section, recording in zip(sections, recordings, strict=True):
        _check_length(section, recording.length, windows)
    return recordings


def _read_recording(section: Section, measure: Measure, audio_root: Path) -> RecordingPlan:
    sha256, length = _measured(section, measure, audio_root)
    recording = RecordingPlan(
        slug=section.slug(),
        title=section.text("title"),
        file=section.text("file"),
        language=_read_language(section),
        sha256=sha256,
        length=length,
        approved_by=section.text("approved_by"),
        approved_in=section.text("approved_in"),
        script=_read_script(section, audio_root),
    )
    section.close()
    return recording


def _read_language(section: Section) -> str:
    language = section.text("language", default="vi")
    if not _LANGUAGE.fullmatch(language):
        section.add("language", "không phải mã ngôn ngữ: viết vi cho tiếng Việt, tyz cho tiếng Tày, nut cho tiếng Nùng")
    return language


def _measured(section: Section, measure: Measure, audio_root: Path) -> tuple[str, timedelta]:
    file = _file_in(section, "file", audio_root)
    if file is None:
        return "", timedelta(0)
    try:
        measured = measure(file)
    except RuleBroken as problem:
        section.add("file", str(problem))
        return "", timedelta(0)
    return measured.sha256, measured.length


def _read_script(section: Section, audio_root: Path) -> str:
    """The words of the recording, from a text file beside it."""
    if not section.has("script"):
        return ""
    file = _file_in(section, "script", audio_root)
    try:
        script = read_text(file) if file else ""
    except BadInput as bad:
        section.add("script", "; ".join(str(problem) for problem in bad.problems))
        return ""
    if advice := fault_in(script):
        section.add("script", f"tệp lời đọc: {advice}")
    return script.strip()


def _file_in(section: Section, key: str, audio_root: Path) -> Path | None:
    """An existing file of the audio folder, and of no other folder, whatever links and dots the name holds."""
    name = section.text(key)
    if not section.sound(key):
        return None
    folder = audio_root.resolve()
    try:
        file = (folder / name).resolve()
        found = file.is_file()
    except OSError:
        file, found = folder, False
    if not file.is_relative_to(folder):
        section.add(key, "phải nằm trong thư mục audio: chép tệp vào đó rồi chỉ viết tên tệp")
    elif not found:
        names = sorted(str(known.relative_to(folder)) for known in folder.rglob("*") if known.is_file())
        section.add(key, f"không có tệp này trong thư mục audio; {meant(name, names)}")
    else:
        return file
    return None


def _check_length(section: Section, length: timedelta, windows: Sequence[Window]) -> None:
    longest = longest_of(windows)
    if section.sound("file") and length > longest:
        told = f"bản ghi dài {_clock(length)}, khung giờ dài nhất chỉ {_clock(longest)}"
        section.add("file", f"{told}: cắt ngắn bản ghi, hoặc nới [[stations.windows]]")


def _clock(length: timedelta) -> str:
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes} phút {seconds} giây"
