"""How a verb ends. 0: done. 2: wrong use. 3: the data cannot support it, and a letter on standard error says why.

A genuine fault of ours is not caught here: it shows its traceback and ends with 1.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from wholeplace.cli.answers import say_json
from wholeplace.terms import DataProblem, Problem, WrongUse

WRONG_USE = 2
CANNOT_SUPPORT = 3

_REFUSALS = {
    errno.EACCES: ("the system does not allow this.", "Ask for access, or work in a folder that you own."),
    errno.EPERM: ("the system does not allow this.", "Ask for access, or work in a folder that you own."),
    errno.EROFS: ("the disk is read-only.", "Copy the place folder to a disk that can be written."),
    errno.ENOSPC: ("the disk is full.", "Free some space and run the same command again: nothing was left half done."),
    errno.EADDRINUSE: ("another program already answers at this port.", "Choose another, such as: --port 8001"),
    errno.ENOTDIR: ("a folder was expected here, and this is a file.", "Name the place folder itself."),
}


@contextmanager
def letters(*, as_json: bool = False) -> Iterator[None]:
    """Turn what went wrong inside into a letter and an exit code. With `as_json` the letter goes to standard output."""
    try:
        yield
    except WrongUse as wrong:
        _end(str(wrong), {"wrong_use": str(wrong)}, code=WRONG_USE, as_json=as_json)
    except DataProblem as problem:
        _end(problem.letter(), problem.for_machines(), code=CANNOT_SUPPORT, as_json=as_json)
    except OSError as refusal:
        if refusal.errno not in _REFUSALS:
            raise
        what, fix = _REFUSALS[refusal.errno]
        where = str(refusal.filename or "this machine")
        letter = DataProblem("Stopped", [Problem(where=where, what=what, why="The work could not go on.", fix=fix)])
        _end(letter.letter(), letter.for_machines(), code=CANNOT_SUPPORT, as_json=as_json)


def _end(text: str, fields: dict[str, object], *, code: int, as_json: bool) -> None:
    if as_json:
        say_json(fields)
    else:
        typer.echo(text, err=True)
    raise typer.Exit(code)
