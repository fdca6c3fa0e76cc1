"""wholeplace new: an empty place folder to fill."""

from pathlib import Path
from typing import Annotated

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json
from wholeplace.cli.letters import letters


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to make the place folder.")],
    name: Annotated[str | None, typer.Option(help="What the area is called. Without it, the folder's own name.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make an empty place folder, with comments that say what goes where."""
    with letters(as_json=as_json):
        wholeplace.new(folder, name=name or folder.resolve().name.replace("-", " ").title())
        made = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
        if as_json:
            say_json({"place": str(folder), "files": made})
        else:
            say(f"Made {folder}. Fill in these files, then run: wholeplace check {folder}")
            say(*(f"  {file}" for file in made))
