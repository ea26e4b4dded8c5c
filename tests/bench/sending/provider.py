"""The least of a provider that speaks Twilio's HTTP: takes messages, counts them, and is faster than any client.

``python -m tests.bench.sending.provider LATENCY_MS`` prints its port and runs until its input is closed.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from subprocess import PIPE, Popen
from typing import NamedTuple, cast
from urllib.request import urlopen

import uvloop

ACCOUNT, TOKEN = "AC" + "0" * 32, "0" * 32
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
ANSWER = json.dumps(
    {
        "account_sid": ACCOUNT,
        "api_version": "2010-04-01",
        "body": "",
        "date_created": "Wed, 20 Dec 2023 01:00:00 +0000",
        "date_sent": None,
        "date_updated": "Wed, 20 Dec 2023 01:00:00 +0000",
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": "+15005550006",
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": "1",
        "price": None,
        "price_unit": "VND",
        "sid": "SM%032x",
        "status": "queued",
        "subresource_uris": {"media": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/SM/Media.json"},
        "to": "",
        "uri": MESSAGES,
    }
)


@dataclass
class Taken:
    """What has been accepted: how many messages, to which numbers, over how many connections at once."""

    serials: Iterator[int] = field(default_factory=lambda: count(1))
    messages: int = 0
    numbers: set[bytes] = field(default_factory=set)
    senders: set["Speaking"] = field(default_factory=set)
    connections: int = 0

    def take(self, body: bytes, sender: "Speaking") -> bytes:
        self.senders.add(sender)
        self.connections = max(self.connections, len(self.senders))
        number, _, _ = body[body.index(b"To=") :].partition(b"&")
        self.numbers.add(number)
        self.messages += 1
        return _answer("201 Created", ANSWER % next(self.serials))

    def told(self) -> bytes:
        told = {"messages": self.messages, "numbers": len(self.numbers), "connections": self.connections}
        return _answer("200 OK", json.dumps(told))


class Speaking(asyncio.Protocol):
    """One connection, requests one after another; a request may come in pieces."""

    def __init__(self, taken: Taken, latency_s: float) -> None:
        self._taken, self._latency_s = taken, latency_s
        self._unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own class is not derived from it

    def connection_lost(self, error: Exception | None) -> None:
        self._taken.senders.discard(self)

    def data_received(self, data: bytes) -> None:
        self._unread += data
        end = self._unread.find(b"\r\n\r\n") + 4
        if end < 4:
            return
        head = self._unread[:end]
        whole = end + _length(head)
        if len(self._unread) >= whole:
            body, self._unread = self._unread[end:whole], self._unread[whole:]
            self._reply(self._judge(head, body))

    def _judge(self, head: bytes, body: bytes) -> bytes:
        if head.startswith(b"GET /taken "):
            return self._taken.told()
        if b"\r\nauthorization: basic " not in head.lower():
            return _answer("401 Unauthorized", "{}")
        return self._taken.take(body, self)

    def _reply(self, answer: bytes) -> None:
        if self._latency_s:
            asyncio.get_running_loop().call_later(self._latency_s, self._transport.write, answer)
        else:
            self._transport.write(answer)


def _length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"\r\ncontent-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


def _answer(status: str, body: str) -> bytes:
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


async def _serve(latency_s: float) -> None:
    loop = asyncio.get_running_loop()
    taken = Taken()
    server = await loop.create_server(lambda: Speaking(taken, latency_s), "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


@contextmanager
def a_provider(latency_ms: int = 0) -> Iterator[str]:
    """The address of a fresh provider in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.sending.provider", str(latency_ms)]
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()


class Told(NamedTuple):
    messages: int
    numbers: int
    connections: int


def taken_by(provider: str) -> Told:
    """How many messages it has accepted, to how many different numbers, over how many connections at once."""
    with urlopen(f"{provider}/taken") as answer:
        return Told(**json.loads(answer.read()))


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1]) / 1000))
