"""What Zalo lets stand in the gaps of a template it has approved; checked here, before it costs a refused message.

Limits are entered by hand from the template's page.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outreach.domain.errors import Problem, RuleBroken
from outreach.domain.message_checks import controls

LONGEST = 200
"""Characters in the longest kind of parameter (an address, a product)."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class ZaloParameter:
    """One gap of a template. Most parameters hold 30 characters."""

    name: str
    max_length: int = 30


def parameter_of(told: str) -> ZaloParameter:
    """A parameter as a person writes it: its name, and after a colon the most characters if that is not 30."""
    name, colon, most = told.partition(":")
    name, most = name.strip(), most.strip()
    if not _NAME.fullmatch(name) or (colon and not (most.isdecimal() and 0 < int(most) <= LONGEST)):
        raise RuleBroken(
            "Tham số Zalo «{told}»: viết tên không dấu, thêm giới hạn nếu khác 30 ký tự, như ten_kh:50.", told=told[:60]
        )
    return ZaloParameter(name, int(most) if colon else 30)


def problems_of(parameters: Sequence[ZaloParameter], code: str, values: Mapping[str, str]) -> tuple[Problem, ...]:
    """What Zalo would refuse in the values for one customer, by customer code and parameter."""
    return tuple(
        Problem(f"{code} · {parameter.name}", value[:60], advice)
        for parameter in parameters
        if (advice := _advice(parameter, value := values.get(parameter.name, "")))
    )


def _advice(parameter: ZaloParameter, value: str) -> str:
    """What to do about a value; "" when nothing."""
    if not value:
        return "đang trống: Zalo không nhận tham số trống"
    if len(value) > (most := parameter.max_length):
        return f"dài {len(value)} ký tự, nhiều nhất {most}: rút ngắn, ví dụ |truncate({most})"
    return "có ký tự điều khiển: xóa đi" if controls(value) else ""
