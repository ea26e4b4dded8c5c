"""What the house tests look at: the files of this checkout, and the functions in them."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "outreach"
_LEFT_BEHIND = {".git", ".venv", ".hypothesis", "__pycache__", "build", "dist", "data"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files() -> Iterator[Path]:
    """Every file people keep here: not the environment, caches, or what a running copy remembers."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in _LEFT_BEHIND and not name.endswith("_cache"))
        yield from (Path(folder) / name for name in sorted(names))


def texts() -> Iterator[tuple[str, bytes]]:
    """Text files by their path in the checkout. Like git, takes a file with a zero byte for something else."""
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content:
            yield named(path), content


def python_files(*folders: str) -> Iterator[Path]:
    """The Python files below these folders of the checkout, or all of them."""
    wanted = tuple(ROOT / folder for folder in folders) or (ROOT,)
    return (path for path in files() if path.suffix == ".py" and any(path.is_relative_to(root) for root in wanted))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(module: ast.Module) -> Iterator[str]:
    """The first part of every name the module imports: ``sqlalchemy`` for ``sqlalchemy.orm``."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, Function))


def lines_of(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def is_signature_only(function: Function) -> bool:
    """A method of a Protocol: a docstring or ``...`` stands where a body would."""
    return all(isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant) for step in function.body)
