"""Cases for a person to decide: pairs of identities that the model can neither join nor keep apart.

The queue lives in the vault. `cases` alone holds identifiers, one row a case with both identities as last seen; `review_queue`
says which cases the last run left, in order; `decisions` what was decided. A case keeps its number for ever.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl

from wholeplace.feeds.tables import WHO_IT_IS
from wholeplace.people.link.decisions import (
    DIFFERENT,
    SAME,
    WITHDRAWN,
    Conflict,
    conflicts,
    decided,
    due_again,
    no_decisions,
    standing,
)
from wholeplace.people.link.keys import Store
from wholeplace.people.models import read_models
from wholeplace.terms import WrongUse
from wholeplace.warehouse import Warehouse

FOLDER = Path(__file__).parent / "queue"
CASES, QUEUE, DECISIONS = "cases", "review_queue", "decisions"

IDENTITY = ("feed", "received", "role", *WHO_IT_IS, "sex")
"""What makes two identities one and the same: the grain of `identities`."""

SIDES = ("one", "other")
_SIDE_TYPES = {
    **dict.fromkeys((*IDENTITY, "ethnic_group", "small_area"), pl.String),
    "rows": pl.Int64,
    **dict.fromkeys(("birth_date", "first_day", "last_day"), pl.Date),
}
"""What is kept and shown of each of the two identities."""

_CASES = {
    "case_no": pl.Int64, "probability": pl.Float64, "why": pl.String, "rows_moved": pl.Int64,
    **{f"{side}_{name}": kind for side in SIDES for name, kind in _SIDE_TYPES.items()},
}  # fmt: skip
_QUEUE = {"case_no": pl.Int64}
_PAIR = tuple(f"{side}_{name}" for side in SIDES for name in IDENTITY)
_GREATEST_DOUBT = 0.25
"""p (1 - p) at a half: the doubt of a pair that the model gave no probability."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """Two identities that could be one person, with all that is known of each, for the eyes of a reviewer only.

    `sides`: what each of the two identities says, by column. `probability`: how sure the model is that they are one; null where
    a rule set the pair aside. `rows_moved`: received rows that would change hands. `repeat`: it was decided before and is put
    again unannounced.
    """

    number: int
    sides: tuple[Mapping[str, object], Mapping[str, object]]
    probability: float | None
    why: str
    rows_moved: int
    repeat: bool


def keep_queue(warehouse: Warehouse, store: Store) -> int:
    """Keep the pairs of table `grey_pairs` as cases, those first whose decision moves most and is most in doubt.

    Reads `identities`, `links` and `grey_pairs`; returns how many cases wait. A pair that was a case before keeps its number; new
    ones get the next, in the order in which they are put. A pair that is grey no longer leaves the queue and keeps its number.
    """
    pairs = _in_order(_pairs(warehouse))
    cases = _cases(store)
    known = pairs.join(cases.select("case_no", *_PAIR), on=list(_PAIR), how="left", nulls_equal=True, maintain_order="left")
    first = max(cases["case_no"], default=0) + 1
    new = pl.col("case_no").is_null()
    numbered = known.with_columns(case_no=pl.when(new).then(new.cum_sum() + first - 1).otherwise("case_no"))
    fresh = numbered.select(_CASES.keys()).cast(pl.Schema(_CASES))
    store.write(CASES, pl.concat([cases.join(fresh, on="case_no", how="anti"), fresh]).sort("case_no"))
    store.write(QUEUE, fresh.select(_QUEUE.keys()))
    return len(waiting(store))


def _pairs(warehouse: Warehouse) -> pl.DataFrame:
    """One row a grey pair, with both sides; of the two the first by alphabet is `one`, whatever this run's numbers are."""
    asked = warehouse.frame("select identity_no, other_identity_no, probability, why from grey_pairs")
    sides = warehouse.frame(read_models(FOLDER)["identities_waiting"].sql)
    said = pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in IDENTITY], separator="\x1f")
    sides = sides.with_columns(said=said, **{name: pl.col(name).cast(kind) for name, kind in _SIDE_TYPES.items()})
    place = asked.join(sides.select("identity_no", "said"), on="identity_no").join(
        sides.select("identity_no", "said"), left_on="other_identity_no", right_on="identity_no", suffix="_other"
    )
    turned = pl.col("said") > pl.col("said_other")
    ordered = place.select(
        "probability", "why",
        one_no=pl.when(turned).then("other_identity_no").otherwise("identity_no"),
        other_no=pl.when(turned).then("identity_no").otherwise("other_identity_no"),
    )  # fmt: skip
    for side in SIDES:
        ordered = ordered.join(sides.rename(lambda name, side=side: f"{side}_{name}"), left_on=f"{side}_no", right_on=f"{side}_identity_no")
    return ordered.with_columns(rows_moved=pl.min_horizontal("one_person_rows", "other_person_rows"))


