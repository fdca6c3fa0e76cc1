"""wholeplace export: bookings and referrals for planning, of those who did not object, without who they are."""

from pathlib import Path
from typing import Annotated

import typer

from wholeplace.cli.answers import AsJson, say, say_json
from wholeplace.cli.letters import letters


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    to: Annotated[Path, typer.Argument(metavar="TO", help="The folder that the rows go into. What was there is replaced as a whole.")],
    organisation: Annotated[str, typer.Option(help="The code of the organisation that will use it. Everybody in it is told.")],
    by: Annotated[str, typer.Option("--by", help="Your initials. They are kept in the log.")],
    as_json: AsJson = False,
) -> None:
    """Write bookings and referrals as NDJSON for planning, of everybody who comes through the gate of the national data opt-out."""
    from wholeplace import web

    with letters(as_json=as_json):
        made = web.export(folder, to, organisation=organisation, by=by)
        if as_json:
            say_json(made)
            return
        say(f"{made.people:,} people are in {to}: {', '.join(f'{count:,} {kind}' for kind, count in made.rows.items())}.")
        left = ", ".join(f"{count:,} by {why}" for why, count in made.left_out.items())
        say(f"Left out: {left}. The national list is from {made.list_date}.")
