"""wholeplace verify: proves that nobody altered what partners decided and did, past the log."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wholeplace.cli.answers import AsJson, say, say_json
from wholeplace.cli.letters import letters
from wholeplace.cli.watching import watching
from wholeplace.terms import DataProblem, WrongUse

if TYPE_CHECKING:
    from wholeplace.ledger import Verified

Heads = Annotated[list[str] | None, typer.Option("--head", metavar="N:SEAL", help="A seal that was kept elsewhere. May be given again.")]


def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    head: Heads = None,
    as_json: AsJson = False,
) -> None:
    """Prove the log of what partners did, and that every record is what the log last kept."""
    from wholeplace import web
    from wholeplace.ledger import End

    with letters(as_json=as_json):
        known = [End.read(text) for text in head or ()]
        if not folder.is_dir():
            raise WrongUse(f"There is no folder {folder}.")
        with watching(as_json=as_json) as progress:
            found = web.verify_records(folder, known=known, progress=progress)
        if found.problems:
            raise DataProblem(f"The records of {folder.name} do not hold together", found.problems)
        if as_json:
            ends = {end.book: str(end) for end in found.ends}
            counts = {"entries": found.entries, "records": found.records, "papers": found.papers}
            say_json({**counts, "heads": ends, "remarks": found.remarks, "problems": []})
        else:
            _tell(found, asked=len(known))


def _tell(found: "Verified", *, asked: int) -> None:
    counts = [_many(found.entries, "entry", "entries"), _many(found.records, "record", "records")]
    papers = [_many(found.papers, "paper", "papers")] if found.papers else []
    *first, last = [*counts, *papers]
    say(f"{', '.join(first)} and {last} hold together.", *found.remarks)
    if asked:
        say("The seal that you kept is in its place." if asked == 1 else f"The {asked} seals that you kept are in their places.")
    if found.ends:
        say("The last seals are these. Keep them elsewhere, such as in minutes: only they show if the end is cut off.")
    for end in found.ends:
        typer.echo(f"  {end}")


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"
