"""What an answer means before its provider's own words are read: not sent, unknown, too fast, or worth reading."""

import json
from collections.abc import Callable
from typing import Any

from outreach.channels.posting import Failure, Reply
from outreach.domain.messages import Fault, Outcome, Unreadable, Verdict

# What reading a stranger's JSON may raise: numbers without end, lists where names were expected, depths of brackets.
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)


def hear(heard: Reply | Failure, read: Callable[[Reply], Outcome]) -> Outcome:
    """The outcome of a send. Where it is not certain that nothing was accepted, it is unknown."""
    if isinstance(heard, Failure):
        return unknown(heard.reason) if heard.begun else not_started(heard.reason)
    if heard.status >= 500:
        return unknown("provider-failed", f"http-{heard.status}")
    try:
        return read(heard)
    except UNREADABLE:
        return _unread(heard)


def unknown(reason: str, code: str = "") -> Outcome:
    return Outcome(Verdict.UNKNOWN, code=code, reason=reason)


def not_started(reason: str) -> Outcome:
    return Outcome(Verdict.REFUSED, code="not-started", reason=reason, fault=Fault.BUSY)


def refused(code: str, reason: str, fault: Fault, permanent: bool = False, wait_s: int | None = None) -> Outcome:
    return Outcome(Verdict.REFUSED, code=code, reason=reason, fault=fault, permanent=permanent, wait_s=wait_s)


def record(body: bytes) -> dict[str, Any]:
    """A JSON object, or one of :data:`UNREADABLE`."""
    found = json.loads(body)
    if not isinstance(found, dict):
        raise TypeError
    return found


def own_id(value: object) -> str:
    """A provider's own id of a message: without one we do not believe that it took it."""
    if not isinstance(value, str) or not value:
        raise TypeError
    return value


def text(body: bytes) -> str:
    """What a callback says, which must be UTF-8 to make sense."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable("not UTF-8") from error


def _unread(reply: Reply) -> Outcome:
    """Something stood between us and the provider, or it broke while it spoke. A 429 and a 401 speak for themselves."""
    code = f"http-{reply.status}"
    if reply.status == 429:
        return refused(code, "too-fast", Fault.BUSY, wait_s=reply.retry_after_s)
    if reply.status in (401, 403):
        return refused(code, "not-let-in", Fault.CHANNEL)
    return unknown("unreadable-answer", code)
