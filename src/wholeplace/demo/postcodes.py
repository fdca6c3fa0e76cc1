"""Where the invented postcodes lie: on the British grid, in the North Sea, where no real one is."""

from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo.homes import POSTCODES_OF_AN_AREA, postcodes_of_areas
from wholeplace.demo.layout import Layout

_WEST, _SOUTH = 560_000, 480_000
"""Metres: some 60 kilometres off the coast of Yorkshire."""
_NEIGHBOURHOOD, _SMALL_AREA, _UNIT = 3_000, 600, 70
"""Metres from one to the next: about 17,500 people on 9 square kilometres, as in a town."""


def write_postcodes(layout: Layout, folder: Path) -> None:
    """postcodes.csv: every postcode of every small area. Neighbourhoods stand in rows, their small areas in rows within."""
    area = np.repeat(np.arange(len(layout.codes)), POSTCODES_OF_AN_AREA)
    unit = np.tile(np.arange(POSTCODES_OF_AN_AREA), len(layout.codes))
    within = area - np.searchsorted(layout.neighbourhood, layout.neighbourhood[area])
    east, north = _at(layout.neighbourhood[area], int(np.ceil(np.sqrt(layout.neighbourhood.max() + 1))), _NEIGHBOURHOOD)
    for number, across, apart in ((within, 5, _SMALL_AREA), (unit, 8, _UNIT)):
        more = _at(number, across, apart)
        east, north = east + more[0], north + more[1]
    frame = pl.DataFrame(
        {
            "postcode": postcodes_of_areas(area, unit), "easting": _WEST + east, "northing": _SOUTH + north,
            "small_area": pl.Series(layout.codes).gather(pl.Series(area.astype(np.uint32))),
        }
    )  # fmt: skip
    frame.unique("postcode", keep="first").sort("postcode").write_csv(folder / "postcodes.csv")


def _at(number: np.ndarray, across: int, apart: int) -> tuple[np.ndarray, np.ndarray]:
    """Metres east and north of things that stand in rows of so many, so far apart."""
    return number % across * apart, number // across * apart
