"""Quorum: enough voting seats, the roles that must be there, and every constituency."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from wholeplace.agreement.deciding.shapes import QuorumRule, Seat


def missing_for_quorum(rule: QuorumRule, seats: Sequence[Seat], present: Sequence[Seat]) -> tuple[str, ...]:
    """What is missing, one sentence for each part of the rule. Empty: there is a quorum.

    `seats`: all of the body's. `present`: those there that may decide the matter. Only voting seats count.
    """
    all_voting = [seat for seat in seats if seat.votes]
    there = [seat for seat in present if seat.votes]
    needed = max(rule.count, ceil(rule.share * len(all_voting)))
    missing = [f"{needed} members must be there to decide; {len(there)} are."] if len(there) < needed else []
    by_role, by_side = Counter(seat.role for seat in there), Counter(seat.constituency for seat in there)
    missing += [
        f"{wanted} of the role {role} must be there; {by_role[role]} are." for role, wanted in rule.roles.items() if by_role[role] < wanted
    ]
    sides = sorted({seat.constituency for seat in all_voting if seat.constituency})
    missing += [
        f"{rule.each_constituency} of {side} must be there; {by_side[side]} are."
        for side in sides
        if by_side[side] < rule.each_constituency
    ]
    return tuple(missing)


def reaches(share: Fraction, votes: int, of: int, *, strictly: bool) -> bool:
    """Are `votes` at least (or more than) the share of `of`? Nobody reaches nothing: with 0 to be a share of, no."""
    if of == 0:
        return False
    return votes > share * of if strictly else votes >= share * of
