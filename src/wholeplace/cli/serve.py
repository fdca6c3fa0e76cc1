"""wholeplace serve: the public door over the latest release."""

from pathlib import Path
from typing import Annotated

import typer

from wholeplace.cli.answers import AsJson, say, say_json
from wholeplace.cli.letters import letters


def serve(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    host: Annotated[str, typer.Option(help="The address to answer at. As it stands, only this machine can reach it.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port to answer at. 0 takes any free one.")] = 8000,
    processes: Annotated[int, typer.Option(min=1, max=64, help="How many processes answer: more than one needs PostgreSQL.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Show the latest release in a browser. Ctrl-C stops."""
    from wholeplace import web

    def opened(address: str) -> None:
        if as_json:
            say_json({"address": address})
        else:
            say(f"The pack is at {address}   (Ctrl-C stops)")

    with letters(as_json=as_json):
        web.serve(folder, host=host, port=port, opened=opened, processes=processes)
