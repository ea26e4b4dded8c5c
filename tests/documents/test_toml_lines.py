"""Every key of a TOML text is found on its own line, whatever stands around it."""

import tomllib
from typing import Any

from outreach.documents.toml_lines import KeyPath, key_lines, too_deep
from tests.documents.plan_files import CHECKOUT, WHOLE

TRICKY = '''\
# [no.table]
slug = "a = [" # = [
"x.y" . 'z' = 1
[a."b c"]
text = """
key = 1
[[not.a.table]] \\""" ""\\"
"""
literal = \'\'\'it's
two = 2\'\'\'
list = [
  "1", # one
  [2, {p = 3, q.r = [4,
     5]}],
]
[[d]]
moment = 2023-10-09 05:00:00
[[d.e]]
empty = {}
[[d.e]]
[d.e.f]
none = []
[[d]]
number = -1.5e3 # last
'''


def test_each_key_header_and_item_is_found_on_its_line() -> None:
    lines = key_lines(TRICKY)

    assert lines == {
        ("slug",): 2,
        ("x.y",): 3,
        ("x.y", "z"): 3,
        ("a",): 4,
        ("a", "b c"): 4,
        ("a", "b c", "text"): 5,
        ("a", "b c", "literal"): 9,
        ("a", "b c", "list"): 11,
        ("a", "b c", "list", 0): 12,
        ("a", "b c", "list", 1): 13,
        ("a", "b c", "list", 1, 0): 13,
        ("a", "b c", "list", 1, 1): 13,
        ("a", "b c", "list", 1, 1, "p"): 13,
        ("a", "b c", "list", 1, 1, "q"): 13,
        ("a", "b c", "list", 1, 1, "q", "r"): 13,
        ("a", "b c", "list", 1, 1, "q", "r", 0): 13,
        ("a", "b c", "list", 1, 1, "q", "r", 1): 14,
        ("d",): 16,
        ("d", 0): 16,
        ("d", 0, "moment"): 17,
        ("d", 0, "e"): 18,
        ("d", 0, "e", 0): 18,
        ("d", 0, "e", 0, "empty"): 19,
        ("d", 0, "e", 1): 20,
        ("d", 0, "e", 1, "f"): 21,
        ("d", 0, "e", 1, "f", "none"): 22,
        ("d", 1): 23,
        ("d", 1, "number"): 24,
    }


def test_no_value_that_the_parser_finds_lacks_a_line() -> None:
    for text in (TRICKY, WHOLE, *(file.read_text(encoding="utf-8") for file in CHECKOUT.glob("schedules/*.toml"))):
        assert set(key_lines(text)) == _paths(tomllib.loads(text), ())


def test_no_plan_of_ours_goes_too_deep_whatever_its_texts_say() -> None:
    dotted = f'text = "{"a." * 100}"\nlist = ["{"[" * 100}"] # {"{" * 100}\n' + "number = 1.5\n" * 100
    for text in (dotted, TRICKY, WHOLE, *(file.read_text(encoding="utf-8") for file in CHECKOUT.glob("schedules/*"))):
        assert too_deep(text) is None


def _paths(value: Any, path: KeyPath) -> set[KeyPath]:
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    found = {path} if path else set()
    return found.union(*(_paths(item, (*path, part)) for part, item in inner))
