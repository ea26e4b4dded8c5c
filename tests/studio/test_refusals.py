"""Whatever is brought ends in an answer or in one plain sentence, within limits, and leaves nothing behind."""

import hashlib
import os
import unicodedata
import wave
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from outreach.domain.errors import RuleBroken
from outreach.domain.sound import Output, Recipe, Report
from outreach.studio.limits import LARGEST, Limits
from outreach.studio.room import Room
from tests.studio.sounds import RATE, encode, noise, silence, speech, write

PLAIN = Recipe(chime="", readings=1)


def _nothing(path: Path) -> None:
    path.write_bytes(b"")


def _random(path: Path) -> None:
    path.write_bytes(b"".join(hashlib.sha512(bytes([n % 256, n // 256])).digest() for n in range(4000)))


def _header_only(path: Path) -> None:
    path.write_bytes(encode(path.with_suffix(".m4a"), speech(), "aac").read_bytes()[:60])


def _words(path: Path) -> None:
    path.write_text("Kính thưa bà con\n" * 1000, encoding="utf-8")


def _torn(path: Path) -> None:
    content = bytearray(encode(path.with_suffix(".m4a"), speech(), "aac").read_bytes())
    for start in range(2000, len(content) // 2, 600):
        content[start : start + 60] = bytes(255 - byte for byte in content[start : start + 60])
    path.write_bytes(content)


def _two_days_of_silence(path: Path) -> None:
    _sparse_wav(path, rate=100, size=48 * 3600 * 200)


def _two_gigabytes(path: Path) -> None:
    _sparse_wav(path, rate=8000, size=2 << 30)


def _sparse_wav(path: Path, rate: int, size: int) -> None:
    """A header, and then a hole which takes no room on the disk."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.setnframes(size // 2)
        file._ensure_header_written(0)  # type: ignore[attr-defined]
    os.truncate(path, size)


def _bomb(path: Path) -> None:
    """27 kB that unfold to 1.3 GB: seven minutes of eight channels in one packet of FLAC, again and again."""
    with av.open(str(path), "w", format="matroska") as out:
        stream = out.add_stream("flac", rate=96_000, layout="7.1", options={"frame_size": "65535"})
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8 * 65_535), np.int16), "s16", "7.1")
        frame.sample_rate = 96_000
        [packet] = stream.encode(frame)
        content = bytes(packet)
        for number in range(600):
            again = av.Packet(content)
            again.stream, again.time_base = stream, Fraction(1, 96_000)
            again.pts = again.dts = number * 65_535
            out.mux(again)


def _locked(path: Path) -> None:
    """What a shop sells: the samples of a common file under the name of a lock."""
    content = encode(path.with_suffix(".m4a"), speech(), "aac").read_bytes()
    path.write_bytes(content.replace(b"mp4a\0\0\0\0", b"drms\0\0\0\0"))


def _no_sound(path: Path) -> None:
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("mpeg4", rate=5)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        out.mux(stream.encode(av.VideoFrame(32, 32, "yuv420p")))
        out.mux(stream.encode(None))


def _playlist(path: Path) -> None:
    sound = write(path.with_name("other.wav"), speech())
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{sound}\n#EXT-X-ENDLIST\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_nothing, "rỗng: hãy chép lại"),
        (_random, "không phải âm thanh đọc được hoặc đã hỏng"),
        (_header_only, "không phải âm thanh đọc được hoặc đã hỏng"),
        (_words, "không phải âm thanh đọc được hoặc đã hỏng"),
        (_torn, "không phải âm thanh đọc được hoặc đã hỏng"),
        (_playlist, "không phải âm thanh đọc được hoặc đã hỏng"),
        (_two_days_of_silence, "dài hơn 60 phút: hãy cắt ngắn"),
        (_two_gigabytes, "lớn hơn 1073 MB: hãy cắt ngắn"),
        (_locked, "bị khóa bản quyền"),
        (_no_sound, "không có phần âm thanh"),
        (os.mkfifo, "Không mở được tệp âm thanh"),
        (Path.mkdir, "Không mở được tệp âm thanh"),
        (lambda path: None, "Không mở được tệp âm thanh"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_plain_sentence(
    tmp_path: Path, room: Room, work: Path, make: Callable[[Path], object], sentence: str
) -> None:
    file = tmp_path / "thông báo.mp3"
    make(file)

    for ask in (lambda: room.examine(file), lambda: room.master(file, PLAIN, (Output.OPUS,), tmp_path / "made")):
        with pytest.raises(RuleBroken, match=sentence) as refusal:
            ask()
        assert "«thông báo.mp3»" in str(refusal.value)
        assert str(tmp_path) not in str(refusal.value)

    assert not (tmp_path / "made").exists()
    assert list(work.iterdir()) == []


def _click(path: Path) -> None:
    write(path, silence(0.2) + noise(round(0.2 * RATE), -6))


def _empty_room(path: Path) -> None:
    write(path, silence(20))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [(_click, "quá ngắn, chưa đến một giây"), (_empty_room, "gần như không có tiếng")],
)
def test_a_click_and_silence_can_be_looked_at_but_not_mastered(
    tmp_path: Path, room: Room, make: Callable[[Path], object], sentence: str
) -> None:
    make(tmp_path / "a.wav")

    assert isinstance(room.examine(tmp_path / "a.wav"), Report)
    with pytest.raises(RuleBroken, match=sentence):
        room.master(tmp_path / "a.wav", PLAIN, (Output.OPUS,), tmp_path / "made")


@pytest.mark.parametrize(
    ("name", "codec", "rate", "layout"),
    [
        ("a.wav", "pcm_s24le", 192_000, "7.1"),
        ("a.flac", "flac", 96_000, "5.1"),
        ("a.wav", "pcm_u8", 8_000, "mono"),
        ("a.wav", "pcm_f64le", 11_025, "stereo"),
        ("a.mp3", "libmp3lame", 44_100, "stereo"),
        ("a.m4a", "aac", 44_100, "stereo"),
        ("a.aac", "aac", 44_100, "mono"),
        ("a.ogg", "libopus", 48_000, "mono"),
        ("a.webm", "libopus", 48_000, "mono"),
        ("a.wma", "wmav2", 44_100, "mono"),
        ("a.mp3", "pcm_s16le", 22_050, "mono"),
    ],
)
def test_whatever_people_have_is_taken(
    tmp_path: Path, room: Room, name: str, codec: str, rate: int, layout: str
) -> None:
    """The last of them is a WAV that calls itself MP3."""
    channels = {"mono": 1, "stereo": 2, "5.1": 6, "7.1": 8}[layout]
    sound = np.repeat(speech()[None, : 8 * RATE], channels, axis=0)
    seconds = sound.shape[1] / rate
    written = encode(tmp_path / ("a.wav" if codec.startswith("pcm") else name), sound, codec, rate, layout)

    report = room.examine(written.rename(tmp_path / name))

    assert abs(report.length.total_seconds() - seconds) < 0.2
    assert (report.sample_rate, report.channels) == (rate, channels)
    assert -26 < report.loudness.lufs < -16


@pytest.mark.parametrize("container", ["mp4", "mov", "avi", "matroska"])
def test_the_sound_of_a_video_is_taken(tmp_path: Path, room: Room, container: str) -> None:
    sound = speech()[: 4 * RATE].astype(np.float32)
    with av.open(str(tmp_path / "a.video"), "w", format=container) as out:
        picture, stream = out.add_stream("mpeg4", rate=5), out.add_stream("aac", rate=RATE, layout="mono")
        assert isinstance(picture, av.VideoStream)
        assert isinstance(stream, av.AudioStream)
        picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
        for _ in range(20):
            out.mux(picture.encode(av.VideoFrame(64, 64, "yuv420p")))
        frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), "fltp", "mono")
        frame.sample_rate = RATE
        out.mux([*stream.encode(frame), *stream.encode(None), *picture.encode(None)])

    assert 3.8 < room.examine(tmp_path / "a.video").length.total_seconds() < 4.3


def test_two_channels_that_swing_against_each_other_do_not_fall_silent(tmp_path: Path, room: Room) -> None:
    """A balanced microphone in the socket of a laptop: every player with one loudspeaker is silent."""
    sound = speech()
    against, one, left = (
        room.examine(write(tmp_path / "a.wav", np.stack(pair))).loudness.lufs
        for pair in ((sound, -sound), (sound, sound), (sound, sound * 0))
    )

    assert against == one
    assert abs(one - 6 - left) < 0.1


@pytest.mark.parametrize("name", ["loa xã… 📢.mp3", "..mp3", "a\\b:c%d?.mp3", "Thông báo.mp3", "-i.mp3", "a\nb.mp3"])
def test_odd_names_do_no_harm(tmp_path: Path, room: Room, name: str) -> None:
    file = write(tmp_path / name, speech()[: 4 * RATE])
    assert 3 < room.examine(file).length.total_seconds() < 5

    file.write_bytes(b"no sound")
    with pytest.raises(RuleBroken) as refusal:
        room.examine(file)
    assert "\n" not in str(refusal.value)


def test_a_tag_in_an_old_code_page_does_no_harm(tmp_path: Path, room: Room) -> None:
    """Players of the 1990s wrote Vietnamese in TCVN3, which is no UTF-8."""
    file = encode(tmp_path / "a.mp3", speech()[: 2 * RATE], "libmp3lame")
    file.write_bytes(file.read_bytes() + b"TAG" + "Thông báo".encode("utf-16-le").ljust(125, b"\xb5"))

    assert room.examine(file).codec.startswith("mp3")


def test_a_name_in_the_spelling_of_another_system_is_shown_in_ours(tmp_path: Path, room: Room) -> None:
    file = tmp_path / unicodedata.normalize("NFD", "Thông báo.mp3")
    file.write_bytes(b"no sound")

    with pytest.raises(RuleBroken, match=r"«Thông báo\.mp3»"):
        room.examine(file)


def test_a_name_that_is_no_text_can_still_be_shown(tmp_path: Path, room: Room) -> None:
    file = Path(os.fsdecode(os.fsencode(str(tmp_path)) + b"/loa\xff.wav"))
    file.write_bytes(b"no sound")

    with pytest.raises(RuleBroken, match=r"«loa\?.wav»"):
        room.examine(file)


@pytest.mark.parametrize(
    "tight",
    [Limits(wall_s=0.05), Limits(cpu_s=1), Limits(memory=200_000_000), Limits(file=1_000_000)],
    ids=["time", "work", "memory", "disk"],
)
def test_what_takes_more_than_its_limits_is_ended(tmp_path: Path, room: Room, work: Path, tight: Limits) -> None:
    """Half an hour of speech stands for a file on which a decoder hangs."""
    long = encode(tmp_path / "dài.flac", np.tile(speech(), 60), "flac")

    with pytest.raises(RuleBroken, match="quá lâu hoặc quá nặng"):
        replace(room, limits=tight).examine(long)

    assert list(work.iterdir()) == []
    assert _children() == []


def test_a_small_file_that_unfolds_without_end_is_ended(tmp_path: Path, room: Room, work: Path) -> None:
    _bomb(tmp_path / "a.mka")
    assert (tmp_path / "a.mka").stat().st_size < 50_000

    with pytest.raises(RuleBroken, match="quá lâu hoặc quá nặng"):
        replace(room, limits=Limits(cpu_s=2)).examine(tmp_path / "a.mka")

    assert list(work.iterdir()) == []


def test_what_is_larger_than_it_may_be_is_not_even_opened(tmp_path: Path, room: Room) -> None:
    assert Limits().largest == LARGEST
    with pytest.raises(RuleBroken, match="lớn hơn 0 MB"):
        replace(room, limits=Limits(largest=10)).examine(write(tmp_path / "a.wav", silence(1)))


def _children() -> list[str]:
    """Processes begun by this one that still live."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
