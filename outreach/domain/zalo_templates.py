"""What Zalo lets stand in the gaps of a template it has approved; checked here, before it costs a refused message.

Limits come with the provider's information on a template, or are entered by hand from its page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from outreach.domain.errors import Problem, RuleBroken
from outreach.domain.message_checks import controls

LONGEST = 200
"""Characters in the longest kind of parameter (an address, a product)."""


class ParameterKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"  # dd/mm/yyyy, two digits each


@dataclass(frozen=True, slots=True)
class ZaloParameter:
    """One gap of a template. Most parameters hold 30 characters."""

    name: str
    max_length: int = 30
    min_length: int = 0
    may_be_empty: bool = False
    kind: ParameterKind = ParameterKind.TEXT


@dataclass(frozen=True, slots=True)
class ZaloTemplate:
    """A template by the provider's id, with its parameters."""

    id: str
    parameters: tuple[ZaloParameter, ...]

    def wiring_problems(self, names: frozenset[str]) -> tuple[Problem, ...]:
        """What is wrong between the template and the parameters that a notice fills."""
        known = {parameter.name for parameter in self.parameters}
        must = {parameter.name for parameter in self.parameters if not parameter.may_be_empty}
        odd = (Problem(name, name, "tên tham số chỉ gồm chữ không dấu, số và _") for name in _odd(known | names))
        missing = (Problem(name, "", f"mẫu {self.id} cần tham số này") for name in sorted(must - names))
        foreign = (Problem(name, name, f"mẫu {self.id} không có tham số này") for name in sorted(names - known))
        return (*odd, *missing, *foreign)

    def problems(self, code: str, values: Mapping[str, str]) -> tuple[Problem, ...]:
        """What Zalo would refuse in the values for one customer, by customer code and parameter."""
        return tuple(
            Problem(f"{code} · {parameter.name}", value[:60], advice)
            for parameter in self.parameters
            if (advice := _advice(parameter, value := values.get(parameter.name, "")))
        )


def parameter_of(told: str) -> ZaloParameter:
    """A parameter as a person writes it: its name, and after a colon the most characters if that is not 30."""
    name, colon, most = told.partition(":")
    name, most = name.strip(), most.strip()
    if not _NAME.fullmatch(name) or (colon and not (most.isdecimal() and 0 < int(most) <= LONGEST)):
        raise RuleBroken(
            "Tham số Zalo «{told}»: viết tên không dấu, thêm giới hạn nếu khác 30 ký tự, như ten_kh:50.", told=told[:60]
        )
    return ZaloParameter(name, int(most) if colon else 30)


def parameter_from_info(info: Mapping[str, Any]) -> ZaloParameter:
    """A parameter as providers describe it: names of keys differ in case, numbers may come as strings."""
    told = {key.lower(): value for key, value in info.items()}
    return ZaloParameter(
        str(told["name"]),
        int(told.get("maxlength") or 30),
        int(told.get("minlength") or 0),
        _yes(told.get("acceptnull")) or not _yes(told.get("require", True)),
        _KINDS.get(str(told.get("type", "")).upper(), ParameterKind.TEXT),
    )


_KINDS = {"DATE": ParameterKind.DATE, "NUMBER": ParameterKind.NUMBER}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})", re.ASCII)
_NUMBER = re.compile(r"\d+", re.ASCII)


def _advice(parameter: ZaloParameter, value: str) -> str:
    """What to do about a value; "" when nothing."""
    if not value:
        return "" if parameter.may_be_empty else "đang trống: Zalo không nhận tham số trống"
    if len(value) > (most := parameter.max_length):
        return f"dài {len(value)} ký tự, nhiều nhất {most}: rút ngắn, ví dụ |truncate({most})"
    if len(value) < parameter.min_length:
        return f"dài {len(value)} ký tự, ít nhất {parameter.min_length}"
    if parameter.kind is ParameterKind.DATE and not _is_date(value):
        return "phải là ngày dạng dd/mm/yyyy, ví dụ 05/01/2024"
    if parameter.kind is ParameterKind.NUMBER and not _NUMBER.fullmatch(value):
        return "chỉ gồm chữ số"
    return "có ký tự điều khiển: xóa đi" if controls(value) else ""


def _is_date(value: str) -> bool:
    found = _DATE.fullmatch(value)
    if not found:
        return False
    day, month, year = map(int, found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _odd(names: set[str] | frozenset[str]) -> list[str]:
    return sorted(name for name in names if not _NAME.fullmatch(name))


def _yes(value: object) -> bool:
    return str(value).strip().lower() in {"true", "1", "yes"}
