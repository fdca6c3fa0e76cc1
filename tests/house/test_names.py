"""One word, one meaning: the glossary knows every public class and verb, and no name hides what it does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.walk import ROOT, SOURCE, modules, public_definitions

BANNED = re.compile(r"(^|_)(utils?|helpers?|managers?|handlers?|processors?)($|_)")


def glossary() -> set[str]:
    """The words that GLOSSARY.md defines: each in bold at the start of its line."""
    return set(re.findall(r"^- \*\*(.+?)\*\*:", (ROOT / "GLOSSARY.md").read_text("utf-8"), flags=re.MULTILINE))


def words(name: str) -> str:
    """The name as a glossary entry: RegisterMonth -> register month."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def public_classes() -> Iterator[tuple[str, str]]:
    """Classes that one room hands another: named at its door (`__all__`), or among its shapes and tables."""
    for path in modules():
        if path.parent.parent != SOURCE and path.parent not in (SOURCE, SOURCE / "measures" / "statistics"):
            continue  # a folder inside a room is the room's own matter
        tree = ast.parse(path.read_text("utf-8"))
        named = _at_the_door(tree) if path.name == "__init__.py" else set()
        defined = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
        if path.name == "__init__.py":
            yield from ((name, _home(path.parent, name)) for name in sorted(named) if _home(path.parent, name))
        elif path.name in {"shapes.py", "tables.py"}:
            yield from ((name, path.relative_to(ROOT).as_posix()) for name in sorted(defined) if not name.startswith("_"))


def _at_the_door(tree: ast.Module) -> set[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets):
            return set(ast.literal_eval(node.value))
    return set()


def _home(package: Path, name: str) -> str:
    """Where in its package a class is defined; "" when the name is no class, or only passed on from another room."""
    found = [one.where for one in public_definitions() if one.name == name and isinstance(one.node, ast.ClassDef)]
    return next((where.split(":")[0] for where in found if (ROOT / where.split(":")[0]).is_relative_to(package)), "")


def test_every_public_class_is_in_the_glossary() -> None:
    known = {entry.lower() for entry in glossary()}
    assert not {words(name): where for name, where in public_classes() if words(name) not in known}


def test_no_word_stands_for_two_public_classes() -> None:
    homes: dict[str, set[str]] = {}
    for name, where in public_classes():
        homes.setdefault(name, set()).add(where)
    assert not {name: where for name, where in homes.items() if len(where) > 1}


def test_every_verb_is_in_the_glossary() -> None:
    from wholeplace.cli.main import VERBS

    assert not {verb.__name__ for verb in VERBS} - {entry.lower() for entry in glossary()}


def test_every_entry_is_defined_in_words() -> None:
    lines = [line for line in (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines() if line.startswith("- **")]
    assert not [line for line in lines if len(re.sub(r"^- \*\*.+?\*\*:", "", line).split()) < 4]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_name_hides_what_it_does(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef | ast.FunctionDef)} | {path.stem, path.parent.name}
    assert not {name for name in names if BANNED.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower())}
