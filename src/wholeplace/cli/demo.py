"""wholeplace demo: an invented place with planted truth."""

from datetime import datetime
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
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same files of partners, to the last byte.")] = 1,
    opens_on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day from which listings count back when they were confirmed. Without it: today."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make an invented place: three years of files from its partners, and truth.json with what is hidden in them."""
    with letters(as_json=as_json):
        with watching(as_json=as_json) as progress:
            day = (opens_on or datetime.now().astimezone()).date()
            wholeplace.make_demo(folder, people=people, seed=seed, opens_on=day, progress=progress)
        if as_json:
            say_json({"place": str(folder), "people": people, "seed": seed})
        else:
            say(f"Made {folder}, an invented place of about {people:,} people. Next: wholeplace picture {folder}")
