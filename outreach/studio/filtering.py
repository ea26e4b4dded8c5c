"""Samples through libavfilter, block by block."""

from collections.abc import Iterable, Iterator

import av
from av.audio.frame import AudioFrame
from av.filter import Graph

from outreach.studio.samples import RATE, Samples, samples_in

Filter = tuple[str, str]
"""The name of a filter of libavfilter and its options."""


class Chain:
    """Filters one after the other: blocks of one channel go in, frames come out."""

    def __init__(self, filters: Iterable[Filter], rate: int = RATE) -> None:
        self._graph = Graph()
        self._graph.threads = 1
        self._rate = rate
        self._source = last = self._graph.add_abuffer(format="flt", sample_rate=rate, layout="mono")
        for name, options in (*filters, ("aformat", "sample_fmts=flt:channel_layouts=mono"), ("abuffersink", "")):
            following = self._graph.add(name, options)
            last.link_to(following)
            last = following
        self._sink = last
        self._graph.configure()
        self._fed = 0

    def feed(self, block: Samples) -> Iterator[AudioFrame]:
        if len(block):
            frame = AudioFrame.from_ndarray(block.reshape(1, -1), format="flt", layout="mono")
            frame.sample_rate = self._rate
            frame.pts = self._fed
            self._fed += len(block)
            self._source.push(frame)
            yield from self._ready()

    def finish(self) -> Iterator[AudioFrame]:
        """What the filters still held back."""
        self._source.push(None)
        yield from self._ready()

    def _ready(self) -> Iterator[AudioFrame]:
        while True:
            try:
                frame = self._sink.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            assert isinstance(frame, AudioFrame)  # no picture was put in
            yield frame


def filtered(blocks: Iterable[Samples], *filters: Filter) -> Iterator[Samples]:
    """Blocks at the working rate, filtered; the filters may change the rate."""
    chain = Chain(filters)
    for block in blocks:
        yield from map(samples_in, chain.feed(block))
    yield from map(samples_in, chain.finish())
