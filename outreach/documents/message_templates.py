"""Message templates that people write: a small, safe piece of Jinja, checked as a tree before anything of it runs.

Allowed are text, the known merge fields, a few filters and if/else. The list of what is allowed is closed: whatever
Jinja can do besides, now or in a later version, is refused because it is not on it.
"""

import difflib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from outreach.domain.errors import BadInput, Problem
from outreach.domain.message_checks import LAYOUT, controls
from outreach.domain.message_text import tidy, unaccented
from outreach.domain.wordings import LONGEST_SOURCE, MERGE_FIELDS, SAMPLE, Render, refuse_too_long, without_values

DEEPEST = 12
LONGEST_CUT = 200
LONGEST_VALUE = 60
_SPOKEN = {unaccented(field.label): field.name for field in MERGE_FIELDS}


def _default(value: str, instead: str) -> str:
    return value or instead


def _truncate(value: str, length: int) -> str:
    """At most so many characters, ending with a whole word where there is one; no dots, for they would cost as well."""
    if len(value) <= length:
        return value
    whole, _, _ = value[: length + 1].rpartition(" ")
    return (whole or value[:length]).rstrip()


_FILTERS: dict[str, tuple[Callable[..., str], tuple[type, ...]]] = {
    "upper": (str.upper, ()),
    "lower": (str.lower, ()),
    "trim": (str.strip, ()),
    "plain": (unaccented, ()),
    "default": (_default, (str,)),
    "truncate": (_truncate, (int,)),
}
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Filter,
    nodes.If, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand,
)  # fmt: skip
_FORBIDDEN = {
    "For": "vòng lặp", "Call": "gọi hàm", "Getattr": "dấu chấm", "Getitem": "ngoặc vuông", "Assign": "đặt biến",
    "Macro": "macro", "Include": "include", "Import": "import", "FromImport": "import", "CondExpr": "if trong {{ }}",
}  # fmt: skip
_HOW = "chỉ dùng được {{ tên_trường }}, bộ lọc " + ", ".join(_FILTERS) + " và {% if … %} … {% else %} … {% endif %}"


class JinjaTemplates:
    """The :class:`~outreach.domain.wordings.MessageTemplates` of this house."""

    def __init__(self) -> None:
        self._environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, cache_size=0)
        self._environment.globals.clear()
        self._environment.tests.clear()
        self._environment.filters = {name: function for name, (function, _) in _FILTERS.items()}

    def check(self, source: str) -> tuple[Problem, ...]:
        return self._read(source)[1]

    def compile(self, source: str) -> Render:
        tree, problems = self._read(source)
        if tree is None or problems:
            raise BadInput("Mẫu tin", problems)
        return _Wording(_as_format(tree) or self._as_template(tree), _used_names(tree), _needed_names(tree))

    def _read(self, source: str) -> tuple[nodes.Template | None, tuple[Problem, ...]]:
        """The tree, when there is one, and everything that is wrong with it."""
        if len(source) > LONGEST_SOURCE:
            advice = f"mẫu tin dài nhất {LONGEST_SOURCE} ký tự: viết ngắn lại"
            return None, (Problem("độ dài", f"{len(source)} ký tự", advice),)
        source = unicodedata.normalize("NFC", source)
        if not source.strip():
            return None, (Problem("nội dung", "", "đang để trống: viết nội dung tin"),)
        if problems := controls(source, LAYOUT):
            return None, problems
        try:
            tree = self._environment.parse(source)
        except TemplateSyntaxError as wrong:
            return None, (_syntax(source, wrong.lineno),)
        except (RecursionError, ValueError):  # a ladder of brackets; a number of thousands of digits
            return None, (Problem("nội dung", source[:LONGEST_VALUE], f"quá rối để đọc: {_HOW}"),)
        return tree, tuple(_problems(tree))

    def _as_template(self, tree: nodes.Template) -> Callable[[Mapping[str, str]], str]:
        """By Jinja itself; a value that is missing is missing, whether a condition would have asked for it or not."""
        template, names = self._environment.from_string(tree), _used_names(tree)
        return lambda values: template.render({name: values[name] for name in names})


@dataclass(frozen=True, slots=True)
class _Wording:
    fill: Callable[[Mapping[str, str]], str]
    used: tuple[str, ...]
    needed: tuple[str, ...]

    def __call__(self, values: Mapping[str, str], /) -> str:
        try:
            text = tidy(self.fill(values))
        except KeyError:
            raise without_values([name for name in self.used if name not in values]) from None
        refuse_too_long(text)
        return text


# ---- What is allowed ------------------------------------------------------------------------------------------------


def _problems(node: nodes.Node, depth: int = 0) -> Iterator[Problem]:
    if depth > DEEPEST:
        yield _at(node, "", f"lồng nhau quá {DEEPEST} tầng: viết đơn giản lại")
    elif not isinstance(node, _ALLOWED):
        kind = type(node).__name__
        yield _at(node, _FORBIDDEN.get(kind, kind), _HOW)
    else:
        yield from _own_problems(node)
        inner = [node.node] if isinstance(node, nodes.Filter) else node.iter_child_nodes()
        for child in inner:
            if child is not None:
                yield from _problems(child, depth + 1)


