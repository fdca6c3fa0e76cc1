"""Subsidiarity: at which level a matter belongs, why, what comes with it, and what would give another answer."""

from wholeplace.agreement.subsidiarity.limits import limits_of
from wholeplace.agreement.subsidiarity.placing import place_matter
from wholeplace.agreement.subsidiarity.rules import Rules, read_rules, rules_of, rules_of_the_house
from wholeplace.agreement.subsidiarity.shapes import Duty, LevelRule, Limits, Matter, Placed

__all__ = [
    "Duty", "LevelRule", "Limits", "Matter", "Placed", "Rules", "limits_of", "place_matter", "read_rules", "rules_of", "rules_of_the_house",
]  # fmt: skip
