"""Is an ambition on its way? The trajectory of each shape of target, and a plain word when it goes the wrong way.

A trajectory is a straight line from the baseline to the goal, but for a target that compounds: there it is a straight line
within each year, between the powers of what a year is to bring. Before the baseline it is the baseline, after the goal's day
the goal. A step counts as seen only beyond its interval, where there is one.
"""

from datetime import date

from wholeplace.agreement.plans.shapes import (
    Ambition,
    Baseline,
    Better,
    Observed,
    Progress,
    Shape,
    Standing,
    Target,
    TrajectoryPoint,
)

_DAYS = 365.25


def goal_of(target: Target, baseline: Baseline | None) -> float | None:
    """The value that is to be reached by `target.by`. None where there is no number to reach (benchmark, qualitative)."""
    if target.amount is None:
        return None
    if target.shape is Shape.LEVEL:
        return target.amount
    if target.shape is Shape.COUNT:
        return target.amount
    if baseline is None:
        return None
    if target.shape is Shape.COMPOUNDING:
        return _compounded(target, baseline, target.by)
    return baseline.value * (1 + _way(target) * target.amount)


def expected_on(target: Target, baseline: Baseline | None, day: date) -> float | None:
    """What should be seen on a day, were the target on its way. None where there is no number to reach."""
    goal = goal_of(target, baseline)
    if goal is None or baseline is None:
        return goal
    if target.shape is Shape.COMPOUNDING:
        return _compounded(target, baseline, min(max(day, baseline.on), target.by))
    start = 0.0 if target.shape is Shape.COUNT else baseline.value
    whole = (target.by - baseline.on).days
    done = min(max((day - baseline.on).days / whole, 0.0), 1.0) if whole > 0 else 1.0
    return start + done * (goal - start)


def trajectory(ambition: Ambition) -> tuple[TrajectoryPoint, ...]:
    """What should be seen from year to year: the baseline, each anniversary of it, and the goal's own day. To be drawn as a line.

    Empty where there is no number to reach, or nothing to begin from.
    """
    target, baseline = ambition.target, ambition.baseline
    if baseline is None or goal_of(target, baseline) is None:
        return ()
    days = [day for year in range(target.by.year - baseline.on.year + 1) if (day := _years_after(baseline.on, year)) < target.by]
    return tuple(TrajectoryPoint(on=day, expected=expected_on(target, baseline, day) or 0.0) for day in (*days, target.by))


def _years_after(day: date, years: int) -> date:
    """The same day so many years later; of 29 February in a year without one, the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _better(target: Target) -> Better:
    """Which way the value itself goes when it goes well. A count says how many were gained, so more is better."""
    return Better.HIGHER if target.shape is Shape.COUNT else target.better


def _way(target: Target) -> int:
    return -1 if target.better is Better.LOWER else 1


def _compounded(target: Target, baseline: Baseline, day: date) -> float:
    """The baseline times (1 less or plus the share) to the power of the whole years, and a straight line within the year."""
    years = (day - baseline.on).days / _DAYS
    whole, part = int(years), years - int(years)
    each = 1 + _way(target) * (target.amount or 0.0)
    return baseline.value * each**whole * (1 + part * (each - 1))


def progress_of(ambition: Ambition, seen: Observed | None) -> Progress:
    """Where an ambition stands by what was seen last. A value of another definition than the baseline's is refused, in words."""
    target, baseline = ambition.target, ambition.baseline
    goal = goal_of(target, baseline)
    if target.shape is Shape.QUALITATIVE:
        return _by_evidence(ambition, seen)
    why_not = _why_not(ambition, seen)
    if why_not or seen is None or seen.value is None:
        return Progress(standing=Standing.CANNOT_SAY, expected=None, goal=goal, sentence=f"{ambition.title}: cannot say. {why_not}")
    if target.shape is Shape.BENCHMARK and seen.benchmark is not None:
        return _beside_others(ambition, seen, seen.value, seen.benchmark)
    expected = expected_on(target, baseline, seen.on)
    if goal is None or expected is None:
        why = "It has no baseline" if baseline is None else "Its target says no amount"
        told = f"{ambition.title}: cannot say. {why}, so there is no number to reach. {_number(seen.value)} {ambition.unit} on {seen.on}."
        return Progress(standing=Standing.CANNOT_SAY, expected=None, goal=goal, sentence=told)
    standing = _standing(ambition, seen, seen.value, goal, expected)
    return Progress(standing=standing, expected=expected, goal=goal, sentence=_sentence(ambition, seen, standing, expected, goal))


