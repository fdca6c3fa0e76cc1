"""wholeplace receive: take in the partners' files and say what came."""

from pathlib import Path
from typing import Annotated

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json
from wholeplace.cli.letters import letters
from wholeplace.cli.watching import watching


def receive(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    as_json: AsJson = False,
) -> None:
    """Read the partners' files, set aside rows that break their contract, and say what came."""
    from wholeplace.feeds import in_words

    with letters(as_json=as_json):
        with watching(as_json=as_json) as progress:
            receipts = wholeplace.receive(folder, progress=progress)
        if as_json:
            say_json(receipts)
        else:
            say(*(line for receipt in receipts for line in in_words(receipt).splitlines()))
