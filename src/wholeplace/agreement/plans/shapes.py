"""Ambitions and what was seen of them: a target in one of seven shapes, from a baseline that names its definition."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Shape(StrEnum):
    """The form in which a target is set."""

    LEVEL = "a level by a date"
    RELATIVE = "a share less or more than the baseline by a date"
    COMPOUNDING = "a share less or more than the year before, every year"
    GAP = "a smaller gap between two groups by a date"
    COUNT = "so many more (or fewer) by a date"
    BENCHMARK = "as good as others, or better"
    QUALITATIVE = "shown by evidence"


class Better(StrEnum):
    """Which way is better."""

    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True, kw_only=True, slots=True)
class Baseline:
    """Where it began: the value in the period that ended on `on`, by the definition `definition_id`."""

    value: float
    on: date
    definition_id: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What is to be reached. `amount` by shape: the level; the share (0.10 for a tenth); so many; nothing for the others.

    LEVEL `amount` is the value itself. RELATIVE, COMPOUNDING and GAP: a share of the baseline (of the year before, of the gap).
    COUNT: so many in all since the baseline. BENCHMARK and QUALITATIVE: none. `by` is the day by which; of COMPOUNDING the last.
    """

    shape: Shape
    better: Better
    by: date
    amount: float | None = None
    benchmark: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ambition:
    """One ambition: its words, who owns it (exactly one), its measure by name, its target and baseline.

    `unit`: of the measure, as it follows a number. A qualitative ambition has neither measure nor baseline; `shown_by` names
    the evidence that would show it. `strategy`: the one it stands in. `area`: for whom, by code; empty for all that the
    strategy covers. `part_of`: the wider ambition of which it is a place's own share. `needs`: which needs it answers, by name.
    `shared_by`: the partners that took it as their own objective, by name or code.
    """

    name: str
    title: str
    owner: str
    target: Target
    source: str
    measure: str = ""
    unit: str = ""
    baseline: Baseline | None = None
    horizon: str = ""
    strategy: str = ""
    area: str = ""
    part_of: str = ""
    shown_by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    shared_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Observed:
    """What was seen: the value on a day with its interval, by its definition. `benchmark`: the others' value on that day.

    Of a GAP target the value is the gap. Of a COUNT target it is how many in all since the baseline. `evidence`: what was shown
    for a qualitative one, by title.
    """

    on: date
    definition_id: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    benchmark: float | None = None
    evidence: tuple[str, ...] = ()


class Standing(StrEnum):
    """Where an ambition stands."""

    REACHED = "reached"
    ON_TRACK = "on track"
    BEHIND = "behind"
    WRONG_WAY = "going the wrong way"
    MISSED = "missed"
    CANNOT_SAY = "cannot say"


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """Where an ambition stands on a day, what was expected by then, what is to be reached, and the sentence that says so."""

    standing: Standing
    expected: float | None
    goal: float | None
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TrajectoryPoint:
    """What should be seen on one day, were the ambition on its way: a point to draw."""

    on: date
    expected: float
