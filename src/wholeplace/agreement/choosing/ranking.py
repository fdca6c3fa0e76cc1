"""Rank options by weighted criteria, and say how far the ranking hangs on the weights.

Scores are added, each times its criterion's weight (additive multi-criteria analysis). Weights and scores are exact fractions, so a
ranking can be done again by hand. Scores are opinions on a scale, not measurements: the list is where a discussion starts, never
where it ends. Sources: programme budgeting and marginal analysis; the STAR approach (Health Foundation and London School of
Economics), which both warn of this.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from wholeplace.agreement.choosing.shapes import Criterion, Option, Ranked, Swing
from wholeplace.terms import Problem

HUNDRED = Fraction(100)
_Crossing = tuple[Fraction, Option, Option]


def problems_of_choice(options: Sequence[Option], criteria: Sequence[Criterion]) -> list[Problem]:
    """Everything that would make a ranking unfair or impossible: weights that are no whole, scores missing or off the scale."""
    problems = []
    whole = sum((one.weight for one in criteria), Fraction(0))
    if whole != HUNDRED:
        problems.append(_problem("weights", f"they add up to {_number(whole)}.", "Shares of a decision add up to 100.", "Change a weight."))
    names = [criterion.name for criterion in criteria]
    return problems + [problem for option in options for problem in (*_of_scores(option, names), *_of_figures(option))]


def _of_scores(option: Option, names: Sequence[str]) -> Iterator[Problem]:
    where = f"option {option.name}"
    for name in names:
        if name not in option.scores:
            yield _problem(where, f"it has no score for {name}.", "It would be ranked as if it had none.", "Score it, or 0.")
    for name, score in option.scores.items():
        if name not in names:
            yield _problem(where, f'it is scored for "{name}", which nobody weighs.', "The score would be lost.", "Take it out.")
        elif not 0 <= score <= HUNDRED:
            yield _problem(where, f"its score for {name} is {_number(score)}.", "Scores go from 0 to 100.", "Correct it.")


def _of_figures(option: Option) -> Iterator[Problem]:
    where = f"option {option.name}"
    if not 0 <= option.chance <= 1:
        yield _problem(where, "its chance of success is not from 0 to 1.", "It is a share.", "Write 0.7 for 7 in 10.")
    if option.people < 0 or option.benefit < 0:
        yield _problem(where, "its people or its benefit is below nought.", "Harm is scored as a criterion.", "Correct it.")


def rank(options: Sequence[Option], criteria: Sequence[Criterion]) -> tuple[Ranked, ...]:
    """Options, the highest score first; equal ones share a place and stand by name. The order in which they are given is of no matter."""
    scored = sorted(((score_of(option, criteria), option) for option in options), key=lambda one: (-one[0], one[1].name))
    scores = [score for score, _ in scored]
    return tuple(
        Ranked(
            option=option, place=scores.index(score) + 1, score=score,
            equity=score_of(option, [one for one in criteria if one.equity]), per_thousand=_per_thousand(option),
        )
        for score, option in scored
    )  # fmt: skip


def score_of(option: Option, criteria: Sequence[Criterion]) -> Fraction:
    """The weighted score, out of 100 when all criteria count."""
    return sum((one.weight * option.scores[one.name] for one in criteria), Fraction(0)) / HUNDRED


def swings(options: Sequence[Option], criteria: Sequence[Criterion]) -> tuple[Swing, ...]:
    """For each criterion the nearest weights, up and down, at which two neighbours of the ranking change places.

    The other weights keep their proportions to one another and fill up to 100. The answer is exact: with one weight w moved, a score
    is a straight line in w, so two options cross where their lines do. A criterion that never changes anything has no swing.
    """
    ranked = rank(options, criteria)
    found = []
    for criterion in criteria:
        if criterion.weight == HUNDRED:
            continue
        crossings = [cross for one, other in pairwise(ranked) for cross in _crossings(criterion, criteria, one.option, other.option)]
        for side in (
            [cross for cross in crossings if cross[0] > criterion.weight], [cross for cross in crossings if cross[0] < criterion.weight]
        ):  # fmt: skip
            if side:
                weight, above, below = min(side, key=lambda cross: (abs(cross[0] - criterion.weight), cross[1].name, cross[2].name))
                found.append(_swing(criterion, weight, above, below))
    return tuple(found)


def _crossings(
    criterion: Criterion, criteria: Sequence[Criterion], one: Option, other: Option
) -> Iterator[tuple[Fraction, Option, Option]]:
    """The weight from 0 to 100 at which `other` draws level with `one`, who stands above it now. None where their lines never meet."""
    others = [each for each in criteria if each is not criterion]
    whole = sum((each.weight for each in others), Fraction(0))

    def rest(option: Option) -> Fraction:
        return sum((each.weight * option.scores[each.name] for each in others), Fraction(0)) / whole

    slope = (one.scores[criterion.name] - other.scores[criterion.name]) - (rest(one) - rest(other))
    start = rest(one) - rest(other)
    if slope:
        weight = -start * HUNDRED / slope
        if 0 < weight < HUNDRED and weight != criterion.weight:
            yield weight, one, other


def _swing(criterion: Criterion, weight: Fraction, above: Option, below: Option) -> Swing:
    way = "more" if weight > criterion.weight else "less"
    words = (
        f"If “{criterion.title}” counted {way} ({_number(weight)} of 100 and not {_number(criterion.weight)}), "
        f"“{below.title}” would draw level with “{above.title}”."
    )
    return Swing(criterion=criterion.name, weight=criterion.weight, to=weight, overtakes=below.name, overtaken=above.name, words=words)


def _per_thousand(option: Option) -> Fraction | None:
    return option.value * 100_000 / option.cost.pence if option.cost.pence > 0 else None


def _number(value: Fraction) -> str:
    return f"{float(value):.4g}"


def _problem(where: str, what: str, why: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why=why, fix=fix)
