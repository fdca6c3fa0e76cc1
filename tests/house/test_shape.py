"""A shape to aim at. Hints and docstrings are required; sizes are a guide to the eye, so they are reported, not failed."""

import ast
import warnings
from collections.abc import Iterator

from tests.house.walk import ROOT, modules, public_definitions

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 40


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for one in public_definitions():
        if not isinstance(one.node, ast.ClassDef):
            yield f"{one.where} {one.name}", one.node


def is_compiled(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Compiled by numba, which works out every type itself and for which hints mean nothing; its callers are hinted."""
    named = (decorator.func if isinstance(decorator, ast.Call) else decorator for decorator in node.decorator_list)
    return any(isinstance(name, ast.Name) and name.id in ("njit", "inlined", "quick") for name in named)


def unhinted(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    missing = [argument.arg for argument in arguments if argument.annotation is None and argument.arg not in {"self", "cls"}]
    return missing + ([] if node.returns else ["what it returns"])


def test_every_public_function_is_hinted() -> None:
    assert not {where: missing for where, node in functions() if not is_compiled(node) and (missing := unhinted(node))}


def test_every_module_says_what_it_is_for() -> None:
    assert not [path.relative_to(ROOT).as_posix() for path in modules() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]


def test_every_public_class_says_what_it_is() -> None:
    classes = [one for one in public_definitions() if isinstance(one.node, ast.ClassDef)]
    assert not [f"{one.where} {one.name}" for one in classes if not ast.get_docstring(one.node)]


def test_what_is_longer_than_the_guide_is_reported() -> None:
    files = [
        f"{path.relative_to(ROOT)}: {n} lines" for path in modules() if (n := len(path.read_text("utf-8").splitlines())) > LINES_OF_A_FILE
    ]
    long = [f"{where}: {n} lines" for where, node in functions() if (n := (node.end_lineno or 0) - node.lineno + 1) > LINES_OF_A_FUNCTION]
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        for line in files + long:
            warnings.warn(f"longer than the guide: {line}", stacklevel=1)
