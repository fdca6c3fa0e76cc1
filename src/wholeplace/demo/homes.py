"""Where people live, to the door: addresses, postcodes and property numbers that do not exist, by person and day."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from wholeplace.demo.households import Households
from wholeplace.demo.layout import Layout
from wholeplace.demo.population import NEVER, People
from wholeplace.demo.selves import parts

NO_FIXED_ABODE = "ZZ99 3VZ"
"""What the NHS writes for people without an address (HES data dictionary, HOMEADD)."""
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_ENDS = 9 * len(_LETTERS) ** 2
POSTCODES_OF_AN_AREA = _UNITS = 50
"""Postcodes of a small area; with the ends of a district shared by the small areas of one number, enough for 10 million people."""
_DISTRICTS = 89
_STREET = 24
_STREETS = 40
"""Homes of a street, and streets of a small area: with 450 names no two streets of a neighbourhood share one."""
_ROOM_FOR_HOMES = 10_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Homes:
    """Of every home of a block: `address`, `postcode`, `uprn`. Of every person, the number of the home: `first` until the day of the
    move, `second` from then on, `care_home` from the first day in one. Number 0: no fixed address."""

    address: pl.Series
    postcode: pl.Series
    uprn: pl.Series
    first: np.ndarray
    second: np.ndarray
    care_home: np.ndarray

    def on(self, people: People, person: np.ndarray, day: np.ndarray) -> np.ndarray:
        """The home of each person on a day."""
        home = np.where(day < people.moves[person], self.first[person], self.second[person])
        return np.where(day >= people.care_home[person], self.care_home[person], home)


def homes_of(layout: Layout, people: People, households: Households, block: int) -> Homes:
    """Number the homes of a block and say where everyone lives.

    Homes are, in this order: none, one a household, one for each that moves together or alone, student rooms, care homes.
    """
    lead = households.first_of(np.ones(len(people), dtype=bool))
    moving = np.flatnonzero(people.moves < NEVER)
    way = np.where(households.together[moving], households.household[moving], households.count + moving)
    _, first_of_way, ways = np.unique(way, return_index=True, return_inverse=True)
    neighbourhoods, own = np.unique(layout.neighbourhood[people.home], return_inverse=True)
    shared = np.searchsorted(layout.neighbourhood, neighbourhoods)  # the first small area of each neighbourhood
    kinds = ("halls", "care_homes")
    area = np.concatenate([people.home[lead], people.second_home[moving[first_of_way]]])
    halls_from = 1 + len(area)
    care_from = halls_from + 2 * len(neighbourhoods)
    first = np.where(households.homeless, 0, 1 + households.household)
    first = np.where(households.hall, halls_from + own * 2 + people.serial % 2, first)
    second = first.copy()
    second[moving] = 1 + households.count + ways
    address, postcode = _written(layout, area)
    names = [parts()["streets"][kind][which] for kind in kinds for _ in neighbourhoods for which in range(2)]
    at = np.concatenate([np.repeat(shared, 2)] * 2)
    address = pl.concat([pl.Series(["No fixed abode"]), address, pl.Series(names) + _in(layout, at)])
    unit = np.concatenate([np.tile([_UNITS - 4, _UNITS - 3], len(shared)), np.tile([_UNITS - 2, _UNITS - 1], len(shared))])
    postcode = pl.concat([pl.Series([NO_FIXED_ABODE]), postcode, postcodes_of_areas(at, unit)])
    return Homes(
        address=address, postcode=postcode, uprn=_property_numbers(layout, len(address), block), first=first, second=second,
        care_home=care_from + own * 2 + people.serial // 2 % 2,
    )  # fmt: skip


def _in(layout: Layout, area: np.ndarray) -> pl.Series:
    """ ", neighbourhood" of each small area."""
    return ", " + pl.Series(layout.neighbourhoods).gather(pl.Series(layout.neighbourhood[area].astype(np.uint32)))


def _written(layout: Layout, area: np.ndarray) -> tuple[pl.Series, pl.Series]:
    """Address and postcode of homes in small areas: streets of 24 doors, postcodes that run along them."""
    order = np.argsort(area, kind="stable")
    _, start, back, count = np.unique(area[order], return_index=True, return_inverse=True, return_counts=True)
    within, of = np.zeros(len(area), dtype=np.int64), np.zeros(len(area), dtype=np.int64)
    within[order] = np.arange(len(area)) - start[back]
    of[order] = count[back]
    street, door = within // _STREET, within % _STREET + 1
    streets = parts()["streets"]
    names = pl.Series([f" {front} {kind}" for kind in streets["kinds"] for front in streets["fronts"]])
    lead = np.searchsorted(layout.neighbourhood, layout.neighbourhood[area])
    which = ((area - lead) * _STREETS + street + layout.neighbourhood[area]) * 7 % len(names)
    address = pl.Series(door).cast(pl.String) + names.gather(pl.Series(which.astype(np.uint32))) + _in(layout, area)
    return address, postcodes_of_areas(area, within * (_UNITS - 4) // np.maximum(of, 1))


def postcodes_of_areas(area: np.ndarray, unit: np.ndarray) -> pl.Series:
    """A postcode in an area that does not exist: no postcode area begins with Q. No two small areas share one."""
    front = pl.Series([f"QX{n + 1} " for n in range(_DISTRICTS)])
    ends = pl.Series([f"{n}{a}{b}" for n in range(1, 10) for a in _LETTERS for b in _LETTERS])
    end = (area // _DISTRICTS * _UNITS + unit) * 1_217 % _ENDS  # 1,217 is prime: neighbours do not get neighbouring postcodes
    return front.gather(pl.Series((area % _DISTRICTS).astype(np.uint32))) + ends.gather(pl.Series(end.astype(np.uint32)))


def _property_numbers(layout: Layout, homes: int, block: int) -> pl.Series:
    """Twelve digits from 999 on, no two alike; null for no home."""
    number = 999_000_000_000 + (int(layout.first_serial[layout.blocks[block][0]]) + np.arange(homes)) * 7 % (10 * _ROOM_FOR_HOMES)
    return pl.Series(number).scatter(0, None)
