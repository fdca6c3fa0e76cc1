"""What a proof of log and records found."""

from dataclasses import dataclass

from wholeplace.ledger.chain import End
from wholeplace.terms import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """What `verify` found. `entries`, `records`, `papers`: how many were looked at. `ends`: of each book, worth keeping elsewhere.

    `problems`: what does not hold, none when all holds together. `remarks`: what is odd and breaks nothing.
    """

    entries: int
    records: int
    ends: tuple[End, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[str, ...]
    papers: int = 0
