"""Which measures are about money, and how pence become pounds."""

import re

from wholeplace.measures.shapes import Measure

PENCE_IN_A_POUND = 100
_PENCE = re.compile(r"\b\w*pence\b")


def counts_money(measure: Measure) -> bool:
    """True where the amount is in pence: the numerator stays in whole pence, the value is in pounds."""
    return bool(measure.amount and _PENCE.search(measure.amount))