def _in_order(pairs: pl.DataFrame) -> pl.DataFrame:
    """Each pair once, by the rows that would move times the doubt; ties by what they say, never by a number of this run."""
    doubt = (pl.col("probability") * (1 - pl.col("probability"))).fill_null(_GREATEST_DOUBT)
    weighed = pairs.with_columns(weight=doubt * pl.col("rows_moved"))
    ordered = weighed.sort("weight", "one_said", "other_said", descending=[True, False, False])
    return ordered.unique(["one_said", "other_said"], keep="first", maintain_order=True)


def load_decisions(warehouse: Warehouse, store: Store) -> tuple[Conflict, ...]:
    """Leave table `decided_pairs` (identity_no < other_identity_no, same, case_no): the decisions that bind this run.

    The latest decision on each case, where both identities came again. Decisions that contradict each other through a chain bind
    nobody, and are returned. One pair that two cases speak of has the later decision.
    """
    stand, broken = _binding(store)
    sides = pl.concat(
        [stand.select("case_no", side=pl.lit(side), **{name: pl.col(f"{side}_{name}") for name in IDENTITY}) for side in SIDES]
    )
    warehouse.table_from("decided_sides", sides)
    found = warehouse.frame(read_models(FOLDER)["identities_decided"].sql)
    warehouse.run("drop table decided_sides")
    both = found.filter(pl.col("side") == SIDES[0]).join(found.filter(pl.col("side") == SIDES[1]), on="case_no", suffix="_other")
    pairs = both.join(stand.select("case_no", "decision"), on="case_no").select(
        identity_no=pl.min_horizontal("identity_no", "identity_no_other").cast(pl.Int64),
        other_identity_no=pl.max_horizontal("identity_no", "identity_no_other").cast(pl.Int64),
        same=pl.col("decision") == SAME,
        case_no="case_no",
    )
    warehouse.table_from("decided_pairs", pairs.sort("identity_no", "other_identity_no"))
    return broken


def _binding(store: Store) -> tuple[pl.DataFrame, tuple[Conflict, ...]]:
    """Standing decisions with both identities, without those in conflict; and the conflicts."""
    stand = standing(decisions_of(store)).join(_cases(store), on="case_no", how="inner").sort("case_no")
    broken: tuple[Conflict, ...] = ()
    while found := _conflicts_among(stand):
        broken += found
        out = [case for conflict in found for case in (conflict.different, *conflict.chain)]
        stand = stand.filter(~pl.col("case_no").is_in(out))
    return stand, broken


def _conflicts_among(stand: pl.DataFrame) -> tuple[Conflict, ...]:
    """Conflicts among standing decisions. Each identity stands under the place of what it says among all."""
    sides = [stand.select(pl.struct([pl.col(f"{side}_{name}").alias(name) for name in IDENTITY]).alias("who"))["who"] for side in SIDES]
    ranks = pl.concat(sides).rank("dense").cast(pl.Int64).to_list()
    ends = dict(zip(stand["case_no"].to_list(), zip(ranks[: len(stand)], ranks[len(stand) :], strict=True), strict=True))
    of = {word: set(stand.filter(pl.col("decision") == word)["case_no"]) for word in (SAME, DIFFERENT)}
    return conflicts({case: ends[case] for case in of[SAME]}, {case: ends[case] for case in of[DIFFERENT]})


