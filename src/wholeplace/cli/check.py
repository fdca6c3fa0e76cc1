"""wholeplace check: everything that is wrong with a place folder, before any work is done."""

from pathlib import Path
from typing import Annotated

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json
from wholeplace.cli.letters import letters
from wholeplace.terms import DataProblem


def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    as_json: AsJson = False,
) -> None:
    """Say everything that is wrong with a place folder: settings, areas, headers of files, measures, segments, network and agreement."""
    with letters(as_json=as_json):
        if problems := wholeplace.check(folder):
            raise DataProblem(f"{folder} cannot be used yet", problems)
        if as_json:
            say_json({"problems": []})
        else:
            say(f"Nothing is wrong with {folder}. Next: wholeplace picture {folder}")
