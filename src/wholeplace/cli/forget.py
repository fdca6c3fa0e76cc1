"""wholeplace forget: take somebody out of a place folder, and show that they are gone."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json, say_list
from wholeplace.cli.letters import letters
from wholeplace.cli.watching import watching
from wholeplace.terms import WrongUse

if TYPE_CHECKING:
    from wholeplace.people import Forgotten


def forget(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    file: Annotated[Path | None, typer.Option(help="A file whose first line is the number. Without it, it is asked for.")] = None,
    feed: Annotated[str | None, typer.Option(help="A feed. Then its own number for the person is asked for, not the NHS number.")] = None,
    as_json: AsJson = False,
) -> None:
    """Take somebody out of the partners' files, the vault and all that was made of them, and search every file for what is left.

    The number is asked for, or read from a file or a pipe. It is never an argument, because shells keep what was typed.
    """
    with letters(as_json=as_json):
        number = _number(file, f"{feed}'s own number for the person" if feed else "NHS number")
        with watching(as_json=as_json) as progress:
            done = wholeplace.forget(folder, number, feed=feed or "", progress=progress)
        if as_json:
            say_json(done)
        else:
            _tell(done)
        if not done.gone:
            raise typer.Exit(1)


def _number(file: Path | None, what: str) -> str:
    if file is not None:
        if not file.is_file():
            raise WrongUse(f"There is no file {file.name}.")
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        return lines[0].strip() if lines else ""
    if sys.stdin.isatty():
        return str(typer.prompt(what, hide_input=True, err=True)).strip()
    return sys.stdin.readline().strip()


def _tell(done: "Forgotten") -> None:
    say(f"Known here in {done.identities:,} ways. Taken out of the vault: {sum(done.vault_rows.values()):,} rows.")
    if done.files:
        say("Partners' files that were written again:")
        say_list(_of_file(file.file, file.rows, file.cells, removed=file.removed) for file in done.files)
    if done.removed:
        say(f"Removed, and made anew by the next picture: {', '.join(done.removed)}.")
    for letter in done.letters:
        say(f"Not received again: {letter}")
    say(f"Then every file was searched: {', '.join(f'{count:,} in {folder}' for folder, count in done.searched.files.items())}.")
    if done.releases:
        say(f"Releases hold no rows of people and stay: {', '.join(done.releases)}.")
    if done.gone:
        say("Nothing was found. Whoever brings them again is refused.")
        return
    say("NOT everything is gone. Take these files away or clean them by hand, then run the same command again:")
    say_list([f"{where}: {count:,} lines or rows" for where, count in done.searched.found.items()])
    say_list([f"{where}: it could not be opened" for where in done.searched.unopened])


def _of_file(file: str, rows: int, cells: int, *, removed: bool) -> str:
    away = " (it held nothing else, so it was taken away)" if removed else ""
    return f"{file}: {rows:,} rows taken out, {cells:,} cells emptied{away}"
