"""What a look at log and records found: the first problems in full, the rest counted, so that nothing grows with the damage."""

from dataclasses import dataclass, field

from wholeplace.ledger.chain import End
from wholeplace.ledger.verified import Verified
from wholeplace.terms import Problem

TOLD_IN_FULL = 40
"""So many letters are read. Whoever gets more has lost the whole log, and needs no list of it."""


@dataclass(kw_only=True, slots=True)
class Findings:
    """Gathers what is found on the way."""

    entries: int = 0
    records: int = 0
    ends: list[End] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    told: list[Problem] = field(default_factory=list)
    untold: int = 0

    def tell(self, problem: Problem) -> None:
        """One more problem, in full or in the count of the rest."""
        if len(self.told) < TOLD_IN_FULL:
            self.told.append(problem)
        else:
            self.untold += 1

    def whole(self) -> Verified:
        """All of it, at the end."""
        rest = [_rest(self.untold)] if self.untold else []
        return Verified(
            entries=self.entries, records=self.records, ends=tuple(self.ends), problems=(*self.told, *rest), remarks=tuple(self.remarks)
        )


def _rest(count: int) -> Problem:
    return Problem(
        where="and further", what=f"{count:,} more problems of these kinds.", why="This much is not one slip.",
        fix="Stop changing records, and compare the whole database with the last copy that holds together.",
    )  # fmt: skip
