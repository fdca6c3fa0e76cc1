"""One word, one meaning: the glossary knows every public class and verb, and no name hides what it does."""

import ast
import re
from pathlib import Path

import pytest
from tests.house.walk import ROOT, modules, public_definitions

BANNED = re.compile(r"(^|_)(utils?|helpers?|managers?|handlers?|processors?)($|_)")


def glossary() -> set[str]:
    """The words that GLOSSARY.md defines: each stands in bold at the start of its line."""
    return set(re.findall(r"^\*\*(.+?)\*\*", (ROOT / "GLOSSARY.md").read_text("utf-8"), flags=re.MULTILINE))


def words(name: str) -> str:
    """The name as a glossary entry: RegisterMonth -> register month."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def test_every_public_class_is_in_the_glossary() -> None:
    classes = {words(one.name): one.where for one in public_definitions() if isinstance(one.node, ast.ClassDef) and "." not in one.name}
    known = {entry.lower() for entry in glossary()}
    missing = {name: where for name, where in sorted(classes.items()) if name not in known}
    assert not missing


def test_every_verb_is_in_the_glossary() -> None:
    from wholeplace.cli.main import VERBS

    assert not {verb.__name__ for verb in VERBS} - {entry.lower() for entry in glossary()}


def test_every_entry_is_defined_in_words() -> None:
    lines = [line for line in (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines() if line.startswith("**")]
    assert not [line for line in lines if len(re.sub(r"^\*\*.+?\*\*", "", line).split()) < 4]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_name_hides_what_it_does(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef | ast.FunctionDef)} | {path.stem, path.parent.name}
    assert not {name for name in names if BANNED.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower())}
