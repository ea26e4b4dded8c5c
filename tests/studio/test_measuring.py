"""A recording is measured by what can be heard of it, whatever its name and header say."""

import hashlib
import wave
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import av
import pytest

from outreach.domain.errors import RuleBroken
from outreach.studio.limits import LONGEST
from outreach.studio.measuring import measure

AUDIO = Path(__file__).parents[2] / "audio"
SHIPPED = AUDIO / "cao-loc-2023-doi-ngay-ghi-chi-so.mp3"


def written_wav(path: Path, seconds: float, rate: int = 8000) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(2 * round(seconds * rate)))
    return path


def encoded(path: Path, source: Path, codec: str, rate: int) -> Path:
    with av.open(str(source)) as wav, av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        resampler = av.AudioResampler(stream.format, stream.layout, rate)
        for frame in wav.decode(audio=0):
            for resampled in resampler.resample(frame):
                out.mux(stream.encode(resampled))
        for resampled in resampler.resample(None):
            out.mux(stream.encode(resampled))
        out.mux(stream.encode(None))
    return path


def test_a_wav_is_measured_to_the_sample_and_named_by_its_bytes(tmp_path: Path) -> None:
    file = written_wav(tmp_path / "chuông.wav", seconds=1.5)

    measured = measure(file)

    assert measured.length == timedelta(seconds=1.5)
    assert measured.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert measured.size == file.stat().st_size


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [
        ("a.mp3", "libmp3lame", 22050),
        ("a.flac", "flac", 8000),
        ("a.ogg", "libopus", 48000),
        ("a.m4a", "aac", 44100),
        ("a.webm", "libopus", 48000),
    ],
)
def test_any_common_kind_of_sound_file_is_measured(tmp_path: Path, name: str, codec: str, rate: int) -> None:
    source = written_wav(tmp_path / "source.wav", seconds=3)

    measured = measure(encoded(tmp_path / name, source, codec, rate))

    assert timedelta(seconds=3) <= measured.length + timedelta(seconds=0.05) <= timedelta(seconds=3.2)


def test_the_name_of_a_file_does_not_decide_what_it_is(tmp_path: Path) -> None:
    wav = written_wav(tmp_path / "a.wav", seconds=1)

    assert measure(wav.rename(tmp_path / "a.mp3")).length == timedelta(seconds=1)


def test_half_an_upload_is_as_long_as_what_arrived(tmp_path: Path) -> None:
    content = SHIPPED.read_bytes()
    half = tmp_path / "half.mp3"
    half.write_bytes(content[: len(content) // 2 + 7])

    assert abs(measure(half).length - measure(SHIPPED).length / 2) < timedelta(seconds=1)


def test_an_old_tag_at_the_end_changes_nothing_but_the_name_of_the_content(tmp_path: Path) -> None:
    tagged = tmp_path / "tagged.mp3"
    tagged.write_bytes(SHIPPED.read_bytes() + b"TAG" + bytes(125))

    assert measure(tagged).length == measure(SHIPPED).length
    assert measure(tagged).sha256 != measure(SHIPPED).sha256


def _nothing(path: Path) -> None:
    path.write_bytes(b"")


def _no_sample(path: Path) -> None:
    written_wav(path.with_suffix(".wav"), seconds=0).rename(path)


def _words(path: Path) -> None:
    path.write_text("Kính thưa bà con\n" * 1000, encoding="utf-8")


def _noise(path: Path) -> None:
    path.write_bytes(b"".join(hashlib.sha512(bytes([n % 256, n // 256])).digest() for n in range(4000)))


def _zeros(path: Path) -> None:
    path.write_bytes(bytes(100_000))


def _torn(path: Path) -> None:
    content = bytearray(encoded(path.with_suffix(".m4a"), SHIPPED, "aac", 22050).read_bytes())
    for start in range(2000, len(content) // 2, 600):  # the table of packets stands at the end and stays whole
        content[start : start + 60] = bytes(255 - byte for byte in content[start : start + 60])
    path.write_bytes(content)


def _playlist(path: Path) -> None:
    sound = written_wav(path.with_name("other.wav"), seconds=5)
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{sound}\n#EXT-X-ENDLIST\n", encoding="utf-8")


def _splice(path: Path) -> None:
    sound = written_wav(path.with_name("other.wav"), seconds=5)
    path.write_text(f"ffconcat version 1.0\nfile '{sound}'\n", encoding="utf-8")


def _picture(path: Path) -> None:
    with av.open(str(path), "w", format="mp4") as out:
        stream = out.add_stream("mpeg4", rate=5)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        out.mux(stream.encode(av.VideoFrame(32, 32, "yuv420p")))
        out.mux(stream.encode(None))


def _endless(path: Path) -> None:
    written_wav(path.with_suffix(".wav"), LONGEST.total_seconds() + 1, rate=100).rename(path)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_nothing, "không có âm thanh nào"),
        (_no_sample, "không có âm thanh nào"),
        (_zeros, "không có âm thanh nào"),
        (_words, "không phải âm thanh đọc được"),
        (_noise, "không phải âm thanh đọc được"),
        (_torn, "không phải âm thanh đọc được"),
        (_playlist, "không phải âm thanh đọc được"),
        (_splice, "không phải âm thanh đọc được"),
        (_picture, "không có phần âm thanh"),
        (_endless, "dài hơn 1:00:00"),
        (Path.mkdir, "Không mở được"),
        (lambda path: None, "Không mở được"),
    ],
)
def test_what_cannot_be_heard_is_refused_in_a_plain_sentence(
    tmp_path: Path, make: Callable[[Path], object], sentence: str
) -> None:
    file = tmp_path / "thông báo.mp3"
    make(file)

    with pytest.raises(RuleBroken, match=sentence) as refusal:
        measure(file)

    assert "«thông báo.mp3»" in str(refusal.value)
    assert str(tmp_path) not in str(refusal.value)
