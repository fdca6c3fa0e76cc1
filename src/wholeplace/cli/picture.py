"""wholeplace picture: from the partners' files to the board's pack, and the findings in plain sentences."""

from pathlib import Path
from typing import Annotated

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json
from wholeplace.cli.letters import letters
from wholeplace.cli.watching import watching


def picture(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    period: Annotated[
        str | None, typer.Option(help="Such as 2025-Q3, 2025-09, 2025 or 2024/25. Without it, the last complete quarter.")
    ] = None,
    area: Annotated[
        str | None, typer.Option(help="Also print the readings of this area: its code, its name or another name it goes by.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make the whole picture: receive the files, follow journeys, measure, read together, publish the pack."""
    with letters(as_json=as_json):
        with watching(as_json=as_json) as progress:
            pack = wholeplace.make_picture(folder, period, progress=progress)
        if as_json:
            say_json({"release": str(pack.release)})
        else:
            say(f"The pack is in {pack.release}. See it with: wholeplace serve {folder}")
