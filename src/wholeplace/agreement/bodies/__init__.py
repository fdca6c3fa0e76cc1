"""Bodies and powers: who sits together, what was given to them, from when, and who answers for it."""

from wholeplace.agreement.bodies.authority import Asked, Authority, May, authority_of, powers_over, stage_of
from wholeplace.agreement.bodies.checks import ending, problems_of
from wholeplace.agreement.bodies.reading import read_agreement
from wholeplace.agreement.bodies.shapes import EACH_GIVER, EACH_HOLDER, Agreement, Body, Dates, Delegation, Memorandum, Power, Regime, Stage

__all__ = [
    "Agreement", "Asked", "Authority", "Body", "Dates", "Delegation", "EACH_GIVER", "EACH_HOLDER", "May", "Memorandum", "Power", "Regime",
    "Stage", "authority_of", "ending", "powers_over", "problems_of", "read_agreement", "stage_of",
]  # fmt: skip
