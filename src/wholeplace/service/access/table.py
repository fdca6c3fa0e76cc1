"""The one table of rules, read from rules.csv: a row for each role, relationship, purpose and part that is open, and what it needs.

What no row opens is shut. A cell may hold several words, parted by semicolons; each combination of them stands in one row only.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import product
from typing import TypeVar

from wholeplace.service.access.words import Doing, Needs, Objection, Purpose, Relationship, Role, What

Word = TypeVar("Word", bound=StrEnum)
Key = tuple[Role, Relationship, Purpose, Doing, What]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One row. `closed_by`: objections that shut it. `tells`: the person is told of every use of it, at once."""

    name: str
    roles: frozenset[Role]
    relationships: frozenset[Relationship]
    purposes: frozenset[Purpose]
    doing: frozenset[Doing]
    what: frozenset[What]
    needs: Needs
    closed_by: frozenset[Objection]
    tells: bool
    because: str

    def combinations(self) -> Iterable[Key]:
        """Every combination it opens."""
        return product(self.roles, self.relationships, self.purposes, self.doing, self.what)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the file."""
    text = (files("wholeplace.service.access") / "rules.csv").read_text("utf-8")
    return tuple(_rule(row) for row in csv.DictReader(text.splitlines()))


@cache
def opened() -> Mapping[Key, Rule]:
    """The rule of each combination that one opens. Raises ValueError where two rules open the same."""
    found: dict[Key, Rule] = {}
    for rule in rules():
        for key in rule.combinations():
            if key in found:
                raise ValueError(f"{rule.name} and {found[key].name} both open {', '.join(key)}: nobody could say which one decides.")
            found[key] = rule
    return found


@cache
def known() -> frozenset[tuple[Role, Purpose, Doing, What]]:
    """What some rule opens to a role, whatever the relationship must be."""
    return frozenset((role, purpose, doing, what) for role, _, purpose, doing, what in opened())


def _rule(row: Mapping[str, str]) -> Rule:
    return Rule(
        name=row["rule"], roles=_words(Role, row["role"]), relationships=_words(Relationship, row["relationship"]),
        purposes=_words(Purpose, row["purpose"]), doing=_words(Doing, row["doing"]), what=_words(What, row["what"]),
        needs=Needs(row["needs"]), closed_by=_words(Objection, row["closed_by"]), tells=row["tells"] == "yes", because=row["because"],
    )  # fmt: skip


def _words(kind: type[Word], cell: str) -> frozenset[Word]:
    return frozenset(kind(word) for word in cell.split(";") if word)
