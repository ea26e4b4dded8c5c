"""HTTP for mass sends: many calls at a time over kept connections, each request sent at most once.

libcurl repeats a request by itself when a kept connection dies before the first byte of an answer, and the provider
may by then have taken the message. To do so it must read the body again; ours can be read once only, so that libcurl
gives up instead, and the outcome is what it really is: unknown. By the same sign we know what was never sent: a body
of which libcurl has not read anything.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import certifi
import pycurl

from outreach.domain.messages import MayStart

Key = TypeVar("Key")
LARGEST_ANSWER = 2**20
IDLE_S = 30  # a kept connection older than this is more likely dead than alive
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_REASONS = {
    pycurl.E_OPERATION_TIMEDOUT: "timeout",
    pycurl.E_COULDNT_CONNECT: "not-reachable",
    pycurl.E_COULDNT_RESOLVE_HOST: "no-such-host",
    pycurl.E_COULDNT_RESOLVE_PROXY: "no-such-proxy",
    pycurl.E_SSL_CONNECT_ERROR: "tls",
    pycurl.E_PEER_FAILED_VERIFICATION: "tls",
    pycurl.E_WRITE_ERROR: "answer-too-long",
}


class Call(NamedTuple):
    """One request: a POST of ``body``, or a GET when there is none."""

    url: str
    body: bytes = b""
    headers: tuple[str, ...] = ()


class Reply(NamedTuple):
    status: int
    body: bytes
    retry_after_s: int | None = None


class Failure(NamedTuple):
    """No answer. ``begun`` says whether the provider may have seen the request all the same."""

    begun: bool
    reason: str


HELD_BACK = Failure(begun=False, reason="held-back")


class _Line:
    """One libcurl handle, used for one call after another."""

    __slots__ = ("_chunks", "_headers", "_left", "_size", "begun", "easy", "key")

    def __init__(self, timeout_s: float, connect_timeout_s: float) -> None:
        self._chunks: list[bytes] = []
        self._headers: tuple[str, ...] = ()
        self._left, self._size, self.begun = b"", 0, False
        self.key: Any = None
        self.easy = easy = pycurl.Curl()
        easy.setopt(pycurl.NOSIGNAL, 1)
        easy.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)  # HTTP/2 has repetitions of its own
        easy.setopt(pycurl.TIMEOUT_MS, round(timeout_s * 1000))
        easy.setopt(pycurl.CONNECTTIMEOUT_MS, round(connect_timeout_s * 1000))
        easy.setopt(pycurl.MAXAGE_CONN, IDLE_S)
        easy.setopt(pycurl.CAINFO, certifi.where())
        easy.setopt(pycurl.READFUNCTION, self._give)
        easy.setopt(pycurl.WRITEFUNCTION, self._take)

    def load(self, key: object, call: Call) -> None:
        self.key, self.begun, self._left, self._size = key, False, call.body, 0
        self._chunks.clear()
        self.easy.setopt(pycurl.URL, call.url)
        if call.headers != self._headers:
            self._headers = call.headers
            self.easy.setopt(pycurl.HTTPHEADER, [*call.headers, "Expect:"])
        if call.body:
            self.easy.setopt(pycurl.POST, 1)
            self.easy.setopt(pycurl.POSTFIELDSIZE, len(call.body))
        else:
            self.easy.setopt(pycurl.HTTPGET, 1)

    def reply(self) -> Reply:
        status: int = self.easy.getinfo(pycurl.RESPONSE_CODE)
        wait = self.easy.getinfo(pycurl.RETRY_AFTER) if status in (429, 503) else 0
        return Reply(status, b"".join(self._chunks), wait or None)

    def failure(self, error: int) -> Failure:
        return Failure(self.begun, _REASONS.get(error, "no-answer" if self.begun else "not-sent"))

    def _give(self, most: int) -> bytes:
        """The body, once: there is no way back, and libcurl is told of none."""
        self.begun = True
        piece, self._left = self._left[:most], self._left[most:]
        return piece

    def _take(self, chunk: bytes) -> int:
        self._size += len(chunk)
        self._chunks.append(chunk)
        return len(chunk) if self._size <= LARGEST_ANSWER else -1


class _Board:
    """A set of lines over one pool of connections; serves one thread at a time."""

    def __init__(self, lines: list[_Line]) -> None:
        self.multi = pycurl.CurlMulti()
        self.multi.setopt(pycurl.M_MAXCONNECTS, len(lines))
        self.free = lines
        self.busy: dict[Any, _Line] = {}

    def fill(self, waiting: Iterator[tuple[Any, Call]], may_start: MayStart) -> list[tuple[Any, Failure]]:
        """Start calls on all free lines. Once one may not start nor may those behind it: these are answered."""
        while self.free:
            following = next(waiting, None)
            if following is None:
                break
            if not may_start():
                return [(following[0], HELD_BACK), *((key, HELD_BACK) for key, _ in waiting)]
            self._start(*following)
        return []

    def turn(self) -> list[tuple[Any, Reply | Failure]]:
        """Move bytes, and collect what has ended."""
        self.multi.perform()
        ended: list[tuple[Any, Reply | Failure]] = []
        more = 1
        while more:
            more, well, badly = self.multi.info_read()
            for easy in well:
                line = self._hang_up(easy)
                ended.append((line.key, line.reply()))
            for easy, error, _ in badly:
                line = self._hang_up(easy)
                ended.append((line.key, line.failure(error)))
        return ended

    def _start(self, key: object, call: Call) -> None:
        line = self.free.pop()
        line.load(key, call)
        self.busy[line.easy] = line
        self.multi.add_handle(line.easy)

    def wait(self) -> None:
        due = self.multi.timeout()
        if self.multi.select(1.0 if due < 0 else min(due / 1000, 1.0)) < 0:
            time.sleep(0.002)  # a name is being looked up: there is no socket to wait for yet

    def clear(self) -> None:
        for easy in list(self.busy):
            self._hang_up(easy)

    def _hang_up(self, easy: Any) -> _Line:
        self.multi.remove_handle(easy)
        line = self.busy.pop(easy)
        self.free.append(line)
        return line


class Poster:
    """May be shared by threads: each send has lines of its own while it lasts.

    Whoever reads the answers should not linger between them, since nobody looks at the other calls meanwhile.
    """

    def __init__(
        self, base: str, connections: int = 100, timeout_s: float = 20.0, connect_timeout_s: float = 5.0
    ) -> None:
        self._connections = connections
        self._timeouts = timeout_s, min(connect_timeout_s, timeout_s)
        self._directly = urlsplit(base).hostname in _LOOPBACK
        self._idle: list[_Board] = []

    def post(self, calls: Iterable[tuple[Key, Call]], may_start: MayStart) -> Iterator[tuple[Key, Reply | Failure]]:
        """Each call's answer as it comes. A call is taken from ``calls`` only when there is a line for it."""
        waiting = iter(calls)
        with self._board() as board:
            while True:
                held_back = board.fill(waiting, may_start)
                ended = board.turn()
                yield from held_back
                yield from ended
                if not board.busy and not ended:
                    return
                if not ended:
                    board.wait()

    @contextmanager
    def _board(self) -> Iterator[_Board]:
        try:
            board = self._idle.pop()
        except IndexError:
            board = _Board([self._line() for _ in range(self._connections)])
        try:
            yield board
        finally:
            board.clear()
            self._idle.append(board)

    def _line(self) -> _Line:
        line = _Line(*self._timeouts)
        if self._directly:
            line.easy.setopt(pycurl.PROXY, "")  # what is on this machine is not reached through a proxy
        return line
