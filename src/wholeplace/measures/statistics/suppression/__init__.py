"""Small numbers: hidden at first sight, hidden beside those, and found by subtracting one figure from another."""

from wholeplace.measures.statistics.suppression.companions import CountTable, Suppressed, secondary_suppression
from wholeplace.measures.statistics.suppression.differencing import Differences, differencing
from wholeplace.measures.statistics.suppression.rules import (
    SMALL_NUMBER_RULES,
    Rule,
    Told,
    counts_hidden,
    counts_shown,
    counts_small,
    counts_told,
)

__all__ = [
    "SMALL_NUMBER_RULES", "CountTable", "Differences", "Rule", "Suppressed", "Told", "counts_hidden", "counts_shown", "counts_small",
    "counts_told", "differencing", "secondary_suppression",
]  # fmt: skip
