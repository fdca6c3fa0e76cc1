"""What a place agreed about sums and kinds of matter: the table [limits] of any TOML file in its agreement/."""

from wholeplace.agreement.subsidiarity.shapes import Limits
from wholeplace.agreement.tomls import TableKind, read_tables
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Money

_WHY = "A matter would be put at the wrong level, or go without notice."
CAREFUL = Limits(neighbourhood=Money(0), significant=Money(0))
"""Where nothing was agreed: no neighbourhood spends alone, and every sum is significant for a council. It errs towards notice."""


def limits_of(place: Place) -> Limits:
    """The limits that a place wrote down; the careful ones where it wrote none. Raises DataProblem where they cannot be read."""
    held, problems = read_tables(place.folder, {"limits": TableKind(shape=Limits, money=("neighbourhood", "significant"))}, _WHY)
    if problems:
        raise DataProblem("The limits cannot be read", problems)
    return held["limits"][-1] if held["limits"] else CAREFUL
