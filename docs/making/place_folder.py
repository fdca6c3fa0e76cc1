"""The page of the place folder: exactly what `wholeplace new` writes, comments and all."""

import tempfile
from pathlib import Path

from wholeplace.place import new_place
from wholeplace.place.settings import DISCLOSURE_RULES

INTRODUCTION = """# The place folder

`wholeplace new DIR` makes this folder. `wholeplace check DIR` says everything that is wrong with it. Beside these files,
`.wholeplace/` holds what the tool makes for itself, and `releases/` holds the packs."""


def page() -> str:
    """Every file of an empty place folder."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "my-place"
        new_place(folder, name="My place")
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        parts = [
            f"## `{path.relative_to(folder).as_posix()}`\n\n```{_kind(path)}\n{path.read_text('utf-8').strip()}\n```" for path in files
        ]
    rules = "The rules for small numbers to choose from: " + ", ".join(f"`{rule}`" for rule in DISCLOSURE_RULES) + "."
    return "\n\n".join([INTRODUCTION, *parts, rules])


def _file(path: Path, name: str) -> str:
    return f"## `{name}`\n\n```{_kind(path)}\n{path.read_text('utf-8').strip()}\n```"


def _kind(path: Path) -> str:
    return {".toml": "toml", ".csv": "csv", ".md": "text"}.get(path.suffix, "text")
