"""The part of place.toml that says whose records are left out, and for which purpose."""

from collections.abc import Mapping

from wholeplace.place.shapes import OptOuts
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean

PURPOSES = ("planning", "research", "direct care")
"""What a picture can be for. The national data opt-out tells planning and research from a person's own care, and so do we."""

KEYS = {"purpose": "text", "national": "true or false", "oldest_list_days": "a whole number"}
"""The settings of [opt_outs] and what each is."""


def opt_outs_from(given: Mapping, problems: list[Problem]) -> OptOuts | None:
    """The section as written, once its keys and kinds of value are right; None (with letters) when a value cannot be."""
    found = []
    purpose = given.get("purpose", "")
    if purpose not in PURPOSES:
        found.append(
            Problem(
                where="place.toml, opt_outs.purpose",
                what=f'there is no purpose "{purpose}".' if purpose else "it is missing.",
                why="An objection holds for a purpose. Without it nobody can say whose records must be left out.",
                fix=did_you_mean(purpose, PURPOSES) or f"Choose one of: {', '.join(PURPOSES)}.",
            )
        )
    if (days := given.get("oldest_list_days", 21)) < 1:
        found.append(
            Problem(
                where="place.toml, opt_outs.oldest_list_days",
                what=f"{days} is below 1.",
                why="Every list would be too old.",
                fix="Write a number of days such as 21.",
            )
        )
    problems += found
    if found:
        return None
    return OptOuts(purpose=purpose, national=given.get("national", True), oldest_list_days=days)
