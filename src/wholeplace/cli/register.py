"""wholeplace register: the public record of what partners decided, made anew."""

from pathlib import Path
from typing import Annotated

import typer

from wholeplace.cli.answers import AsJson, say, say_json
from wholeplace.cli.letters import letters


def register(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    as_json: AsJson = False,
) -> None:
    """Close the call-in windows that have passed, and make the public record anew: decisions, bodies, plan, open data."""
    from wholeplace import web

    with letters(as_json=as_json):
        made = web.make_register(folder)
        changes = made.changes
        if as_json:
            say_json({"record": str(folder / "public-record"), "closed": made.closed, "changes": changes})
            return
        if made.closed:
            say(f"Call-in has ended for {', '.join(made.closed)}.")
        counts = f"{_files(len(changes.added))} added, {len(changes.changed)} changed, {len(changes.removed)} taken away"
        say(f"The public record is new: {counts}." if changes.any else "Nothing in the public record changed.")
        say(f"It is in {folder / 'public-record'}. See it with: wholeplace serve {folder}, at /record/")


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"
