"""wholeplace review: cases that the model can neither join nor keep apart, put to a person at the keyboard.

The only place where identifiers are shown. They go to a terminal and nowhere else: not to a file, a pipe or a log.
"""

import shutil
import sys
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json, say_list
from wholeplace.cli.letters import letters
from wholeplace.cli.told import day_of
from wholeplace.terms import Problem, WrongUse

if TYPE_CHECKING:
    from wholeplace.people import Case

LABELS = {
    "feed": "Feed", "received": "Table", "role": "Role", "nhs_number": "NHS number", "local_id": "Local id", "given_name": "Given name",
    "family_name": "Family name", "birth_date": "Born", "sex": "Sex", "postcode": "Postcode", "address": "Address", "uprn": "UPRN",
    "ethnic_group": "Ethnic group", "small_area": "Small area", "rows": "Records", "first_day": "First record", "last_day": "Last record",
}  # fmt: skip
COMPARED = ("nhs_number", "given_name", "family_name", "birth_date", "sex", "postcode", "address", "uprn", "ethnic_group", "small_area")
"""Marked where both say something: = the same, x not the same."""

WORDS = {"s": "same", "d": "different", "k": "skip", "q": "quit"}
LABEL, MARK = 14, 3
WIPE = "\x1b[2J\x1b[3J\x1b[H"
"""What tells a terminal to forget its screen and what scrolled off it (ECMA-48; 3J as xterm reads it)."""


def review(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    by: Annotated[str | None, typer.Option(help="Your initials. They are kept with what you decide.")] = None,
    count: Annotated[bool, typer.Option("--count", help="Only say how many cases wait, and how the review goes.")] = False,
    undo: Annotated[int | None, typer.Option(metavar="CASE", help="Withdraw the decision on this case, so that it waits again.")] = None,
    as_json: AsJson = False,
) -> None:
    """Put doubtful pairs of records before a person, one by one: are these the same person, or two?"""
    with letters(as_json=as_json):
        if count:
            _say_count(folder, as_json=as_json)
            return
        if not by:
            raise WrongUse("Whose decision is it? Give your initials: --by AB")
        if undo is not None:
            wholeplace.undo_decision(folder, undo, by=by, today=day_of(folder))
            _say_undone(undo, as_json=as_json)
            return
        if as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise WrongUse("Cases show who people are, so they are put at a terminal only. How many wait: wholeplace review DIR --count")
        _put_cases(folder, by=by, today=day_of(folder))


def _say_count(folder: Path, *, as_json: bool) -> None:
    queue = wholeplace.review_queue(folder)
    if as_json:
        say_json(queue)
        return
    say(f"Cases that wait: {queue.waiting:,}. Decided: {queue.decided:,}.")
    twice = queue.repeats
    if twice.asked_twice:
        kappa = "" if twice.kappa is None else f" (kappa {twice.kappa:.2f})"
        say(f"Put twice unannounced: {twice.asked_twice:,}, answered alike: {twice.answered_alike:,}{kappa}.")
    _say_contradictions(queue.contradictions)


def _say_undone(case: int, *, as_json: bool) -> None:
    if as_json:
        say_json({"case": case, "decision": "withdrawn"})
    else:
        say(f"Case {case} waits again. The earlier decision stays on record.")


def _say_contradictions(problems: tuple[Problem, ...]) -> None:
    if problems:
        say("Decisions that cannot all be true:")
        say_list(f"{problem.where}: {problem.what} {problem.why} {problem.fix}" for problem in problems)


def _put_cases(folder: Path, *, by: str, today: date) -> None:
    """Until nobody waits, or the reviewer stops. Every decision is kept at once; the screen is wiped after each case."""
    from wholeplace import people

    skipped: frozenset[int] = frozenset()
    decided = 0
    while case := people.case_to_decide(folder, skipped):
        answer = _asked(case)
        if answer == "quit":
            break
        if answer == "skip":
            skipped |= {case.number}
            continue
        _say_contradictions(people.keep_decision(folder, case, answer, by=by, on=today))
        decided += 1
    queue = wholeplace.review_queue(folder)
    say(f"Decided: {decided:,}. Still waiting: {queue.waiting:,}. The next wholeplace link or picture uses what you decided.")


def _asked(case: "Case") -> str:
    """The reviewer's word on one case. The end of input is "quit"."""
    width = shutil.get_terminal_size().columns
    typer.echo("\n".join(side_by_side(case, width=width)))
    try:
        while (said := str(typer.prompt("Same person? [s]ame, [d]ifferent, s[k]ip, [q]uit")).strip().lower()) not in {
            *WORDS,
            *WORDS.values(),
        }:
            say("Please answer s, d, k or q.")
    except typer.Abort:
        said = "quit"
    typer.echo(WIPE, nl=False)
    return WORDS.get(said, said)


def side_by_side(case: "Case", *, width: int) -> Iterator[str]:
    """The lines that show one case: a column for what is asked of both, the first identity, a mark, the second."""
    likely = "" if case.probability is None else f" The model gives them {case.probability:.0%} of being one."
    yield f"Case {case.number}: {case.why}.{likely} {case.rows_moved:,} records would change hands."
    yield ""
    column = max(12, (width - LABEL - MARK - 2) // 2)
    for name, label in LABELS.items():
        one, other = (_shown(side.get(name)) for side in case.sides)
        if one or other:
            mark = ("=" if one.casefold() == other.casefold() else "x") if one and other and name in COMPARED else ""
            lines = _line_by_line(one, other, column)
            for number, (left, right) in enumerate(lines):
                head, between = (label, mark) if number == 0 else ("", "")
                yield f"{head:<{LABEL}} {left:<{column}}{between:^{MARK}}{right}".rstrip()
    yield ""


def _line_by_line(one: str, other: str, column: int) -> list[tuple[str, str]]:
    """Two texts wrapped to `column`, line beside line."""
    left, right = (textwrap.wrap(text, column) or [""] for text in (one, other))
    height = max(len(left), len(right))
    return list(zip(left + [""] * (height - len(left)), right + [""] * (height - len(right)), strict=True))


def _shown(value: object) -> str:
    """As text. What is not printable could command a terminal, so it becomes a question mark."""
    return "" if value is None else "".join(letter if letter.isprintable() else "?" for letter in str(value))
