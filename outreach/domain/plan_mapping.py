"""A plan as plain JSON values and back: the one form in which it is hashed, compared and stored.

The form follows the dataclasses themselves, so that a new part of a plan cannot be forgotten here. A key that an
older version did not know yet takes the default of its part.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from outreach.domain.campaigns import Plan


def plan_as_mapping(plan: Plan) -> dict[str, Any]:
    """The plan as JSON values: days and clock times in ISO form, lengths in seconds, sets in order."""
    return cast(dict[str, Any], _plain(plan))


def plan_from_mapping(mapping: dict[str, Any]) -> Plan:
    """The very plan of which :func:`plan_as_mapping` gave the mapping."""
    return cast(Plan, _value(Plan, mapping))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return value


_READERS: dict[Any, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    time: time.fromisoformat,
    timedelta: lambda seconds: timedelta(seconds=seconds),
    float: float,  # a database may give 1 where 1.0 was put in
}


def _value(hint: Any, plain: Any) -> Any:
    if get_origin(hint) is UnionType:
        wanted = next(kind for kind in get_args(hint) if kind is not type(None))
        return None if plain is None else _value(wanted, plain)
    if get_origin(hint) in (tuple, frozenset):
        item = get_args(hint)[0]
        return get_origin(hint)(_value(item, element) for element in plain)
    if is_dataclass(hint):
        return _part(hint, plain)
    return _READERS[hint](plain) if hint in _READERS else plain


def _part(kind: Any, plain: dict[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(**{key: _value(hint, plain[key]) for key, hint in hints.items() if key in plain})


@lru_cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
