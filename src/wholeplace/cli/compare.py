"""wholeplace compare: what changed from one release to the next, in words."""

from pathlib import Path
from typing import Annotated

import typer

from wholeplace.cli.answers import AsJson, say, say_json
from wholeplace.cli.letters import letters
from wholeplace.terms import WrongUse


def compare(
    older: Annotated[Path, typer.Argument(metavar="OLDER", help="A release folder.")],
    newer: Annotated[Path, typer.Argument(metavar="NEWER", help="The release folder to compare it with.")],
    as_json: AsJson = False,
) -> None:
    """Say in words what changed from one release to another."""
    from wholeplace import publish

    with letters(as_json=as_json):
        for release in (older, newer):
            if not (release / "manifest.json").is_file():
                raise WrongUse(f"{release} is not a release: it holds no manifest.json. Releases lie in the place folder's releases/.")
        sentences = publish.compare(older, newer)
        if as_json:
            say_json({"older": str(older), "newer": str(newer), "sentences": sentences})
        else:
            say(*sentences)
