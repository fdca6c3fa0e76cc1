"""wholeplace demo: an invented place with planted truth."""

from pathlib import Path
from typing import Annotated

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json
from wholeplace.cli.letters import letters
from wholeplace.cli.watching import watching


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to make the place folder.")],
    people: Annotated[int, typer.Option(min=2_000, max=10_000_000, help="About how many people live there.")] = 210_000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same place, to the last byte.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Make an invented place: three years of files from its partners, and truth.json with what is hidden in them."""
    with letters(as_json=as_json):
        with watching(as_json=as_json) as progress:
            wholeplace.make_demo(folder, people=people, seed=seed, progress=progress)
        if as_json:
            say_json({"place": str(folder), "people": people, "seed": seed})
        else:
            say(f"Made {folder}, an invented place of about {people:,} people. Next: wholeplace picture {folder}")