def _own_problems(node: nodes.Node) -> Iterator[Problem]:
    if isinstance(node, nodes.Name) and (node.name not in SAMPLE or node.ctx != "load"):
        yield _at(node, node.name, _meant(node.name))
    elif isinstance(node, nodes.Output):
        yield from _condition_problems(node.nodes)
    elif isinstance(node, nodes.Filter):
        yield from _condition_problems([node.node])
        yield from _filter_problems(node)
    elif isinstance(node, nodes.Compare):
        if odd := [operand.op for operand in node.ops if operand.op not in {"eq", "ne"}]:
            yield _at(node, odd[0], 'chỉ so sánh được == và !=, ví dụ {% if meters != "1" %}')
    elif isinstance(node, nodes.Const):
        yield from _constant_problems(node)


def _constant_problems(node: nodes.Const) -> Iterator[Problem]:
    if not isinstance(node.value, str):
        yield _at(node, str(node.value), 'mọi giá trị đều là chữ: viết trong ngoặc kép, như "2"')
    elif controls(node.value):
        yield _at(node, ascii(node.value), "có ký tự điều khiển: xóa đi")


def _condition_problems(written: Iterable[nodes.Node | None]) -> Iterator[Problem]:
    """A condition decides what is written; written itself, it would read True or False."""
    for node in written:
        if isinstance(node, nodes.Not | nodes.And | nodes.Or | nodes.Compare):
            yield _at(node, type(node).__name__.lower(), "điều kiện chỉ đứng trong {% if … %}")


def _filter_problems(node: nodes.Filter) -> Iterator[Problem]:
    if node.name not in _FILTERS:
        yield _at(node, node.name, f"không có bộ lọc này; có: {', '.join(_FILTERS)}")
        return
    values = [arg.value if isinstance(arg, nodes.Const) else None for arg in node.args]
    plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs)
    if not plain or [type(value) for value in values] != list(_FILTERS[node.name][1]):
        yield _at(node, node.name, 'viết đúng dạng: default("…"), truncate(30); các bộ lọc khác không có ngoặc')
    for value in values:
        if isinstance(value, int) and not 1 <= value <= LONGEST_CUT:
            yield _at(node, str(value), f"độ dài từ 1 đến {LONGEST_CUT}")
    for arg in node.args:
        if isinstance(arg, nodes.Const) and isinstance(arg.value, str):
            yield from _constant_problems(arg)


def _meant(name: str) -> str:
    """The known field that somebody most likely meant by another name."""
    spoken = unaccented(name).lower().replace("_", " ")
    begun = [label for label in _SPOKEN if label.startswith(spoken)]
    close = begun or difflib.get_close_matches(spoken, [*_SPOKEN, *SAMPLE], n=1, cutoff=0.5)
    if close:
        return f"không có trường này; có phải là {{{{ {_SPOKEN.get(close[0], close[0])} }}}}?"
    return f"không có trường này; có: {', '.join(SAMPLE)}"


def _syntax(source: str, number: int) -> Problem:
    lines = source.splitlines()
    line = lines[min(number, len(lines)) - 1].strip()
    said = [f"«{field.label}» viết là {{{{ {field.name} }}}}" for field in MERGE_FIELDS if field.label in line]
    return Problem(f"dòng {number}", line[:LONGEST_VALUE], "; ".join(["sai cú pháp", *said, _HOW]))


def _at(node: nodes.Node, value: str, advice: str) -> Problem:
    return Problem(f"dòng {node.lineno}", value[:LONGEST_VALUE], advice)


# ---- Filling --------------------------------------------------------------------------------------------------------


def _as_format(tree: nodes.Template) -> Callable[[Mapping[str, str]], str] | None:
    """A wording of text and fields alone as one ``%`` format, several times as fast; None when it asks for more."""
    pieces = [piece for output in tree.body for piece in getattr(output, "nodes", [output])]
    if not all(isinstance(piece, nodes.TemplateData | nodes.Name) for piece in pieces):
        return None
    form = "".join("%s" if isinstance(piece, nodes.Name) else piece.data.replace("%", "%%") for piece in pieces)
    names = [piece.name for piece in pieces if isinstance(piece, nodes.Name)]
    if len(names) < 2:  # itemgetter gives a tuple from two names on
        return lambda values: form % tuple(values[name] for name in names)
    get = itemgetter(*names)
    return lambda values: form % get(values)


def _used_names(tree: nodes.Template) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.name for name in tree.find_all(nodes.Name)))


def _needed_names(tree: nodes.Template) -> tuple[str, ...]:
    """Names that are written outside any condition and without a default."""
    outputs = [output for output in tree.body if isinstance(output, nodes.Output)]
    written = [piece for output in outputs for piece in output.nodes if not _has_default(piece)]
    return tuple(dict.fromkeys(name.name for piece in written for name in _names_in(piece)))


def _has_default(piece: nodes.Expr) -> bool:
    return any(
        filtered.name == "default"
        for filtered in [piece, *piece.find_all(nodes.Filter)]
        if isinstance(filtered, nodes.Filter)
    )


def _names_in(piece: nodes.Expr) -> Iterator[nodes.Name]:
    return iter([piece]) if isinstance(piece, nodes.Name) else piece.find_all(nodes.Name)
