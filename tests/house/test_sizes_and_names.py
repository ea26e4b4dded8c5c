"""Small and named: a newcomer can read any file in one sitting and name the room of any line."""

import ast
import re
from statistics import median

from tests.house.checkout import PACKAGE, functions, is_signature_only, lines_of, named, parsed, python_files

# What may be longer than the house allows, and why: {"outreach/room/file.py": reason, "…/file.py::function": reason}
EXCEPTIONS: dict[str, str] = {
    "outreach/storage/migrations/versions/0001_the_house.py": "the first tables, column by column",
}

ROOMS_WITHOUT_A_NAME = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}


def test_every_file_is_shorter_than_300_lines() -> None:
    sizes = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {name: size for name, size in sizes.items() if size >= 300 and name not in EXCEPTIONS} == {}


def test_every_function_has_at_most_50_lines() -> None:
    sizes = {
        f"{named(path)}::{function.name}": lines_of(function) for path in python_files() for function in functions(path)
    }
    assert {name: size for name, size in sizes.items() if size > 50 and name not in EXCEPTIONS} == {}


def test_the_median_function_has_at_most_11_lines() -> None:
    sizes = [
        lines_of(function)
        for path in python_files("outreach")
        for function in functions(path)
        if not is_signature_only(function)
    ]
    assert median(sizes) <= 11


def test_every_exception_to_the_sizes_has_a_reason_and_is_still_there() -> None:
    known = {named(path) for path in python_files()}
    assert [name for name, reason in EXCEPTIONS.items() if not reason or name.split("::")[0] not in known] == []


def test_the_init_of_a_package_is_a_docstring_and_nothing_else() -> None:
    inits = [path for path in python_files("outreach") if path.name == "__init__.py"]
    assert [named(path) for path in inits if not _is_only_a_docstring(parsed(path))] == []


def test_every_room_says_in_its_init_what_it_is_for() -> None:
    """It also makes the room visible to the import contracts, which look at packages only."""
    folders = {path.parent for path in python_files("outreach")}
    rooms = {folder for folder in folders if "migrations" not in folder.relative_to(PACKAGE).parts}
    assert [named(room) for room in sorted(rooms) if not (room / "__init__.py").exists()] == []


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    parts = {part for path in python_files() for part in named(path).removesuffix(".py").split("/")}
    assert {part for part in parts if ROOMS_WITHOUT_A_NAME & set(re.split("[_-]", part))} == set()


def _is_only_a_docstring(module: ast.Module) -> bool:
    return len(module.body) == 1 and bool(ast.get_docstring(module))