def _why_not(ambition: Ambition, seen: Observed | None) -> str:
    if seen is None or seen.value is None:
        return "Nothing has been measured yet."
    if ambition.baseline and seen.definition_id != ambition.baseline.definition_id:
        return (
            f"What was seen is measured by the definition “{seen.definition_id}”, and the baseline by “{ambition.baseline.definition_id}”. "
            "Two definitions are never joined."
        )
    if ambition.target.shape is Shape.BENCHMARK and seen.benchmark is None:
        return f"The value of {ambition.target.benchmark or 'the others'} is not known."
    return ""


def _reaches(value: float, goal: float, better: Better) -> bool:
    return value <= goal if better is Better.LOWER else value >= goal


def _standing(ambition: Ambition, seen: Observed, value: float, goal: float, expected: float) -> Standing:
    better = _better(ambition.target)
    if _reaches(value, goal, better):
        return Standing.REACHED
    if _worse_than_begun(ambition, seen):
        return Standing.WRONG_WAY
    if seen.on >= ambition.target.by:
        return Standing.MISSED
    return Standing.ON_TRACK if _reaches(value, expected, better) else Standing.BEHIND


def _worse_than_begun(ambition: Ambition, seen: Observed) -> bool:
    """Is it worse than the baseline, beyond its interval where there is one?"""
    if ambition.baseline is None or seen.value is None:
        return False
    start = 0.0 if ambition.target.shape is Shape.COUNT else ambition.baseline.value
    lower = _better(ambition.target) is Better.LOWER
    best = seen.low if lower else seen.high
    edge = seen.value if best is None else best
    return edge > start if lower else edge < start


def _beside_others(ambition: Ambition, seen: Observed, value: float, others: float) -> Progress:
    good = _reaches(value, others, ambition.target.better)
    standing = Standing.REACHED if good else Standing.WRONG_WAY if _worse_than_begun(ambition, seen) else Standing.BEHIND
    whose = ambition.target.benchmark or "the others"
    sentence = f"{ambition.title}: {_number(value)} {ambition.unit}, beside {_number(others)} for {whose}: {standing.value}."
    return Progress(standing=standing, expected=others, goal=others, sentence=sentence)


def _by_evidence(ambition: Ambition, seen: Observed | None) -> Progress:
    shown = seen.evidence if seen else ()
    if not shown:
        late = seen is not None and seen.on >= ambition.target.by
        standing = Standing.MISSED if late else Standing.CANNOT_SAY
        return Progress(
            standing=standing, expected=None, goal=None, sentence=f"{ambition.title}: {standing.value}. No evidence has been shown."
        )
    sentence = f"{ambition.title}: {len(shown)} piece{'' if len(shown) == 1 else 's'} of evidence: {'; '.join(shown)}. The board judges."
    return Progress(standing=Standing.ON_TRACK, expected=None, goal=None, sentence=sentence)


def _sentence(ambition: Ambition, seen: Observed, standing: Standing, expected: float | None, goal: float | None) -> str:
    now = f"{ambition.title}: {_number(seen.value)} {ambition.unit} on {seen.on}".replace("  ", " ")
    begun = f" It began at {_number(ambition.baseline.value)}." if ambition.baseline and ambition.target.shape is not Shape.COUNT else ""
    aim = f"The goal is {_number(goal)} by {ambition.target.by}."
    if standing is Standing.REACHED:
        return f"{now}: reached. {aim}"
    if standing is Standing.WRONG_WAY:
        return f"{now}: going the wrong way.{begun} {aim}"
    if standing is Standing.MISSED:
        return f"{now}: missed. The goal was {_number(goal)} by {ambition.target.by}."
    return f"{now}: {standing.value}. {_number(expected)} was expected by then. {aim}"


def _number(value: float | None) -> str:
    """At most one decimal, or three figures below one."""
    if value is None:
        return "nothing"
    return f"{value:,.3g}" if abs(value) < 1 else f"{value:,.1f}".removesuffix(".0")
