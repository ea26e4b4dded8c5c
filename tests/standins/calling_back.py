"""A provider's callbacks: sent in order over a few connections, repeated while they are not taken."""

import asyncio
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CONNECTIONS = 8
TRIES = 3


@dataclass(frozen=True, slots=True)
class Callback:
    method: str
    url: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        parts = urlsplit(self.url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        told = {"Host": parts.netloc, "Connection": "close", "Content-Length": str(len(self.body)), **self.headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        return f"{self.method} {target} HTTP/1.1\r\n{lines}\r\n".encode() + self.body


async def call_back(callback: Callback) -> int:
    """The HTTP status with which the callback was taken; 0 when nobody was there."""
    for _ in range(TRIES):
        status = await _once(callback)
        if 200 <= status < 500:
            return status
    return status


async def call_all(callbacks: list[Callback]) -> list[int]:
    statuses = [0] * len(callbacks)
    waiting = iter(enumerate(callbacks))

    async def work() -> None:
        for place, callback in waiting:
            statuses[place] = await call_back(callback)

    await asyncio.gather(*(work() for _ in range(CONNECTIONS)))
    return statuses


async def _once(callback: Callback) -> int:
    parts = urlsplit(callback.url)
    try:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
    except OSError:
        return 0
    try:
        writer.write(callback.as_bytes())
        line = await asyncio.wait_for(reader.readline(), 20)
        return int(line.split(b" ", 2)[1]) if line else 0
    except (OSError, ValueError, IndexError, TimeoutError):
        return 0
    finally:
        writer.close()
