"""HTTP/1.1 by hand, as little of it as providers and their clients use: fast enough to stand aside in a bench."""

import asyncio
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from typing import cast

_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_END = b"\r\n\r\n"


class Request:
    """One request as it came; ``nth`` counts the requests of its connection from 1."""

    __slots__ = ("body", "head", "method", "nth", "reply_to", "target")

    def __init__(self, head: bytes, body: bytes, reply_to: "Connection", nth: int) -> None:
        self.head, self.body, self.reply_to, self.nth = head, body, reply_to, nth
        method, target, _ = head.split(b" ", 2)
        self.method, self.target = method.decode("ascii"), target.decode("ascii")

    def header(self, name: str) -> str:
        """A header's value, or nothing."""
        found = self.head.lower().find(b"\r\n" + name.lower().encode() + b":")
        if found < 0:
            return ""
        start = found + len(name) + 3
        end = self.head.find(b"\r\n", start)
        return self.head[start : end if end >= 0 else None].strip().decode("latin-1")


Handler = Callable[[Request], None]


class Connection(asyncio.Protocol):
    """One client's connection. Whoever handles a request answers it by ``send``, ``close``, ``reset``, or never."""

    def __init__(self, handle: Handler, open_ones: set["Connection"]) -> None:
        self._handle, self._open = handle, open_ones
        self._buffer = b""
        self._seen = 0
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's own kind does not say so
        self._open.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._open.discard(self)

    def data_received(self, data: bytes) -> None:
        self._buffer = self._buffer + data if self._buffer else data
        while self._buffer:
            end = self._buffer.find(_END)
            if end < 0:
                return
            head = self._buffer[:end]
            size = _body_size(head)
            if len(self._buffer) < end + 4 + size:
                return
            body = self._buffer[end + 4 : end + 4 + size]
            self._buffer = self._buffer[end + 4 + size :]
            self._seen += 1
            self._handle(Request(head, body, self, self._seen))

    def send(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(answer)

    def close(self) -> None:
        self.transport.close()

    def reset(self) -> None:
        self.transport.abort()


def answer(status: int, body: bytes, kind: str = "application/json", extra: str = "") -> bytes:
    return b"%s%sContent-Length: %d\r\n\r\n%s" % (_opening(status, kind), extra.encode(), len(body), body)


def _body_size(head: bytes) -> int:
    found = head.lower().find(b"\r\ncontent-length:")
    if found < 0:
        return 0
    end = head.find(b"\r\n", found + 2)
    return int(head[found + 17 : end if end >= 0 else None])


@lru_cache(maxsize=64)
def _opening(status: int, kind: str) -> bytes:
    return f"HTTP/1.1 {status} {_PHRASES.get(status, 'Status')}\r\nContent-Type: {kind}\r\n".encode()
