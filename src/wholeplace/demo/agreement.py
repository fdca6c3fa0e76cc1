"""What Aldermoor's partners wrote down: who decides, and what they plan. Invented, in the form of what real partnerships write."""

from importlib.resources import files
from pathlib import Path


def write_agreement(folder: Path) -> None:
    """agreement/*.toml of the place folder. The same for a place of any size: its two first places are always there."""
    written = folder / "agreement"
    written.mkdir()
    for file in sorted((files("wholeplace.demo") / "agreement_files").iterdir(), key=lambda file: file.name):
        (written / file.name).write_text(file.read_text(encoding="utf-8"), "utf-8")
