"""What a sound file really holds, found by decoding all of it: a header may lie about its length."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from outreach.domain.errors import RuleBroken
from outreach.studio.limits import LONGEST

FORMATS = "mp3,wav,w64,aiff,flac,ogg,aac,amr,asf,avi,caf,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"
"""Containers of sound itself. Playlists (HLS, DASH, concat) are left out: they would open other files and hosts."""

BROKEN_SHARE = Fraction(1, 100)
"""Telephones and old editors leave a torn last packet: a player gets over it, and so do we, but not over more."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The content of a sound file: the SHA-256 (hex) of its bytes, its playing time, its size in bytes."""

    sha256: str
    length: timedelta
    size: int


def measure(path: Path) -> Measured:
    """Decode a whole file and measure it; what no player could play to its end is refused."""
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
        seconds = _playing_time(path) if size else Fraction(0)
    except av.FFmpegError as error:
        raise _unreadable(path.name) from error
    except OSError as error:
        raise RuleBroken("Không mở được tệp âm thanh «{file}».", file=path.name) from error
    length = timedelta(microseconds=round(seconds * 1_000_000))
    if not length:
        raise RuleBroken("Tệp «{file}» không có âm thanh nào: hãy thu lại.", file=path.name)
    return Measured(sha256, length, size)


def _playing_time(path: Path) -> Fraction:
    # Protocol and containers are named, so that no content can lead the decoder to another file or to the network.
    options = {"protocol_whitelist": "file", "format_whitelist": FORMATS}
    with av.open(f"file:{path.absolute()}", options=options, metadata_errors="replace") as container:
        if not container.streams.audio:
            raise RuleBroken("Tệp «{file}» không có phần âm thanh.", file=path.name)
        packets = broken = 0
        seconds = Fraction(0)
        for played in _packets(container, container.streams.audio[0]):
            packets, broken = packets + 1, broken + (played is None)
            seconds += played or 0
            if seconds > LONGEST.total_seconds():
                raise RuleBroken("Tệp «{file}» dài hơn {longest} (giờ:phút:giây).", file=path.name, longest=LONGEST)
    if broken > 1 and broken > packets * BROKEN_SHARE:
        raise _unreadable(path.name)
    return seconds


def _packets(container: InputContainer, stream: AudioStream) -> Iterator[Fraction | None]:
    """The playing time of each packet in seconds; None for one that cannot be decoded."""
    for packet in container.demux(stream):
        try:
            yield sum((Fraction(frame.samples, frame.sample_rate) for frame in packet.decode()), Fraction(0))
        except av.FFmpegError:
            yield None


def _unreadable(name: str) -> RuleBroken:
    return RuleBroken("Tệp «{file}» không phải âm thanh đọc được hoặc đã hỏng: hãy chép hoặc thu lại.", file=name)