def conflicting(store: Store) -> tuple[Conflict, ...]:
    """Decisions that contradict each other through a chain of cases."""
    return _binding(store)[1]


def waiting(store: Store) -> list[int]:
    """Numbers of the cases that wait, in the order in which they should be decided."""
    queue = store.read(QUEUE)
    if queue is None:
        return []
    return queue.join(standing(decisions_of(store)), on="case_no", how="anti", maintain_order="left")["case_no"].to_list()


def next_case(store: Store, skipped: frozenset[int] = frozenset()) -> Case | None:
    """The case to put now: one to be repeated unannounced when it is due, else the first that waits and was not `skipped`.

    A repeated case has its sides turned round, so that it is not known again by its look. None: nothing waits.
    """
    again = due_again(decisions_of(store))
    if again is not None and again not in skipped:
        return _case(store, again, repeat=True)
    number = next((case for case in waiting(store) if case not in skipped), None)
    return None if number is None else _case(store, number, repeat=False)


def _case(store: Store, number: int, *, repeat: bool) -> Case:
    (row,) = _cases(store).filter(pl.col("case_no") == number).to_dicts()
    one, other = ({name: row[f"{side}_{name}"] for name in _SIDE_TYPES} for side in SIDES)
    return Case(
        number=number,
        sides=(other, one) if repeat else (one, other),
        probability=row["probability"],
        why=row["why"],
        rows_moved=row["rows_moved"],
        repeat=repeat,
    )


def decide(store: Store, case: Case, decision: str, *, by: str, on: date) -> tuple[Conflict, ...]:
    """Keep a decision on `case`, beside all earlier ones. Returns the conflicts that now stand and did not before."""
    before = set(conflicting(store))
    store.write(DECISIONS, decided(decisions_of(store), case.number, decision, by=by, on=on, probability=case.probability))
    return tuple(conflict for conflict in conflicting(store) if conflict not in before)


def undo(store: Store, number: int, *, by: str, on: date) -> None:
    """Withdraw what was decided on case `number`, so that it waits again. The earlier decision stays on record.

    Raises WrongUse when nothing is decided on that case.
    """
    decisions = decisions_of(store)
    if number not in set(standing(decisions)["case_no"]):
        raise WrongUse(f"Nothing is decided on case {number}, so there is nothing to undo.")
    store.write(DECISIONS, decided(decisions, number, WITHDRAWN, by=by, on=on, probability=None))


def decisions_fingerprint(store: Store) -> str:
    """A text that changes whenever a decision is made or withdrawn. It says nothing of any person."""
    return sha256(decisions_of(store).write_csv().encode()).hexdigest()


def forget_cases(store: Store, is_forgotten: Callable[[pl.DataFrame], pl.Series]) -> int:
    """Drop every case in which a forgotten person is either side, with its place in the queue and its decisions.

    `is_forgotten` says of a frame with the columns IDENTITY which rows are theirs. Returns how many cases went.
    """
    cases = _cases(store)
    theirs = [is_forgotten(cases.select(**{name: pl.col(f"{side}_{name}") for name in IDENTITY})) for side in SIDES]
    gone = cases.filter(theirs[0] | theirs[1]).select("case_no")
    for name in (CASES, QUEUE, DECISIONS):
        if (frame := store.read(name)) is not None:
            store.write(name, frame.join(gone, on="case_no", how="anti", maintain_order="left"))
    return len(gone)


def _cases(store: Store) -> pl.DataFrame:
    kept = store.read(CASES)
    return pl.DataFrame(schema=_CASES) if kept is None else kept


def decisions_of(store: Store) -> pl.DataFrame:
    """Every decision ever made, in order."""
    kept = store.read(DECISIONS)
    return no_decisions() if kept is None else kept
