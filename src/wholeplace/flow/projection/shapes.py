"""The nouns of the years ahead: what is assumed to happen to people in a year, and who lives here in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

AGES, SEXES, FIFTHS, CONDITIONS = 19, 2, 5, 4
"""Age bands of five years to 90 and over; women, men; deprivation fifths, most deprived first; 0, 1, 2, 3 or more conditions."""
FEMALE = 0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Transitions:
    """What happens to people in a year, as chances and rates.

    `onset` [age, fifth], `deaths` [age, fifth, conditions], `births` [age] for each woman, `out` and `into` [age] of one person,
    `share_female` of babies. `use` [group][age, fifth, conditions]: relative use of care; its scale cancels out.
    """

    onset: "NDArray[np.float64]"
    deaths: "NDArray[np.float64]"
    births: "NDArray[np.float64]"
    out: "NDArray[np.float64]"
    into: "NDArray[np.float64]"
    share_female: float
    use: "Mapping[str, NDArray[np.float64]]"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class YearOfPeople:
    """Who lives here at the middle of a year, people[age, sex, fifth, conditions], and what happened in the year before.

    people = people of the year before + births + moved_in - deaths - moved_out.
    """

    year: int
    people: "NDArray[np.float64]"
    births: float = 0.0
    deaths: float = 0.0
    moved_in: float = 0.0
    moved_out: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class YearAhead:
    """One year of a plan: people in all, from 65, and with two or more conditions; demand by group as times the first year's."""

    year: int
    people: float
    from_65: float
    with_two_or_more: float
    demand: Mapping[str, float]
