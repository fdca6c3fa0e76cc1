"""wholeplace slots: what practices and other services offer, made from their weekly sessions."""

from pathlib import Path
from typing import Annotated

import typer

from wholeplace.cli.answers import AsJson, say, say_json
from wholeplace.cli.letters import letters

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")]
By = Annotated[str, typer.Option("--by", help="Your initials. They are kept in the log with what you do.")]

slots = typer.Typer(
    name="slots",
    help="Make the slots that can be booked.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@slots.callback()
def _slots() -> None:
    """Without this, a single verb would stand for all."""


@slots.command()
def make(
    folder: Folder,
    by: By,
    weeks: Annotated[int, typer.Option(min=1, max=26, help="For so many weeks from today.")] = 2,
    as_json: AsJson = False,
) -> None:
    """Make the slots of front_door/sessions.toml, and keep each day's quota for 111. Safe to run again."""
    from wholeplace import web

    with letters(as_json=as_json):
        made = web.slots_of(folder, by=by).make(weeks)
        if as_json:
            say_json(made)
            return
        say(f"{sum(made.new.values()):,} slots are new, at {len(made.new)} services. {sum(made.kept_for_111.values()):,} are kept for 111.")
