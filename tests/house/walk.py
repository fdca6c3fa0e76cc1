"""Walks over the house's own source, for tests that hold for every room."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "wholeplace"


@cache
def modules() -> tuple[Path, ...]:
    """Every Python file of the package that somebody wrote, in order. Django writes the migrations; those by hand say what they are for."""
    return tuple(path for path in sorted(SOURCE.rglob("*.py")) if path.parent.name != "migrations" or _by_hand(path))


def _by_hand(path: Path) -> bool:
    """A migration that says what it is for was written by hand."""
    return ast.get_docstring(ast.parse(path.read_text("utf-8"))) is not None


@dataclass(frozen=True)
class Definition:
    """A class or function that others may use: where it stands and its syntax tree."""

    where: str
    name: str
    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@cache
def public_definitions() -> tuple[Definition, ...]:
    """Public classes and functions at the top of a module, and public methods of public classes."""
    trees = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in modules()}
    return tuple(one for where, tree in trees.items() for node in tree.body for one in _public(node, where))


def _public(node: ast.AST, where: str, owner: str = "") -> Iterator[Definition]:
    if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
        return
    yield Definition(where=f"{where}:{node.lineno}", name=f"{owner}{node.name}", node=node)
    if isinstance(node, ast.ClassDef):
        for inside in node.body:
            yield from _public(inside, where, owner=f"{node.name}.")


def tracked_text_files() -> Iterator[Path]:
    """Every file of the repository that a person reads as text, apart from what tools make."""
    made = {".git", ".venv", "node_modules", "built", "__pycache__", "demo-place", "real-place", "dist"}
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        is_made = any(part in made or part.endswith((".egg-info", "_cache")) or part == ".hypothesis" for part in inside.parts)
        if not is_made and path.is_file() and path.suffix not in {".png", ".gz", ".parquet", ".ico"}:
            yield path
