"""Which conditions a row meets, as whole numbers: each different condition of a table's measures has one bit.

Many measures ask the same of a row, and most rows meet few conditions. So rows are told apart by the conditions that they
meet (their kind), and are counted once for all measures; what a measure counts is then read off the kinds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.measures.money import counts_money
from wholeplace.measures.shapes import Kind, Measure
from wholeplace.measures.unlinked import follows_people, without_a_person

BITS = 60
"""Conditions in one whole number. It has 63 bits on both engines."""

Asked = tuple[str, str]
"""The date by which a row is placed, and a condition."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kinds:
    """The conditions of one table's measures, the amounts that are added up, and those that put rows in order, each with its number.

    `wide`: conditions of which a row meets one whenever it meets any. `squared`: the amounts of which squares are added up too.
    """

    table: str
    conditions: dict[Asked, int]
    wide: frozenset[Asked]
    amounts: dict[str, int]
    ordered: dict[str, int]
    squared: frozenset[str]

    @property
    def dates(self) -> tuple[str, ...]:
        """The date columns that place rows, in order."""
        return tuple(sorted({on for on, _ in self.conditions}))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold a row's kind."""
        return tuple(f"kind_{number}" for number in range((len(self.conditions) + BITS - 1) // BITS))

    @property
    def values(self) -> tuple[str, ...]:
        """The columns that hold the values by which rows are put in order. They do not add up, so they are keys."""
        return tuple(f"told_{number}" for number in self.ordered.values())

    def meets(self, on: str, condition: str) -> str:
        """SQL over a row's kind: it meets the condition by that date."""
        number = self.conditions[on, condition]
        return f"(kind_{number // BITS} & {1 << number % BITS}) <> 0"


def kinds_of(measures: Sequence[Measure]) -> Kinds:
    """The kinds of the rows of one table, for these measures of it."""
    conditions: dict[Asked, int] = {}
    wide: set[Asked] = set()
    for measure in measures:
        for decides, condition in conditions_of(measure).items():
            conditions.setdefault((on_of(measure), condition), len(conditions))
            if decides != "of_which":  # a row that does not count in the whole is not in the part
                wide.add((on_of(measure), condition))
    added = [measure for measure in measures if adds_up(measure)]
    ordered = [measure for measure in measures if measure.orders_rows]
    squared = frozenset(str(measure.amount) for measure in added if has_squares(measure))
    return Kinds(
        table=measures[0].table, conditions=conditions, wide=frozenset(wide), squared=squared,
        amounts=_amounts_of(added), ordered=_amounts_of(ordered),
    )  # fmt: skip


def _amounts_of(measures: Sequence[Measure]) -> dict[str, int]:
    return {amount: number for number, amount in enumerate(dict.fromkeys(str(measure.amount) for measure in measures))}


def conditions_of(measure: Measure) -> dict[str, str]:
    """SQL conditions on a row by what they decide: "counts" in the measure; "of_which" too; would count were it not "unlinked"."""
    told = {"counts": counts_of(measure)}
    if measure.of_which:
        told["of_which"] = f"({measure.counts}) and ({measure.of_which})"
    if follows_people(measure):
        told["unlinked"] = without_a_person(measure)
    return told


def counts_of(measure: Measure) -> str:
    """SQL: which rows count. A row without an amount has no place in an order."""
    return f"({measure.counts}) and ({measure.amount}) is not null" if measure.orders_rows else measure.counts


def on_of(measure: Measure) -> str:
    """The date column that places the measure's rows. Series that others published have none and are never counted so."""
    if measure.on is None:
        raise ValueError(f"{measure.name} places no rows by a date.")
    return measure.on


def adds_up(measure: Measure) -> bool:
    """Whether an amount is added up, rather than rows counted or put in order."""
    return bool(measure.amount) and not measure.orders_rows


def has_squares(measure: Measure) -> bool:
    """Whether limits need the squares of the amounts. Money has no limits, and pence squared would not fit a whole number."""
    return adds_up(measure) and measure.kind is not Kind.PROPORTION and not counts_money(measure)
