"""Air by small area and year, and how much likelier a low birth weight it makes: planted, so that a cohort can find it.

Every year has its own pattern over the place (roads are closed and opened, weather differs), so that the air of another year
than the birth's says less: whoever joins the wrong year finds a weaker relation.
"""

from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo.files import write
from wholeplace.demo.layout import Layout, Room
from wholeplace.demo.ledger import Ledger
from wholeplace.demo.rates import number, numbers

FEED = "exposures"
YEARS = (2021, 2022, 2023, 2024, 2025)


def nitrogen_dioxide(layout: Layout) -> np.ndarray:
    """Yearly mean of nitrogen dioxide, micrograms a cubic metre, by year (of YEARS) and small area, to one decimal."""
    rng = layout.rng(len(layout.blocks), Room.AIR)
    lasting = number("air.lasting") * rng.standard_normal(len(layout.target)) + number("air.deprivation") * (0.5 - layout.percentile)
    yearly = number("air.of_one_year") * rng.standard_normal((len(YEARS), len(layout.target)))
    trend = number("air.trend") * (np.arange(len(YEARS)) - len(YEARS) // 2)
    return np.clip(number("air.mean") + lasting + yearly + trend[:, None], 3.0, None).round(1)


def times_likelier(layout: Layout, area: np.ndarray, day: np.ndarray) -> np.ndarray:
    """How many times likelier than at the mean air a low birth weight is, for babies born in small areas on days."""
    year = day.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970 - YEARS[0]
    more = nitrogen_dioxide(layout)[year, area] - number("air.mean")
    return number("births.risk_ratio_of_10") ** (layout.plant * more / 10)


def write_air(layout: Layout, folder: Path, ledger: Ledger) -> None:
    """The feed's files, one a year, by today's small-area codes."""
    rng = layout.rng(len(layout.blocks), Room.AIR, 1)
    dioxide = nitrogen_dioxide(layout)
    slope, spread = numbers("air.fine_particles")
    fine = np.clip(slope * dioxide + spread * rng.standard_normal(dioxide.shape), 2.0, None).round(2)
    for n, year in enumerate(YEARS):
        parts = [_year(layout, year, name, values) for name, values in (("NO2", dioxide[n]), ("PM2.5", fine[n]))]
        frame = pl.concat(parts)
        ledger.wrote(FEED, len(frame))
        write(frame, folder / FEED / f"air_{year}.csv")


def _year(layout: Layout, year: int, pollutant: str, values: np.ndarray) -> pl.DataFrame:
    count = len(values)
    return pl.DataFrame(
        {
            "POLLUTANT": pl.repeat(pollutant, count, eager=True), "LSOA": layout.codes, "YEAR": pl.repeat(year, count, eager=True),
            "ANNUAL_MEAN": values, "UNIT": pl.repeat("micrograms per cubic metre", count, eager=True),
        }
    )  # fmt: skip
