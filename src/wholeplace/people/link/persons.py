"""Entities into persons: whom the rules, the model and reviewers joined, under the rule that nobody has two NHS numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

Edge = tuple[int, int, str, float | None]
"""Two entities, what joins them (one of HOW), and how sure the model is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Joined:
    """Entities that are one person. `person`: entity -> the entity that stands for its person, for those joined to another.
    `how`, `probability`: what joined each of them. `refused`: edges that would have given one person two numbers, or that a
    reviewer's word forbids."""

    person: Mapping[int, int]
    how: Mapping[int, tuple[str, float | None]]
    refused: tuple[Edge, ...]


def join_persons(edges: Iterable[Edge], different: Iterable[tuple[int, int]] = ()) -> Joined:
    """Joins entities along `edges`, in the order given (surest first). Pure; the same edges in the same order, the same persons.

    An entity below nought has an NHS number, each its own. An edge of a reviewer ('review') may join two such; no other may.
    `different`: pairs that a reviewer keeps apart, whatever else joins them.
    """
    groups = _Groups(different)
    how: dict[int, tuple[str, float | None]] = {}
    refused = []
    for edge in edges:
        one, other, by, probability = edge
        if not groups.join(one, other, anyhow=by == "review"):
            refused.append(edge)
            continue
        for entity in (one, other):
            how.setdefault(entity, (by, probability))
    return Joined(person=groups.persons(), how=how, refused=tuple(refused))


class _Groups:
    """Disjoint sets of entities. The lowest is on top, so that one with a number is, and two such show that there are two numbers."""

    def __init__(self, different: Iterable[tuple[int, int]]) -> None:
        self._above: dict[int, int] = {}
        self._apart: dict[int, set[int]] = {}
        for one, other in different:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def top(self, entity: int) -> int:
        above = self._above
        while (higher := above.get(entity, entity)) != entity:
            above[entity] = above.get(higher, higher)
            entity = higher
        return entity

    def join(self, one: int, other: int, *, anyhow: bool) -> bool:
        """Make two sets one, the lower number on top. False when they may not be."""
        low, high = sorted((self.top(one), self.top(other)))
        if low == high:
            return True
        if (high < 0 and not anyhow) or self._kept_apart(low, high):
            return False
        self._above.setdefault(low, low)
        self._above[high] = low
        if high in self._apart:
            self._apart.setdefault(low, set()).update(self._apart[high])
        return True

    def persons(self) -> dict[int, int]:
        return {entity: self.top(entity) for entity in list(self._above)}

    def _kept_apart(self, low: int, high: int) -> bool:
        return any(self.top(other) == high for other in self._apart.get(low, ())) or any(
            self.top(other) == low for other in self._apart.get(high, ())
        )


def person_frame(joined: Joined) -> pl.DataFrame:
    """entity_no, person_no, joined_by, probability: one row for each entity that is joined to another."""
    rows = [(entity, person, *joined.how.get(entity, (None, None))) for entity, person in sorted(joined.person.items())]
    schema = {"entity_no": pl.Int64, "person_no": pl.Int64, "joined_by": pl.String, "probability": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")
