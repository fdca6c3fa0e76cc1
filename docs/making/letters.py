"""The page of letters: every kind of problem the rooms can name, from the code that writes it."""

import ast
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from docs.making.markdown import table

INTRODUCTION = """# Letters: what can be wrong, and what to do

An error is a letter: where, what is wrong, why it matters, what to do. All problems come at once, and never with a
person's value. A word in curly brackets stands for what was found."""


def page() -> str:
    """Every letter whose words stand in one piece in the code, by room."""
    source = Path(str(files("wholeplace")))
    parts = [INTRODUCTION]
    for room in sorted(path for path in source.iterdir() if path.is_dir()):
        rows = sorted({row for path in sorted(room.rglob("*.py")) for row in _letters(path)})
        if rows:
            parts += [f"## {room.name}", table(("where", "what", "why it matters", "what to do"), rows)]
    return "\n\n".join(parts)


def _letters(path: Path) -> Iterator[tuple[str, str, str, str]]:
    tree = ast.parse(path.read_text("utf-8"))
    known = _constants(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
            words = {str(keyword.arg): _text(keyword.value, known) for keyword in node.keywords}
            if words.get("what"):
                yield words.get("where") or "the file and row", words["what"], words.get("why", ""), words.get("fix", "")


def _constants(tree: ast.Module) -> dict[str, str]:
    """Texts that the module names once, such as FILE = "areas.csv"."""
    named = [node for node in ast.walk(tree) if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)]
    texts = [(node.targets[0].id, node.value) for node in named if isinstance(node.targets[0], ast.Name)]
    return {name: value.value for name, value in texts if isinstance(value, ast.Constant) and isinstance(value.value, str)}


def _text(node: ast.expr, known: Mapping[str, str]) -> str:
    """The words of a text in the code, with {names} where a value goes; "" where it is made elsewhere."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, known) for part in node.values)
    if isinstance(node, ast.BoolOp):
        return _text(node.values[-1], known)
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, known) if isinstance(node.value, ast.Name) and node.value.id in known else "{" + _name(node.value) + "}"
    return ""


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id.replace("_", " ")
    if isinstance(node, ast.Attribute):
        return node.attr.replace("_", " ")
    if isinstance(node, ast.Subscript):
        return _name(node.value)
    return "..."
