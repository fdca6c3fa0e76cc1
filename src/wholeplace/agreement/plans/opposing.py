"""Targets that pull against each other: one measure two ways, or a measure whose counterpart somebody else wants to get worse."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from wholeplace.agreement.plans.shapes import Ambition


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasureSense:
    """What a plan must know of a measure: which way is better ("lower", "higher" or "neither"), and what it must be read with."""

    better: str
    read_with: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Pull:
    """Two ambitions that pull against each other, over which measures, and the sentence that says how."""

    one: Ambition
    other: Ambition
    measures: tuple[str, ...]
    sentence: str


def opposing(ambitions: Sequence[Ambition], senses: Mapping[str, MeasureSense], parents: Mapping[str, str]) -> tuple[Pull, ...]:
    """Every pair of ambitions that pull against each other. `senses`: by measure. `parents`: area -> the wider area that holds it.

    One measure is pulled two ways where one ambition wants it lower and the other higher. Two measures that must be read together
    pull where one ambition chases its measure the better way and the other its counterpart the worse way; where it is not known
    which way is better, where one is to fall and the other to rise. Ambitions for areas that do not touch, or for times that do
    not, never pull.
    """
    with_measure = [one for one in ambitions if one.measure]
    return tuple(pull for one, other in combinations(with_measure, 2) if _meet(one, other, parents) for pull in _pulls(one, other, senses))


def unwatched(ambitions: Sequence[Ambition], senses: Mapping[str, MeasureSense]) -> tuple[tuple[Ambition, str], ...]:
    """Each ambition with a counterpart of its measure that no ambition speaks of: chased alone, it could be met at its cost."""
    chased = {one.measure for one in ambitions if one.measure}
    return tuple(
        (one, other) for one in ambitions if one.measure in senses for other in senses[one.measure].read_with if other not in chased
    )


def _pulls(one: Ambition, other: Ambition, senses: Mapping[str, MeasureSense]) -> Iterator[Pull]:
    wants, wants_too = one.target.better.value, other.target.better.value
    if one.measure == other.measure and wants != wants_too:
        told = f"“{one.title}” wants {one.measure} {wants}, and “{other.title}” wants it {wants_too}."
        yield Pull(one=one, other=other, measures=(one.measure,), sentence=told)
    elif one.measure != other.measure and _read_together(one.measure, other.measure, senses) and _against(one, other, senses):
        told = (
            f"“{one.title}” wants {one.measure} {wants}, and “{other.title}” wants {other.measure} {wants_too}. "
            "The two must be read together: what is gained on one may be lost on the other."
        )
        yield Pull(one=one, other=other, measures=(one.measure, other.measure), sentence=told)


def _read_together(one: str, other: str, senses: Mapping[str, MeasureSense]) -> bool:
    return other in _counterparts(one, senses) or one in _counterparts(other, senses)


def _counterparts(measure: str, senses: Mapping[str, MeasureSense]) -> tuple[str, ...]:
    return senses[measure].read_with if measure in senses else ()


def _against(one: Ambition, other: Ambition, senses: Mapping[str, MeasureSense]) -> bool:
    ways = [_is_better(each, senses) for each in (one, other)]
    if None in ways:
        return one.target.better is not other.target.better
    return ways[0] is not ways[1]


def _is_better(one: Ambition, senses: Mapping[str, MeasureSense]) -> bool | None:
    """Does the ambition want its measure to get better? None where nobody knows which way is."""
    better = senses[one.measure].better if one.measure in senses else "neither"
    return None if better not in ("lower", "higher") else one.target.better.value == better


def _meet(one: Ambition, other: Ambition, parents: Mapping[str, str]) -> bool:
    in_time = not (_ended_before(one, other) or _ended_before(other, one))
    areas = {one.area, other.area}
    return in_time and ("" in areas or one.area in _with_parents(other.area, parents) or other.area in _with_parents(one.area, parents))


def _ended_before(one: Ambition, other: Ambition) -> bool:
    return other.baseline is not None and one.target.by <= other.baseline.on


def _with_parents(area: str, parents: Mapping[str, str]) -> list[str]:
    found = [area]
    while (above := parents.get(found[-1])) and above not in found:
        found.append(above)
    return found
