"""What the command line says of sounds and recordings: as JSON with keys that do not change, and in a few lines."""

from datetime import datetime, timedelta
from typing import Any

from outreach.domain.calendar import local
from outreach.domain.library import Sound, Work, WorkState
from outreach.domain.plain import as_plain
from outreach.domain.recordings import Recording, RecordingState, SoundFile
from outreach.domain.sound import Flaw, Made, Reading, Report, Span, Verdict
from outreach.services.library_views import LibraryLine

STATE_WORDS = {
    RecordingState.DRAFT: "bản nháp",
    RecordingState.SUBMITTED: "chờ duyệt",
    RecordingState.APPROVED: "đã duyệt",
    RecordingState.WITHDRAWN: "đã rút",
}
VERDICT_WORDS = {
    Verdict.GOOD: "dùng tốt",
    Verdict.USABLE: "dùng được sau khi xử lý",
    Verdict.RECORD_AGAIN: "nên thu lại",
}
FLAW_WORDS = {
    Flaw.TOO_QUIET: "quá nhỏ",
    Flaw.CLIPPED: "vỡ tiếng",
    Flaw.HUM: "ù điện 50 Hz",
    Flaw.NOISE: "nhiều tạp âm",
    Flaw.SILENCE: "im lặng lâu",
    Flaw.TWO_VOICES: "hai người nói",
    Flaw.MUSIC: "có nhạc",
    Flaw.TOO_LONG: "quá dài",
    Flaw.TOO_SHORT: "quá ngắn",
    Flaw.NO_SPEECH: "không có lời nói",
}


def _iso(at: datetime | None) -> str | None:
    return local(at).isoformat() if at else None


def seconds(length: timedelta | None) -> float | None:
    return round(length.total_seconds(), 3) if length is not None else None


def sound_record(sound: Sound, work: Work | None) -> dict[str, Any]:
    return {
        "sha256": sound.sha256,
        "name": sound.name,
        "bytes": sound.size,
        "seconds": seconds(sound.length),
        "by": sound.by,
        "at": _iso(sound.at),
        "voice": sound.voice,
        "draft_voice": sound.draft_voice,
        "state": work.state.value if work else WorkState.DONE.value,
        "trouble": work.trouble if work else "",
        "report": report_record(sound.report) if sound.report else None,
    }


def report_record(report: Report) -> dict[str, Any]:
    """Without the picture of the sound, which is for screens."""
    told: dict[str, Any] = as_plain(report)
    facts = {name: value for name, value in told.items() if name not in ("outline", "course")}
    return {**facts, "verdict": report.verdict.value}


def sound_lines(sound: Sound, known: bool) -> list[str]:
    lines = [f"{sound.name}: {sound.sha256}" + (" (đã có trong thư viện)" if known else "")]
    if sound.draft_voice:
        lines.append(f"  giọng máy ({sound.voice}): chỉ là bản nháp")
    return lines + (report_lines(sound.report) if sound.report else [])


def report_lines(report: Report) -> list[str]:
    loud = report.loudness
    facts = f"{report.codec}, {report.sample_rate} Hz, {report.channels} kênh"
    heard = f"{loud.lufs:.1f} LUFS, đỉnh {loud.true_peak:.1f} dBTP"
    lines = [f"  dài {clock(report.length)}; {facts}; {heard}; {VERDICT_WORDS[report.verdict]}"]
    for finding in report.findings:
        where = ", ".join(_span(span) for span in finding.spans[:5])
        told = f"{FLAW_WORDS[finding.flaw]}: {VERDICT_WORDS[finding.verdict]}"
        lines.append(f"  - {told}" + (f" ({where})" if where else ""))
    return lines


def _span(span: Span) -> str:
    return f"{clock(span.start)}–{clock(span.end)}"


def clock(length: timedelta) -> str:
    minutes, rest = divmod(round(length.total_seconds()), 60)
    return f"{minutes}:{rest:02}"


def recording_record(recording: Recording) -> dict[str, Any]:
    return {
        "recording": f"{recording.campaign}.{recording.slug}",
        "version": recording.version,
        "state": recording.state.value,
        "title": recording.title,
        "language": recording.language,
        "seconds": seconds(recording.length),
        "sha256": recording.sha256,
        "source": recording.source,
        "recipe": as_plain(recording.recipe) if recording.recipe else None,
        "made_with": recording.made_with,
        "made_by": recording.made_by,
        "made_at": _iso(recording.made_at),
        "submitted_by": recording.submitted_by,
        "submitted_at": _iso(recording.submitted_at),
        "approved_by": recording.approved_by,
        "approved_at": _iso(recording.approved_at),
        "withdrawn_by": recording.withdrawn_by,
        "withdrawn_at": _iso(recording.withdrawn_at),
        "withdrawn_why": recording.withdrawn_why,
        "files": [_file_record(file) for file in recording.files],
    }


def _file_record(file: SoundFile) -> dict[str, Any]:
    return {
        "output": file.output.value,
        "sha256": file.sha256,
        "bytes": file.size,
        "seconds": seconds(file.length),
        "lufs": as_plain(file.loudness.lufs),
        "true_peak": as_plain(file.loudness.true_peak),
    }


def recording_lines(recording: Recording) -> list[str]:
    state = f"bản {recording.version}, {STATE_WORDS[recording.state]}"
    lines = [f"{recording.campaign}.{recording.slug} ({state}): {recording.title}, {clock(recording.length)}"]
    for file in recording.files:
        loud = f"{file.loudness.lufs:.1f} LUFS, đỉnh {file.loudness.true_peak:.1f} dBTP"
        lines.append(f"  {file.output.value}: {loud}; {file.sha256}")
    if recording.withdrawn_why:
        lines.append(f"  rút bởi {recording.withdrawn_by}: {recording.withdrawn_why}")
    return lines


def line_record(line: LibraryLine) -> dict[str, Any]:
    work = {"work": line.work.state.value, "trouble": line.work.trouble} if line.work else {}
    playing = line.approved.version if line.approved else None
    return {**recording_record(line.newest), "approved_version": playing, "versions": line.versions, **work}


def line_lines(line: LibraryLine) -> list[str]:
    playing = f"; đang phát bản {line.approved.version}" if line.approved and line.approved != line.newest else ""
    trouble = f"; {line.work.trouble}" if line.work and line.work.trouble else ""
    return [recording_lines(line.newest)[0] + playing + trouble]


def reading_record(reading: Reading) -> dict[str, Any]:
    return {"words": reading.words, "seconds": seconds(reading.length), "unsure": list(reading.unsure)}


def made_record(name: str, made: Made, wanted: str) -> dict[str, Any]:
    return {
        "file": name,
        "sha256": made.sha256,
        "same": made.sha256 == wanted,
        "bytes": made.size,
        "seconds": seconds(made.length),
        "lufs": as_plain(made.loudness.lufs),
        "true_peak": as_plain(made.loudness.true_peak),
    }
