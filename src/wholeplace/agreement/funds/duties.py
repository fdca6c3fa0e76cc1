"""Each body's own duty, looked at after money was shared: a gain for the whole that makes one body fail its duty is a stop.

A body's duty is to end its year no worse than a limit that law or its regulator sets: a council balances its budget with what it
holds in reserve, an NHS body keeps to its planned deficit or surplus. The limit is data, with its source.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wholeplace.agreement.funds.pence import added
from wholeplace.agreement.funds.shapes import BodyPosition
from wholeplace.agreement.funds.sharing import Allocation
from wholeplace.terms import Money, Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class AfterSharing:
    """A body after its share: where it would end, how far from its limit (below nought: beyond it), and the sentence that says so."""

    body: str
    bears: Money
    ends: Money
    room: Money
    sentence: str

    @property
    def fails(self) -> bool:
        """Would it break its duty?"""
        return self.room.pence < 0


def after_sharing(
    allocation: Allocation, positions: Sequence[BodyPosition], called: Mapping[str, str] | None = None
) -> tuple[AfterSharing, ...]:
    """Every body after its share of an allocation, those that fail first, then by how little room they have left."""
    named = called or {}
    found = []
    for position in positions:
        bears = allocation.of(position.body)
        ends = position.expected - bears
        room = ends - position.limit
        found.append(AfterSharing(body=position.body, bears=bears, ends=ends, room=room, sentence=_sentence(position, ends, room, named)))
    return tuple(sorted(found, key=lambda one: (one.room, one.body)))


def stops(allocation: Allocation, positions: Sequence[BodyPosition], called: Mapping[str, str] | None = None) -> list[Problem]:
    """What forbids an allocation: each body that would break its duty by it, whatever the whole gains."""
    known = {position.body: position for position in positions}
    return [
        Problem(
            where=(called or {}).get(after.body, after.body), what=after.sentence,
            why=f"{known[after.body].duty} ({known[after.body].source}). A gain for all does not lift it.",
            fix="Change the rule, or find what would hold this body within its limit, before it is agreed.",
        )
        for after in after_sharing(allocation, positions, called) if after.fails
    ]  # fmt: skip


def whole_gain(allocation: Allocation, positions: Sequence[BodyPosition]) -> Money:
    """What all bodies together gain (above nought) or lose by an allocation."""
    return Money(-added([allocation.of(position.body) for position in positions]).pence)


def _sentence(position: BodyPosition, ends: Money, room: Money, named: Mapping[str, str]) -> str:
    name = named.get(position.body, position.body)
    stands = (
        f"a surplus of {ends}"
        if ends.pence > 0
        else f"a deficit of {Money(-ends.pence)}"
        if ends.pence < 0
        else "neither surplus nor deficit"
    )
    if room.pence < 0:
        return f"{name} would end with {stands}, {Money(-room.pence)} beyond what its duty allows."
    return f"{name} would end with {stands}, and has {room} of room left."
