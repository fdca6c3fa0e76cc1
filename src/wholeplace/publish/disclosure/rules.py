"""The rule for small numbers that place.toml names. What a rule does is a matter of `measures.statistics`."""

from wholeplace.measures.statistics import SMALL_NUMBER_RULES, Rule
from wholeplace.terms import DataProblem, Problem


def rule_named(name: str) -> Rule:
    """The rule that place.toml names; a letter when there is none of that name."""
    if name not in SMALL_NUMBER_RULES:
        raise DataProblem(
            "place.toml",
            [
                Problem(
                    where="[disclosure] rule",
                    what=f'"{name}" is not a rule for small numbers.',
                    why="Nothing can be published without one.",
                    fix=f"Write one of: {', '.join(sorted(SMALL_NUMBER_RULES))}.",
                )
            ],
        )
    return SMALL_NUMBER_RULES[name]
