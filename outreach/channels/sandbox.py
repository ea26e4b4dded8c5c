"""A provider that is not there: takes nearly everything, sends nothing, and tells of it a little later.

What becomes of a message follows from its number alone, so that a replay ends the same each time.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from outreach.channels.hearing import not_started, refused
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

REFUSED_ENDING = {Medium.ZALO: "7", Medium.SMS: "97"}
"""Numbers that end so have no Zalo, or no such line at all; those that end with 97 are reached by nothing."""
UNDELIVERED_ENDING = "98"


class SandboxChannel:
    settling = Settling.REPEAT
    batch = 1_000

    def __init__(
        self, name: str, medium: Medium, now: Callable[[], datetime], delay: timedelta = timedelta(seconds=60)
    ) -> None:
        self.name, self.medium = name, medium
        self._now, self._delay = now, delay

    def send(self, messages: Sequence[Message], may_start: MayStart) -> Iterator[Answered]:
        going = True
        for message in messages:
            going = going and may_start()
            yield Answered(message.request_id, self._outcome(message) if going else not_started("held-back"))

    def look_up(self, messages: Sequence[Message], known: frozenset[str] = frozenset()) -> Iterator[Answered]:
        return iter(())

    def poll(self, asked: Sequence[tuple[str, str, str]]) -> Iterator[Receipt]:
        for request_id, own, number in asked:
            began = _began(own)
            if began and self._now() >= began + self._delay:
                bad = number.endswith(UNDELIVERED_ENDING)
                state = ReceiptState.UNDELIVERED if bad else ReceiptState.DELIVERED
                yield Receipt(state, request_id, own, happened_at=began + self._delay)

    def quota(self) -> Quota | None:
        return None

    def verify(self, raw: RawReceipt) -> None:
        """Nobody is there who could call back."""
        raise Forged

    def read(self, raw: RawReceipt) -> tuple[Receipt | Refusal, ...]:
        raise Unreadable("the sandbox sends no callbacks")

    def _outcome(self, message: Message) -> Outcome:
        if message.number.endswith(REFUSED_ENDING[self.medium]):
            return refused("no-account", "no-such-number", Fault.NUMBER, permanent=True)
        return Outcome(Verdict.ACCEPTED, f"{self.name}:{message.started_at.timestamp():.3f}:{message.request_id}")


def _began(own: str) -> datetime | None:
    """A message's start, which stands in the id that the sandbox gave it."""
    try:
        return datetime.fromtimestamp(float(own.split(":")[1]), UTC)
    except (ValueError, IndexError, OverflowError, OSError):
        return None
