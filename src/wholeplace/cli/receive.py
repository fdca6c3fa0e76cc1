"""wholeplace receive: take in the partners' files and say what came."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json, say_list
from wholeplace.cli.letters import letters
from wholeplace.cli.watching import watching

if TYPE_CHECKING:
    from wholeplace.feeds import Receipt

EFFECTS = {"refuse": "set aside", "empty": "kept without this value", "note": "kept as they are"}
SHOWN = 6


def receive(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    as_json: AsJson = False,
) -> None:
    """Read the partners' files, set aside rows that break their contract, and say what came."""
    with letters(as_json=as_json):
        with watching(as_json=as_json) as progress:
            receipts = wholeplace.receive(folder, progress=progress)
        if as_json:
            say_json(receipts)
            return
        for receipt in receipts:
            say(_rows_in_words(receipt))
            say_list(_faults_in_words(receipt))


def _rows_in_words(receipt: "Receipt") -> str:
    """Where every row went: the parts add up to the rows in."""
    parts = {
        "accepted": receipt.accepted, "set aside": receipt.quarantined, "repeated": receipt.repeated,
        "replaced by a later row": receipt.replaced, "left out": receipt.left_out,
    }  # fmt: skip
    always = ("accepted", "set aside")
    return (
        f"{receipt.feed}: {receipt.rows_in:,} rows in, "
        + ", ".join(f"{n:,} {word}" for word, n in parts.items() if n or word in always)
        + "."
    )


def _faults_in_words(receipt: "Receipt") -> Iterator[str]:
    """The faults that touch most rows, one line each. All of them stand in the receipt."""
    worst = sorted(receipt.faults, key=lambda fault: (-fault.rows, fault.column, fault.reason))
    for fault in worst[:SHOWN]:
        rows = f"{fault.rows:,} row{'' if fault.rows == 1 else 's'} {EFFECTS[fault.effect]}. " if fault.rows else ""
        yield f"{rows}{fault.column.replace('_', ' ')}: {fault.reason}. {fault.fix}".strip()
    if len(worst) > SHOWN:
        yield f"{len(worst) - SHOWN} more, in the receipt."
