"""What all stand-ins share: the accepted messages, the faults before and after accepting, callbacks, control."""

import asyncio
import json
import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, NamedTuple

from tests.standins.behaviour import Behaviour, Fault
from tests.standins.calling_back import Callback, call_all
from tests.standins.wire import Connection, Request, answer

_UNDER_WAY: set[asyncio.Task[Any]] = set()
GARBAGE = b"<html>\xff\xfe{{{ Service"


class Accepted(NamedTuple):
    """One message that the provider took, and will send on."""

    number: str
    attempt: str
    provider_id: str
    text: str
    at: datetime
    callback: str = ""


class Provider(ABC):
    """The provider's own part: reads requests, writes answers and callbacks in its own language."""

    def __init__(self) -> None:
        self.behaviour = Behaviour()
        self.accepted: list[Accepted] = []
        self.requests = 0
        self.last_send = b""
        self.directions: dict[str, Callable[[], object]] = {}  # what only this provider can be told to do

    @abstractmethod
    def serve(self, request: Request) -> None:
        """Answer one request of a client."""

    @abstractmethod
    def refusal(self, code: str, status: int) -> bytes:
        """The provider's way to refuse with this code."""

    @abstractmethod
    def callbacks(self, message: Accepted, delivered: bool) -> list[Callback]:
        """What is told of a message, first to last."""

    def take(self, request: Request, number: str, accept: Callable[[], tuple[Accepted | None, bytes]]) -> None:
        """One message: faults before, acceptance (or the provider's own refusal), faults after, receipts."""
        self.requests += 1
        self.last_send = request.body
        fault = self.behaviour.fault_for(number, request.nth)
        if fault and fault.when == "before":
            self.suffer(fault, request)
            return
        message, reply = accept()
        if message:
            self.accepted.append(message)
        if fault and message:
            self._tell(message)
            self.suffer(fault, request)
        elif message and self.behaviour.receipts.when == "early":
            begin(self._tell_first(message, request, reply))
        else:
            self.send(request, reply)
            if message:
                self._tell(message)

    def ask(self, request: Request, number: str, reply: Callable[[], bytes]) -> None:
        """A question: answered, unless a fault on questions befalls it."""
        fault = self.behaviour.fault_for(number, request.nth, "ask")
        if fault:
            self.suffer(fault, request)
        else:
            self.send(request, reply())

    def forget(self) -> None:
        """Know nothing of what was ever accepted."""
        self.accepted.clear()
        self.requests = 0

    def suffer(self, fault: Fault, request: Request) -> None:
        connection = request.reply_to
        if fault.what == "reset":
            connection.reset()
        elif fault.what == "close":
            connection.close()
        elif fault.what == "garbage":
            self.send(request, answer(200, GARBAGE, "text/html"))
        elif fault.what == "status":
            self.send(request, answer(fault.status, b"<h1>no</h1>", "text/html", "Retry-After: 7\r\n"))
        elif fault.what != "hang":
            self.send(request, self.refusal(fault.code, fault.status))

    def send(self, request: Request, reply: bytes) -> None:
        if self.behaviour.delay_ms:
            loop = asyncio.get_running_loop()
            loop.call_later(self.behaviour.delay_ms / 1000, request.reply_to.send, reply)
        else:
            request.reply_to.send(reply)

    def news(self, message: Accepted) -> list[Callback]:
        receipts = self.behaviour.receipts
        told = self.callbacks(message, message.number not in receipts.undelivered) * receipts.repeat
        return random.Random(message.provider_id).sample(told, len(told)) if receipts.shuffle else told

    def _tell(self, message: Accepted) -> None:
        if self.behaviour.receipts.when == "soon":
            begin(call_all(self.news(message)))

    async def _tell_first(self, message: Accepted, request: Request, reply: bytes) -> None:
        await call_all(self.news(message))
        self.send(request, reply)


class Stage:
    """The provider's door, which may be shut, and a second door for whoever directs it."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._guests: set[Connection] = set()
        self._directors: set[Connection] = set()
        self._door: asyncio.Server | None = None
        self.port = 0

    async def open(self, port: int) -> None:
        loop = asyncio.get_running_loop()
        self._door = await loop.create_server(
            lambda: Connection(self._serve, self._guests), "127.0.0.1", port, backlog=4096
        )
        self.port = self._door.sockets[0].getsockname()[1]

    async def revive(self) -> None:
        if not self._door:
            await self.open(self.port)

    async def open_for_directing(self) -> int:
        loop = asyncio.get_running_loop()
        door = await loop.create_server(lambda: Connection(self._direct, self._directors), "127.0.0.1", 0)
        port: int = door.sockets[0].getsockname()[1]
        return port

    async def die(self) -> None:
        """Refuse connections from now on, and break those that are open."""
        if self._door:
            self._door.close()
            self._door = None
        for connection in list(self._guests):
            connection.reset()

    def _serve(self, request: Request) -> None:
        try:
            self.provider.serve(request)
        except (ValueError, KeyError, IndexError, TypeError):
            request.reply_to.send(answer(400, b"{}"))

    def _direct(self, request: Request) -> None:
        begin(self._directed(request))

    async def _directed(self, request: Request) -> None:
        told = json.loads(request.body or b"{}")
        try:
            done = await self._do(request.target, told)
        except (KeyError, TypeError) as error:
            request.reply_to.send(answer(400, repr(error).encode()))
            return
        request.reply_to.send(answer(200, json.dumps(done, ensure_ascii=False).encode()))

    async def _do(self, target: str, told: dict[str, object]) -> object:
        provider = self.provider
        if target == "/_control":
            provider.behaviour.change(told)
            return None
        answers: dict[str, Callable[[], object]] = {
            "/_accepted": lambda: [[one.number, one.attempt, one.provider_id, one.text] for one in provider.accepted],
            "/_counts": lambda: {"accepted": len(provider.accepted), "requests": provider.requests},
            "/_last": lambda: provider.last_send.decode("utf-8", "replace"),
            "/_forget": provider.forget,
            "/_receipts": self._tell_all,
            "/_die": self.die,
            "/_revive": self.revive,
            **provider.directions,
        }
        found = answers[target]()
        return await found if isinstance(found, Coroutine) else found

    async def _tell_all(self) -> list[int]:
        """All news of all messages; shuffled across messages if so told. Answers the HTTP statuses."""
        news = [callback for message in self.provider.accepted for callback in self.provider.news(message)]
        if self.provider.behaviour.receipts.shuffle:
            random.Random(len(news)).shuffle(news)
        return await call_all(news)


def begin(work: Coroutine[Any, Any, Any]) -> None:
    """Let it run beside; it is held here, or it might be collected half-done."""
    task = asyncio.get_running_loop().create_task(work)
    _UNDER_WAY.add(task)
    task.add_done_callback(_UNDER_WAY.discard)


def now() -> datetime:
    return datetime.now(UTC)


def unquoted(text: str) -> str:
    """``urllib.parse.unquote_plus``, five times as fast: a form holds no backslash that could be mistaken."""
    if "%" not in text:
        return text.replace("+", " ")
    escaped = text.replace("+", " ").replace("%", "\\x").encode("ascii")
    return escaped.decode("unicode_escape").encode("latin-1").decode("utf-8")
