"""Values of the studio as plain JSON and back: how the child process is asked and how it answers.

JSON, not pickle: the child reads files that anybody may have made, and what it answers is looked at, never run.
"""

from dataclasses import fields, is_dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def packed(value: Any) -> Any:
    """A dataclass of the studio as dictionaries, lists, texts and numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: packed(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [packed(each) for each in value]
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value) if isinstance(value, Path) else value


def unpacked(kind: type[T], data: Any) -> T:
    """The value of this kind which was packed; ValueError for anything else."""
    try:
        value: T = _of(kind, data)
    except (AttributeError, KeyError, OverflowError, TypeError) as error:
        raise ValueError(f"not a {kind.__name__}: {error!r}") from error
    return value


def _of(kind: Any, data: Any) -> Any:
    if get_origin(kind) is UnionType:
        return None if data is None else _of(next(each for each in get_args(kind) if each is not NoneType), data)
    if get_origin(kind) is tuple:
        return _tuple_of(get_args(kind), data)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{each.name: _of(hints[each.name], data[each.name]) for each in fields(kind)})
    if kind is timedelta:
        return timedelta(seconds=data)
    if kind is Path or issubclass(kind, StrEnum):
        return kind(data)
    return _plain(kind, data)


def _tuple_of(kinds: tuple[Any, ...], data: list[Any]) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_of(kinds[0], each) for each in data)
    return tuple(_of(kind, each) for kind, each in zip(kinds, data, strict=True))


def _plain(kind: type, data: Any) -> Any:
    if kind is float and type(data) is int:
        return float(data)
    if type(data) is not kind:
        raise ValueError(f"{data!r} is no {kind.__name__}")
    return data
