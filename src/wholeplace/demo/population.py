"""Who lives here and when. The place keeps its size and its ages: people are born, move in, move out and die so that
on any day the ages are those of rates.toml.

Method: a person is a birth day and a level u between 0 and 1, spread evenly. They live here while the density of their
age is above u times its highest value. Where the density rises with age people move in, where it falls they move out,
and from age 60 on leaving means dying. So the number at each age never drifts, whatever day one looks.
"""

from dataclasses import dataclass

import numpy as np

from wholeplace.demo import days
from wholeplace.demo.days import BURN_IN, END, HORIZON, YEAR
from wholeplace.demo.layout import Layout, Room, slots_for
from wholeplace.demo.rates import number, numbers, words

NEVER = days.day("2099-01-01")
NOBODY = -1
"""Stands for a row of People where there is none."""
_STEP = 61  # days between looks at the density
_OLDEST = 105
_FOUR_BANDS = 7305  # days in 4 bands of 5 years
_DEATH_FROM = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """One row a person of one block. Days are day numbers; NEVER where there is none.

    `arrives` <= day < `leaves` is the time living here; `dies` equals `leaves` for those who die here.
    `home` until `moves`, `second_home` from then on, both small areas of the same neighbourhood.
    `care_home`: first day of the first care home place.
    """

    serial: np.ndarray
    born: np.ndarray
    female: np.ndarray
    ethnicity: np.ndarray
    home: np.ndarray
    second_home: np.ndarray
    moves: np.ndarray
    arrives: np.ndarray
    leaves: np.ndarray
    dies: np.ndarray
    percentile: np.ndarray
    planted: np.ndarray
    trust: np.ndarray
    frailty: np.ndarray
    cancer: np.ndarray
    learning_disability: np.ndarray
    severe_mental_illness: np.ndarray
    unpaid_carer: np.ndarray
    care_home: np.ndarray
    care_home_from_hospital: np.ndarray

    def __len__(self) -> int:
        return len(self.serial)

    def age(self, person: np.ndarray, day: np.ndarray | int) -> np.ndarray:
        """Age in years (with parts) of people by index on a day."""
        return (day - self.born[person]) / YEAR

    def band(self, person: np.ndarray, day: np.ndarray | int) -> np.ndarray:
        """Index 0 to 18 of the five-year band of people on a day."""
        return np.clip((day - self.born[person]) * 4 // _FOUR_BANDS, 0, 18)  # whole numbers: this runs on every contact

    def here(self, person: np.ndarray, day: np.ndarray) -> np.ndarray:
        return (self.arrives[person] <= day) & (day < self.leaves[person])

    def home_on(self, person: np.ndarray, day: np.ndarray) -> np.ndarray:
        return np.where(day < self.moves[person], self.home[person], self.second_home[person])


def gradient(percentile: np.ndarray, ratio: float) -> np.ndarray:
    """Times the mean rate, by deprivation: `ratio` from the most to the least deprived, mean 1 over the country."""
    steep = np.log(ratio)
    scale = 2 * np.sinh(steep / 2) / steep
    return np.exp(steep * (0.5 - percentile)) / scale


def _density() -> tuple[np.ndarray, np.ndarray]:
    """Ages and the share of people a year of age there, the highest scaled to 1."""
    share = numbers("people.share_by_band")
    oldest = numbers("people.oldest")
    ages = np.concatenate([[0.0], np.arange(18) * 5 + 2.5, oldest[:, 0]])
    height = np.concatenate([[share[0] / 5], share[:18] / 5, oldest[:, 1]])
    return ages, height / height.max()


def people_of(layout: Layout, block: int) -> People:
    """Everyone who ever lives in a block from BURN_IN to END, in order of small area and serial."""
    rng = layout.rng(block, Room.PEOPLE)
    areas = layout.blocks[block]
    ages, height = _density()
    strip = _OLDEST * YEAR + (END - BURN_IN)
    living = np.trapezoid(height, ages) * YEAR / strip  # share of points that live here on any one day
    counts = np.round(layout.target[areas] / living).astype(np.int64)
    home = np.repeat(areas, counts)
    born = (BURN_IN - _OLDEST * YEAR + rng.random(len(home)) * strip).astype(np.int32)
    level = rng.random(len(home)) * height.max()
    arrives, leaves = _residence(rng, born, level, (ages, height))
    kept = np.flatnonzero((leaves > BURN_IN) & (arrives < END) & (leaves > arrives))
    return _described(rng, layout, home[kept], born[kept], (arrives[kept], leaves[kept]))


def _residence(
    rng: np.random.Generator, born: np.ndarray, level: np.ndarray, density: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """First day here and first day gone: from looks every _STEP days, with the day between two looks drawn; from age 60
    on, where the density only falls, the last day exactly, up to HORIZON."""
    looks = np.arange(BURN_IN - _STEP, END + _STEP, _STEP)
    first = np.full(len(born), NEVER, dtype=np.int32)
    last = np.full(len(born), -NEVER, dtype=np.int32)
    for look in looks:
        age = (look - born) / YEAR
        inside = (np.interp(age, *density, left=0.0, right=0.0) > level) & (age >= 0)
        np.minimum(first, look, out=first, where=inside)
        np.maximum(last, look, out=last, where=inside)
    jitter = rng.integers(0, _STEP, (2, len(born)), dtype=np.int32)
    arrives = np.where(first == looks[0], -NEVER, np.where(first - _STEP < born, born, first - jitter[0]))
    leaves = np.where(last == looks[-1], NEVER, last + 1 + jitter[1])
    ages, height = density
    old = ages >= _DEATH_FROM - 2.5
    dies = born + np.interp(level, height[old][::-1], ages[old][::-1]) * YEAR
    known = (last == looks[-1]) | (last - born >= _DEATH_FROM * YEAR)
    dying = known & (dies - born >= _DEATH_FROM * YEAR) & (level < height[old][0]) & (dies < HORIZON)
    return arrives.astype(np.int32), np.where(dying, dies, leaves).astype(np.int32)


def _described(rng: np.random.Generator, layout: Layout, home: np.ndarray, born: np.ndarray, stay: tuple[np.ndarray, np.ndarray]) -> People:
    count = len(home)
    arrives, leaves = stay
    band = np.clip(((BURN_IN + END) // 2 - born) // (5 * YEAR), 0, 18).astype(np.int64)
    dies = np.where((leaves - born > _DEATH_FROM * YEAR) & (leaves < NEVER), leaves, NEVER).astype(np.int32)
    adult = band >= 3
    care_home, from_hospital = _care_homes(rng, born, arrives, dies)
    return People(
        serial=_serials(layout, home),
        born=born,
        female=rng.random(count) < numbers("people.female_by_band")[band],
        ethnicity=_ethnicity(rng, layout, home),
        home=home,
        second_home=_second_homes(rng, layout, home),
        moves=_moves(rng, count),
        arrives=arrives,
        leaves=leaves,
        dies=dies,
        percentile=layout.percentile[home],
        planted=layout.planted[layout.neighbourhood[home]],
        trust=(layout.place[home] % 2).astype(np.int8),
        frailty=_frailty(rng, count),
        cancer=rng.random(count) < numbers("people.cancer_by_band")[band],
        learning_disability=rng.random(count) < number("people.learning_disability"),
        severe_mental_illness=adult & (rng.random(count) < number("people.severe_mental_illness")),
        unpaid_carer=adult & (rng.random(count) < number("people.unpaid_carer")),
        care_home=care_home,
        care_home_from_hospital=from_hospital,
    )


def _frailty(rng: np.random.Generator, count: int) -> np.ndarray:
    shape = number("people.frailty_shape")
    return np.minimum(rng.gamma(shape, 1 / shape, count), 5.0)


def _serials(layout: Layout, home: np.ndarray) -> np.ndarray:
    """Serial numbers within the small area's own range; `home` is in order."""
    areas, first, counts = np.unique(home, return_index=True, return_counts=True)
    room = np.array([slots_for(size) for size in layout.target[areas]])
    if (counts > room).any():
        raise AssertionError(
            f"{int((counts - room).max())} people too many for the serial numbers of a small area; raise _SLOTS in layout.py"
        )
    return layout.first_serial[home] + np.arange(len(home)) - np.repeat(first, counts)


def _ethnicity(rng: np.random.Generator, layout: Layout, home: np.ndarray) -> np.ndarray:
    """Index into people.ethnicity_codes: more mixed where more deprived, with two mixed neighbourhoods elsewhere."""
    neighbourhood = layout.neighbourhood[home]
    mixed = np.clip(1.1 - 1.3 * (neighbourhood + 0.5) / len(layout.neighbourhoods), 0, 1)
    mixed = np.where(neighbourhood % 5 == 1, np.maximum(mixed, 0.7), mixed)
    choice = rng.random(len(home))
    tables = [np.cumsum(numbers(name)) for name in ("people.ethnicity_uniform", "people.ethnicity_diverse")]
    drawn = [np.searchsorted(table / table[-1], choice) for table in tables]
    picked = np.where(rng.random(len(home)) < mixed, drawn[1], drawn[0])
    return np.minimum(picked, len(words("people.ethnicity_codes")) - 1).astype(np.int8)


def _second_homes(rng: np.random.Generator, layout: Layout, home: np.ndarray) -> np.ndarray:
    """Another small area of the same neighbourhood, each as likely."""
    areas_each = len(layout.target) // len(layout.neighbourhoods)
    first = layout.neighbourhood[home] * areas_each
    return first + (home - first + rng.integers(1, areas_each, len(home))) % areas_each


def _moves(rng: np.random.Generator, count: int) -> np.ndarray:
    window = END - BURN_IN
    chance = number("people.moves") * window / YEAR
    moved = rng.random(count) < chance
    return np.where(moved, BURN_IN + rng.integers(0, window, count), NEVER).astype(np.int32)


def _care_homes(rng: np.random.Generator, born: np.ndarray, arrives: np.ndarray, dies: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First day in a care home (NEVER for most) and whether it starts from a hospital bed.

    Told backwards from the death, so that the number of new places a month cannot drift.
    """
    count = len(born)
    years = np.minimum(rng.exponential(number("care.care_home_years"), count), 6.0)
    starts = dies - (years * YEAR).astype(np.int32)
    enters = (rng.random(count) < number("care.care_home_before_death")) & (dies < NEVER)
    enters &= (starts - born >= 65 * YEAR) & (starts > arrives + 30) & (starts < dies - 7)
    from_hospital = enters & (rng.random(count) < number("care.care_home_from_hospital"))
    return np.where(enters, starts, NEVER).astype(np.int32), from_hospital
