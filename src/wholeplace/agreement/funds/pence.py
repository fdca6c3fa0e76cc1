"""Whole pence split into whole pence: nothing is lost, nothing is made, and nobody is a penny from what is theirs.

The method is the largest remainder (Hamilton): everybody gets the pence that are wholly theirs, and the pence left over go one
each to those whose part of a penny was largest. Ties go to the greater weight, then to the first by name, so that the answer does
not hang on the order in which partners are written. Source: Balinski and Young, Fair Representation, 1982, chapter 3.

With two partners a larger sum never lowers a share. With three or more the largest remainder can take one penny, never more, from
somebody when the sum grows by less than a penny for each (the "Alabama paradox"); that is said where it matters.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from wholeplace.terms import Money


def split(total: Money, weights: Mapping[str, int]) -> dict[str, Money]:
    """The sum split in proportion to whole, not negative weights, by name. A negative sum is split as the positive one, and turned.

    Raises ValueError where no weight is above nought and there is something to split, or where one is negative.
    """
    if any(weight < 0 for weight in weights.values()):
        raise ValueError("A weight is negative. Nobody can have less than no part.")
    whole = sum(weights.values())
    if whole == 0:
        if total.pence:
            raise ValueError("All weights are nought, so nobody would bear it.")
        return dict.fromkeys(weights, Money(0))
    sign, pence = (-1 if total.pence < 0 else 1), abs(total.pence)
    parts = {name: pence * weight // whole for name, weight in weights.items()}
    left_over = pence - sum(parts.values())
    nearest = sorted(weights, key=lambda name: (-(pence * weights[name] % whole), -weights[name], name))
    for name in nearest[:left_over]:
        parts[name] += 1
    return {name: Money(sign * part) for name, part in parts.items()}


def nearest(pence: int, parts: int) -> Money:
    """A number of pence over so many parts, to the nearest whole penny (halves to the even one). No float comes near it."""
    return Money(round(Fraction(pence, parts)))


def added(amounts: Sequence[Money]) -> Money:
    """The sum of amounts; nought of none."""
    return Money(sum(amount.pence for amount in amounts))
