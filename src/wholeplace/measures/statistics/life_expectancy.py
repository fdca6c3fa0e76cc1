"""Abridged life tables: life expectancy, and the part of it in good health.

Method: Chiang II (Chiang, The life table and its applications, 1984) with 20 bands of age, as the Office for National
Statistics and OHID use it; variance by Silcocks and others (J Epidemiol Community Health 2001;55:38-43); good health by
Sullivan (HSMHA Health Reports 1971;86:347-354), its variance by Mathers' formula as in Jagger and others, Health
expectancy calculation by the Sullivan method, 2014.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wholeplace.measures.statistics.limits import Floats, counts_of, z_of

BANDS = (0, 1, *range(5, 95, 5))
"""The first age of each of the 20 bands; the last is 90 and over."""

WIDTHS = np.diff(np.array([*BANDS, np.inf]))
_LIVED_AT_0, _LIVED = 0.1, 0.5  # share of the band lived by those who die in it
FEWEST_PEOPLE = 5_000
WIDEST_INTERVAL = 20.0  # years


@dataclass(frozen=True, kw_only=True, slots=True)
class LifeExpectancy:
    """Years still to live from the first day of each band, with limits: arrays [..., band]; nan where the method refuses."""

    value: Floats
    lower: Floats
    upper: Floats


@dataclass(frozen=True, kw_only=True, slots=True)
class _Table:
    """A life table of 100% at birth. `lived`: person-years in the band; `dying`: chance to die in it; arrays [..., band]."""

    alive: Floats
    lived: Floats
    dying: Floats
    rate: Floats
    refused: np.ndarray


def life_expectancy(deaths: ArrayLike, population: ArrayLike, *, confidence: float = 0.95) -> LifeExpectancy:
    """Life expectancy at the start of each of the 20 BANDS, in years.

    `deaths`, `population` [..., 20]: deaths and person-years of the same time; deaths may be fractions. No value, and no
    limits, in any band of a table with at most 5,000 person-years in all, a band without people or with more deaths than
    people, or no deaths in the last band; nor for a band whose interval is wider than 20 years. A missing count of deaths
    is 0. With l alive at the start of a band, d dying in it, q = n M / (1 + n M (1 - a)) at most 1, L = n (l - d) + n a d
    (l / M in the last band), the value is (sum of L from here on) / l.
    """
    dead = np.nan_to_num(_banded(deaths, "deaths"))
    table = _life_table(dead, _banded(population, "population"))
    onward = _onward(table.lived) / table.alive
    following = np.concatenate([onward[..., 1:], np.zeros_like(onward[..., :1])], axis=-1)
    everyone = np.ones_like(dead)
    terms = _mortality_terms(table, dead, _reach(following, everyone), everyone[..., -1])
    variance = _onward(terms) / table.alive**2
    return _finished(onward, variance, table.refused, confidence)


def healthy_life_expectancy(
    deaths: ArrayLike, population: ArrayLike, healthy: ArrayLike, asked: ArrayLike, *, confidence: float = 0.95
) -> LifeExpectancy:
    """Years still to live in good health at the start of each band (Sullivan): the life table's years x the share in health.

    `healthy` [..., 20]: share of people in good health, 0 to 1; `asked`: how many were asked, from whom the share's own
    variance share (1 - share) / asked comes. Refusals are those of `life_expectancy`, and bands nobody was asked in.
    """
    dead = np.nan_to_num(_banded(deaths, "deaths"))
    share, people = _banded(healthy, "share in good health"), _banded(asked, "people asked")
    if np.any(share > 1):
        raise ValueError(f"A share in good health runs from 0 to 1; the highest here is {np.nanmax(share):g}.")
    table = _life_table(dead, _banded(population, "population"))
    onward = _onward(table.lived * share) / table.alive
    following = np.concatenate([onward[..., 1:], np.zeros_like(onward[..., :1])], axis=-1)
    terms = _mortality_terms(table, dead, _reach(following, share), share[..., -1])
    of_share = table.lived**2 * share * (1 - share) / np.where(people > 0, people, np.nan)
    variance = _onward(terms + of_share) / table.alive**2
    return _finished(onward, variance, table.refused, confidence)


def _banded(values: ArrayLike, name: str) -> Floats:
    found = counts_of(values, name)
    if found.shape[-1] != len(BANDS):
        raise ValueError(f"A life table has {len(BANDS)} bands of age, and {name} has {found.shape[-1]}.")
    return found


def _lived_share() -> Floats:
    return np.array([_LIVED_AT_0, *[_LIVED] * (len(BANDS) - 1)])


def _life_table(deaths: Floats, population: Floats) -> _Table:
    total = np.sum(np.nan_to_num(population), axis=-1)
    refused = (
        (total <= FEWEST_PEOPLE)
        | np.any(~(population > 0), axis=-1)
        | np.any(deaths > np.nan_to_num(population), axis=-1)
        | (deaths[..., -1] <= 0)
    )
    rate = deaths / np.where(population > 0, population, np.nan)
    width, lived_share = np.where(np.isinf(WIDTHS), 0.0, WIDTHS), _lived_share()
    dying = np.minimum(width * rate / (1 + width * rate * (1 - lived_share)), 1.0)
    dying = np.concatenate([dying[..., :-1], np.ones_like(dying[..., -1:])], axis=-1)
    alive = np.concatenate([np.ones_like(dying[..., :1]), np.cumprod(1 - dying[..., :-1], axis=-1)], axis=-1)
    died = alive * dying
    last = alive[..., -1:] / np.where(rate[..., -1:] > 0, rate[..., -1:], np.nan)
    lived = np.concatenate([(width * (alive - died) + width * lived_share * died)[..., :-1], last], axis=-1)
    alive = np.where(alive > 0, alive, np.nan)
    return _Table(alive=alive, lived=lived, dying=dying, rate=rate, refused=refused)


def _onward(values: Floats) -> Floats:
    """The sum from each band to the last."""
    return np.flip(np.cumsum(np.flip(values, axis=-1), axis=-1), axis=-1)


def _reach(following: Floats, share: Floats) -> Floats:
    """Years (in health) lost by one who dies in the band instead of reaching its end."""
    width = np.where(np.isinf(WIDTHS), 0.0, WIDTHS)
    return (1 - _lived_share()) * width * share + following


def _mortality_terms(table: _Table, deaths: Floats, reach: Floats, share_in_last: Floats) -> Floats:
    """Each band's part of the variance that comes from deaths. A band without deaths adds none."""
    some = np.where(deaths > 0, deaths, np.nan)
    survival = np.nan_to_num(table.dying**2 * (1 - table.dying) / some)
    terms = table.alive**2 * reach**2 * survival
    last = (share_in_last * table.alive[..., -1] / 2) ** 2 * 4 / (some[..., -1] * table.rate[..., -1] ** 2)
    return np.concatenate([terms[..., :-1], last[..., None]], axis=-1)


def _finished(value: Floats, variance: Floats, refused: np.ndarray, confidence: float) -> LifeExpectancy:
    error = z_of(confidence) * np.sqrt(variance)
    too_wide = 2 * z_of(0.95) * np.sqrt(variance) > WIDEST_INTERVAL
    known = ~(refused[..., None] | too_wide | np.isnan(error))
    found, lower, upper = (np.where(known, each, np.nan) for each in (value, value - error, value + error))
    return LifeExpectancy(value=found, lower=lower, upper=upper)
