"""A provider that is not there: nothing leaves this machine. What happens to a number is settled by the number alone,
so that a replay or a rehearsal comes out the same every time. Receipts come when asked for, as from a slow provider."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from outreach.domain.deliveries import HELD_BACK, NOT_STARTED
from outreach.domain.messages import (
    Answered,
    Fault,
    Forged,
    MayStart,
    Medium,
    Message,
    Outcome,
    Quota,
    RawReceipt,
    Receipt,
    ReceiptState,
    Refusal,
    Settling,
    Unreadable,
    Verdict,
)

NO_ACCOUNT = {Medium.ZALO: 0.18, Medium.SMS: 0.01}
"""Share of numbers that the medium does not know: far from everybody in a mountain commune uses Zalo."""
LOST = 0.02
"""Share of accepted messages that never reach the phone."""


class SandboxChannel:
    settling = Settling.REPEAT
    batch = 500

    def __init__(self, name: str, medium: Medium, now: Callable[[], datetime]) -> None:
        self.name, self.medium, self._now = name, medium, now

    def send(self, messages: Sequence[Message], may_start: MayStart) -> Iterator[Answered]:
        for message in messages:
            yield Answered(message.request_id, self._answer(message) if may_start() else _HELD)

    def _answer(self, message: Message) -> Outcome:
        if self._chance("account", message.number) < NO_ACCOUNT[self.medium]:
            return Outcome(Verdict.REFUSED, code="-118", reason="no-account", fault=Fault.NUMBER, permanent=True)
        return Outcome(Verdict.ACCEPTED, f"sandbox-{message.request_id}", "0")

    def look_up(self, messages: Sequence[Message], known: frozenset[str] = frozenset()) -> Iterator[Answered]:
        yield from ()

    def poll(self, asked: Sequence[tuple[str, str, str]]) -> Iterator[Receipt]:
        for request_id, provider_id, number in asked:
            lost = self._chance("way", number) < LOST
            state = ReceiptState.UNDELIVERED if lost else ReceiptState.DELIVERED
            yield Receipt(state, request_id, provider_id, happened_at=self._now())

    def quota(self) -> Quota | None:
        return None

    def verify(self, raw: RawReceipt) -> None:
        raise Forged("the sandbox calls nobody back")

    def read(self, raw: RawReceipt) -> tuple[Receipt | Refusal, ...]:
        raise Unreadable("the sandbox calls nobody back")

    def _chance(self, *about: str) -> float:
        """A number in [0, 1), always the same for the same facts."""
        told = "\x1f".join((self.name, *about)).encode()
        return int.from_bytes(hashlib.sha256(told).digest()[:6], "big") / 2**48


_HELD = Outcome(Verdict.REFUSED, code=NOT_STARTED, reason=HELD_BACK, fault=Fault.BUSY)
