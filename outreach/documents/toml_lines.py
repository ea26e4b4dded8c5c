"""On which line each key of a TOML text stands: the standard parser gives the values but not their places.

The text has been parsed already, so only its shape is followed here: strings, brackets, headers, keys.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator

KeyPath = tuple[str | int, ...]
"""Where a value stands: names of keys, and numbers (from 0) of the items of lists."""

TOKEN = re.compile(
    r"""
    (?P<newline>\n)
    | (?P<gap>[ \t\r]+ | \#[^\n]*)
    | (?P<string>\"{3}(?:[^\\]|\\.)*?\"{3,5} | '{3}.*?'{3,5} | "(?:[^"\\\n]|\\.)*" | '[^'\n]*')
    | (?P<mark>[\[\]{}=,])
    | (?P<bare>[^\s\[\]{}=,\#"']+)
    | (?P<stray>.)
    """,
    re.VERBOSE | re.DOTALL,
)


DEEPEST = 20
"""Parts of a dotted key, and brackets inside each other. A plan has four; a thousand would cost hours and gigabytes."""


def too_deep(text: str) -> int | None:
    """The line on which a key or a list goes deeper than any plan could mean, in a text not parsed yet."""
    brackets, dots, joined = 0, 0, False
    for token, line in _tokens(text):
        if token in "\n[]{}=,":
            brackets, dots, joined = max(0, brackets + (token in "[{") - (token in "]}")), 0, False
        elif token[0] not in "\"'":
            dots = token.count(".") + (dots if joined or token[0] == "." else 0)
            joined = token[-1] == "."
        if max(brackets, dots) > DEEPEST:
            return line
    return None


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line (from 1) of every key, table header and list item of a valid TOML text."""
    return _Reader(text).lines


class _Reader:
    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._tokens = _tokens(text)
        self._next = 0
        self._tables: Counter[KeyPath] = Counter()  # how many [[tables]] of a name there are so far
        table: KeyPath = ()
        while self._next < len(self._tokens):
            if self._peek() == "[":
                table = self._header()
            elif self._peek() == "\n":
                self._take()
            else:
                self._pair(table)

    def _peek(self) -> str:
        return self._tokens[self._next][0] if self._next < len(self._tokens) else "\n"

    def _take(self) -> str:
        self._next += 1
        return self._tokens[self._next - 1][0]

    def _note(self, path: KeyPath) -> None:
        line = self._tokens[self._next][1]
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:  # and so are all above it
                break
            self.lines[path[:end]] = line

    def _header(self) -> KeyPath:
        self._take()
        many = self._peek() == "["
        if many:
            self._take()
        *above, name = self._key(until="]")
        path: KeyPath = ()
        for part in above:
            path = self._inside((*path, part))
        path = (*path, name)
        self._tables[path] += many
        path = self._inside(path)
        self._note(path)
        while self._peek() == "]":
            self._take()
        return path

    def _inside(self, path: KeyPath) -> KeyPath:
        return (*path, self._tables[path] - 1) if self._tables[path] else path

    def _key(self, until: str) -> list[str]:
        parts: list[str] = []
        while self._peek() != until:
            token = self._take()
            parts += [tomllib.loads(f"k={token}")["k"]] if token[0] in "\"'" else filter(None, token.split("."))
        return parts

    def _pair(self, table: KeyPath) -> None:
        start = self._next
        path = (*table, *self._key(until="="))
        end, self._next = self._next, start
        self._note(path)
        self._next = end + 1
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        if self._peek() == "[":
            self._take()
            for number in self._items(until="]"):
                self._note((*path, number))
                self._value((*path, number))
        elif self._peek() == "{":
            self._take()
            for _ in self._items(until="}"):
                self._pair(path)
        else:
            while self._peek() not in ("\n", ",", "]", "}"):
                self._take()

    def _items(self, until: str) -> Iterator[int]:
        number = 0
        while self._peek() != until:
            if self._peek() in ("\n", ","):
                self._take()
            else:
                yield number
                number += 1
        self._take()


def _tokens(text: str) -> list[tuple[str, int]]:
    """The tokens that matter, each with its line; a newline inside a list or string is no token of its own."""
    tokens, line = [], 1
    for match in TOKEN.finditer(text):
        if match.lastgroup != "gap":
            tokens.append((match[0], line))
        line += match[0].count("\n")
    return tokens
