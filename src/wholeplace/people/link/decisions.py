"""What people decided about cases: kept for ever, the latest on a case standing, and checked against each other.

A case is two identities that could be one person. It has a number of its own, by which all else speaks of it, so that only
one table of the review holds identifiers. Pure: frames in, frames out.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from wholeplace.terms import Problem, WrongUse

SAME, DIFFERENT, WITHDRAWN = "same", "different", "withdrawn"

DECISIONS = {
    "decision_no": pl.Int64,
    "case_no": pl.Int64,
    "decision": pl.String,
    "decided_on": pl.Date,
    "by": pl.String,
    "probability": pl.Float64,
    "repeat": pl.Boolean,
}
"""One row a decision, in the order they were made. `by`: initials. `probability`: the model's when it was asked; null where it
had none. `repeat`: the case had been decided before and was put again unannounced."""

EVERY = 20
"""One decided case in so many is put again, to see whether the answer is the same."""

IN_MIND = 10
"""The newest decisions are not asked about again: who made them still has them in mind."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeats:
    """How far decisions on cases that were put twice agree. `kappa`: agreement beyond chance (Cohen 1960), 1 is full.

    None where no case was put twice, or where chance alone would agree every time (every answer the same word).
    """

    asked_twice: int
    answered_alike: int
    kappa: float | None


def no_decisions() -> pl.DataFrame:
    """The table before anybody decided."""
    return pl.DataFrame(schema=DECISIONS)


def decided(  # one row of one table, so as many arguments as it has columns that are not worked out
    decisions: pl.DataFrame, case_no: int, decision: str, *, by: str, on: date, probability: float | None
) -> pl.DataFrame:
    """`decisions` with one more. It repeats when the case's latest decision is of the same kind of question (not withdrawn).

    Raises WrongUse when there is no such word, or nobody's initials.
    """
    if decision not in (SAME, DIFFERENT, WITHDRAWN):
        raise WrongUse(f'"{decision}" is no decision. Say {SAME} or {DIFFERENT}.')
    if not by.strip():
        raise WrongUse("A decision needs the initials of who made it: --by")
    row = {
        "decision_no": max(decisions["decision_no"], default=0) + 1,
        "case_no": case_no,
        "decision": decision,
        "decided_on": on,
        "by": by.strip(),
        "probability": probability,
        "repeat": decision != WITHDRAWN and case_no in set(standing(decisions)["case_no"]),
    }
    return pl.concat([decisions, pl.DataFrame([row], schema=DECISIONS)])


def standing(decisions: pl.DataFrame) -> pl.DataFrame:
    """The latest decision on each case, without those that were withdrawn, by case."""
    latest = decisions.sort("decision_no").unique("case_no", keep="last", maintain_order=True)
    return latest.filter(pl.col("decision") != WITHDRAWN).sort("case_no")


def due_again(decisions: pl.DataFrame) -> int | None:
    """The case to put again now, unannounced: one for each EVERY cases decided for the first time. None: none is due.

    Any earlier case that still stands and was not put again yet, but none of the last few, which are still in mind.
    """
    first_time = decisions.filter(~pl.col("repeat") & (pl.col("decision") != WITHDRAWN)).sort("decision_no")
    asked = int(decisions["repeat"].sum())
    if len(first_time) < EVERY * (asked + 1):
        return None
    still = set(standing(decisions)["case_no"]) - set(decisions.filter(pl.col("repeat"))["case_no"])
    cases = [case for case in first_time["case_no"].to_list()[:-IN_MIND] if case in still]
    return cases[7 * (asked + 1) % len(cases)] if cases else None  # steps of 7, so that the first is not always the next


def repeats(decisions: pl.DataFrame) -> Repeats:
    """Agreement between each repeated decision and the one on the same case before it."""
    answers = decisions.filter(pl.col("decision") != WITHDRAWN).sort("case_no", "decision_no")
    pairs = answers.with_columns(before=pl.col("decision").shift(1).over("case_no")).filter(pl.col("repeat"))
    count = len(pairs)
    alike = int((pairs["decision"] == pairs["before"]).sum())
    if not count:
        return Repeats(asked_twice=0, answered_alike=0, kappa=None)
    first, second = (int((pairs[column] == SAME).sum()) / count for column in ("before", "decision"))
    by_chance = first * second + (1 - first) * (1 - second)
    kappa = None if by_chance == 1 else (alike / count - by_chance) / (1 - by_chance)
    return Repeats(asked_twice=count, answered_alike=alike, kappa=kappa)


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """A case decided different although a chain of others makes the two one person. By case numbers."""

    different: int
    chain: tuple[int, ...]


def conflicts(same: Mapping[int, tuple[int, int]], different: Mapping[int, tuple[int, int]]) -> tuple[Conflict, ...]:
    """Every `different` case whose two identities are joined by `same` cases, with the shortest such chain.

    Both: case -> its two identities, by any number that stands for an identity. Ordered by case.
    """
    beside: dict[int, list[tuple[int, int]]] = {}
    for case, (one, other) in sorted(same.items()):
        beside.setdefault(one, []).append((other, case))
        beside.setdefault(other, []).append((one, case))
    found = []
    for case, (one, other) in sorted(different.items()):
        chain = _shortest(beside, one, other)
        if chain is not None:
            found.append(Conflict(different=case, chain=chain))
    return tuple(found)


def _shortest(beside: Mapping[int, Iterable[tuple[int, int]]], start: int, end: int) -> tuple[int, ...] | None:
    chains: dict[int, tuple[int, ...]] = {start: ()}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == end:
            return tuple(sorted(chains[here]))
        for there, case in beside.get(here, ()):
            if there not in chains:
                chains[there] = (*chains[here], case)
                waiting.append(there)
    return None


def letter_of(conflict: Conflict) -> Problem:
    """One conflict, told to the people who decided. No identifier: cases have numbers."""
    chain = ", ".join(str(case) for case in conflict.chain)
    many = len(conflict.chain) != 1
    return Problem(
        where=f"review, case {conflict.different}",
        what=f"it was decided that these are two people, but case{'s' if many else ''} {chain} make{'' if many else 's'} them one.",
        why="One person cannot be two, so linking uses none of these decisions until they agree.",
        fix=f"Look again at them: wholeplace review PLACE --undo {conflict.different} (or one of the others) puts a case back.",
    )
