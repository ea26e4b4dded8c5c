"""What others do: two passes of ffmpeg's loudnorm, in process by PyAV or by ffmpeg's own program."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import av
from av.filter import Graph

ASKED = "I=-16:TP=-2:LRA=11"
CODECS = {"opus": ("libopus", 48_000, 28_000), "mp3": ("libmp3lame", 44_100, 64_000)}
BAND = "highpass=f=300,lowpass=f=6000"


def by_pyav(source: Path, made: Path) -> None:
    with av.logging.Capture(local=False) as told:
        av.logging.set_level(av.logging.INFO)
        av.logging.set_skip_repeated(False)  # the same file measured again says the same
        for _ in _filtered(source, f"{ASKED}:print_format=json"):
            pass
        av.logging.set_level(None)
    codec, rate, bit_rate = CODECS[made.suffix[1:]]
    with av.open(str(made), "w") as out:
        stream = out.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = bit_rate
        resampler = av.AudioResampler(stream.format, "mono", rate)
        for frame in _filtered(source, _second_pass("".join(line for _, _, line in told))):
            for resampled in resampler.resample(frame):
                out.mux(stream.encode(resampled))
        for resampled in resampler.resample(None):
            out.mux(stream.encode(resampled))
        out.mux(stream.encode(None))


def by_ffmpeg(source: Path, made: Path) -> None:
    codec, rate, bit_rate = CODECS[made.suffix[1:]]
    ffmpeg = [_program(), "-hide_banner", "-nostdin", "-y", "-i", str(source), "-ac", "1", "-af"]
    first = [*ffmpeg, f"{BAND},loudnorm={ASKED}:print_format=json", "-f", "null", "-"]
    told = subprocess.run(first, capture_output=True, text=True, check=True).stderr
    second = [*ffmpeg, f"{BAND},loudnorm={_second_pass(told)}", "-ar", str(rate), "-c:a", codec, "-b:a", str(bit_rate)]
    subprocess.run([*second, str(made)], capture_output=True, check=True)


def ffmpeg_version() -> str | None:
    if not shutil.which("ffmpeg"):
        return None
    told = subprocess.run([_program(), "-version"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split()[:3])


def _program() -> str:
    return shutil.which("ffmpeg") or "ffmpeg"


def _second_pass(told: str) -> str:
    measured = json.loads(told[told.rindex("{") : told.rindex("}") + 1])
    names = {"I": "input_i", "TP": "input_tp", "LRA": "input_lra", "thresh": "input_thresh"}
    values = ":".join(f"measured_{name}={measured[key]}" for name, key in names.items())
    return f"{ASKED}:{values}:offset={measured['target_offset']}:linear=true"


def _filtered(source: Path, loudnorm: str) -> Iterator[av.AudioFrame]:
    """Mono, cut to the band, through loudnorm: what both passes do."""
    with av.open(str(source)) as container:
        graph = Graph()
        last = graph.add_abuffer(template=container.streams.audio[0])
        steps = (("aformat", "channel_layouts=mono"), ("highpass", "f=300"), ("lowpass", "f=6000"))
        for name, options in (*steps, ("loudnorm", loudnorm), ("abuffersink", "")):
            following = graph.add(name, options)
            last.link_to(following)
            last = following
        graph.configure()
        for frame in (*container.decode(audio=0), None):
            graph.push(frame)
            yield from _ready(graph)


def _ready(graph: Graph) -> Iterator[av.AudioFrame]:
    while True:
        try:
            frame = graph.pull()
        except (av.BlockingIOError, av.EOFError):
            return
        assert isinstance(frame, av.AudioFrame)
        yield frame
