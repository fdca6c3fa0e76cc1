"""What is missing in an ambition before anybody can say later whether it came true."""

from collections.abc import Iterator

from wholeplace.agreement.plans.shapes import Ambition, Better, Shape
from wholeplace.terms import Problem

NO_OWNER, NO_BASELINE = "nobody owns it.", "it has no baseline."
"""What may still be missing when an ambition is written down: it can be shown, and cannot be followed."""

_SHARED = (Shape.RELATIVE, Shape.COMPOUNDING, Shape.GAP)
_WITHOUT_AMOUNT = (Shape.BENCHMARK, Shape.QUALITATIVE)


def problems_of(ambition: Ambition) -> list[Problem]:
    """Everything that is missing or contradicts itself, at once. Empty: the ambition can be followed."""
    why = "Without it nobody could say later whether the ambition came true."
    told = (*_people_and_measure(ambition), *_numbers(ambition), *_days(ambition))
    return [Problem(where=f"ambition {ambition.name}", what=what, why=why, fix=fix) for what, fix in told]


def _people_and_measure(ambition: Ambition) -> Iterator[tuple[str, str]]:
    if not ambition.owner.strip():
        yield NO_OWNER, "Name exactly one owner."
    if ambition.target.shape is not Shape.QUALITATIVE and not ambition.measure:
        yield "it names no measure.", "Name one, or make it qualitative and say what would show it."
    if ambition.target.shape is Shape.QUALITATIVE and not ambition.shown_by:
        yield "it names no evidence that would show it.", "Name at least one thing that could be seen."
    if ambition.target.shape is Shape.BENCHMARK and not ambition.target.benchmark:
        yield "it does not say whom it is held against.", "Name the others, such as the national median."


def _numbers(ambition: Ambition) -> Iterator[tuple[str, str]]:
    shape, amount = ambition.target.shape, ambition.target.amount
    if shape not in _WITHOUT_AMOUNT and amount is None:
        yield "it says no amount.", f"Say how much: {shape.value}."
    if shape in (*_SHARED, Shape.COUNT) and ambition.baseline is None:
        yield NO_BASELINE, "Give the value, the day and the definition that it began from."
    if shape in _SHARED and amount is not None and not 0 < amount < 1:
        yield f"its share is {amount}.", "Write a tenth as 0.10."


def _days(ambition: Ambition) -> Iterator[tuple[str, str]]:
    target, baseline = ambition.target, ambition.baseline
    if baseline is None:
        return
    if target.by <= baseline.on:
        yield "its day is not after its baseline.", "Correct one of the days."
    if target.shape is Shape.LEVEL and target.amount is not None:
        worse = target.amount > baseline.value if target.better is Better.LOWER else target.amount < baseline.value
        if worse:
            yield "its goal is worse than its baseline.", "Correct the goal, or say which way is better."
