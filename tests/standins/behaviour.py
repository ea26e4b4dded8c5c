"""How a stand-in behaves just now: which numbers meet which fault, how slow it is, what it does about receipts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32


@dataclass(slots=True)
class Fault:
    """What befalls some requests. ``when`` says whether the message was accepted before it.

    ``what``: ``refuse`` with the provider's ``code``; ``status`` with an HTTP ``status``; ``hang`` (no answer, ever);
    ``reset`` and ``close`` of the connection; ``garbage`` instead of the answer; ``running`` (eSMS: still at it).
    A number is meant when it is listed, ends with ``ends``, or falls into the ``share``; ``times`` bounds how often
    each number meets it (0: always). ``reused`` leaves the first request of a connection alone. ``on`` is ``send``,
    ``ask`` (lists, states, quotas) or ``renew`` (tokens).
    """

    what: str
    when: str = "before"
    code: str = ""
    status: int = 503
    numbers: list[str] = field(default_factory=list)
    share: float = 0.0
    ends: str = ""
    times: int = 0
    reused: bool = False
    on: str = "send"
    met: Counter[str] = field(default_factory=Counter)

    def befalls(self, number: str, nth: int, on: str) -> bool:
        if on != self.on or (self.reused and nth == 1) or not self._means(number):
            return False
        self.met[number] += 1
        return not self.times or self.met[number] <= self.times

    def _means(self, number: str) -> bool:
        if number in self.numbers or (self.ends and number.endswith(self.ends)):
            return True
        return crc32(f"{self.what}{number}".encode()) % 10_000 < self.share * 10_000


@dataclass(slots=True)
class Receipts:
    """``off``: kept until asked for; ``soon``: right after the answer; ``early``: before it. ``undelivered`` are the
    numbers of which bad news comes; ``repeat`` and ``shuffle`` disturb the order; ``base`` replaces the address."""

    when: str = "off"
    repeat: int = 1
    shuffle: bool = False
    undelivered: list[str] = field(default_factory=list)
    base: str = ""


@dataclass(slots=True)
class Behaviour:
    faults: list[Fault] = field(default_factory=list)
    delay_ms: float = 0.0
    quota: int | None = None
    night: bool = False
    receipts: Receipts = field(default_factory=Receipts)

    def fault_for(self, number: str, nth: int, on: str = "send") -> Fault | None:
        if not self.faults:
            return None
        return next((fault for fault in self.faults if fault.befalls(number, nth, on)), None)

    def change(self, told: Mapping[str, Any]) -> None:
        """Take over what is named; the rest stays as it is."""
        for name, value in told.items():
            if name == "faults":
                self.faults = [Fault(**fault) for fault in value]
            elif name == "receipts":
                self.receipts = Receipts(**value)
            elif name in Behaviour.__slots__:
                setattr(self, name, value)
            else:
                raise KeyError(name)
