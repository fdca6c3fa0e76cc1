"""wholeplace relocate: the live records of a place from its own folder to PostgreSQL."""

from pathlib import Path
from typing import Annotated

import typer

from wholeplace.cli.answers import AsJson, say, say_json
from wholeplace.cli.letters import letters
from wholeplace.cli.watching import watching
from wholeplace.terms import WrongUse


def relocate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    as_json: AsJson = False,
) -> None:
    """Move the live records to the PostgreSQL that DATABASE_URL names: every row, proven before and after. Stop the door first."""
    from wholeplace import web

    with letters(as_json=as_json):
        if not folder.is_dir():
            raise WrongUse(f"There is no folder {folder}.")
        with watching(as_json=as_json) as progress:
            done = web.relocate_records(folder, progress=progress)
        if as_json:
            heads = {end.book: str(end) for end in done.ends}
            say_json({"rows": done.rows, "entries": done.entries, "records": done.records, "heads": heads})
            return
        say(
            f"Moved {done.rows:,} rows of {done.tables} tables. On both sides {done.entries:,} entries and {done.records:,} records "
            "hold together, and the last seals are the same.",
            f"From now on set DATABASE_URL whenever you open {folder}. The old file stays until you take it away.",
        )
