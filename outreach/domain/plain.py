"""Values as plain JSON and back, by the shape of their own dataclasses: a new part cannot be forgotten here.

A key that an older version did not know yet takes the default of its part.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from functools import lru_cache
from math import isfinite
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

Whole = TypeVar("Whole")


def as_plain(value: Any) -> Any:
    """Days and clock times in ISO form, lengths in seconds, sets in order; what is no number as a word ("-inf")."""
    if is_dataclass(value):
        return {part.name: as_plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, tuple):
        return [as_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value) if isinstance(value, StrEnum) or _is_no_number(value) else value


def _is_no_number(value: Any) -> bool:
    """JSON has no word for them, and PostgreSQL refuses those that Python writes."""
    return isinstance(value, float) and not isfinite(value)


def from_plain(kind: type[Whole], plain: Any) -> Whole:
    """The very value of which :func:`as_plain` gave the mapping."""
    return cast(Whole, _value(kind, plain))


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
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(plain)
    return _READERS[hint](plain) if hint in _READERS else plain


def _part(kind: Any, plain: dict[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(**{key: _value(hint, plain[key]) for key, hint in hints.items() if key in plain})


@lru_cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
