"""Series that others publish, in the publishers' forms: flat within their own noise, so nothing here may be called change.

fingertips/: the long form of the Fingertips download. labour_market/ and fuel_poverty/: long forms of the ONS and the
energy department. Values are invented, for the system, its places and England.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo.files import write
from wholeplace.demo.layout import COUNTRY, SYSTEM, Layout, Room, place_code
from wholeplace.demo.ledger import Ledger
from wholeplace.demo.rates import entry, number

_FINGERTIPS = ("93015", "90323", "92443", "20101", "90631", "90362-male", "90362-female", "93861")
_LAST_YEAR = 2024
_COUNTRY_PEOPLE = 57_700_000
_QUINTILES = (
    "Most deprived quintile",
    "Second most deprived quintile",
    "Average deprived quintile",
    "Second least deprived quintile",
    "Least deprived quintile",
)
_CATEGORY = "LSOA11 deprivation quintiles in England (IMD2019)"
_AREA_TYPES = {COUNTRY: "England", SYSTEM: "Counties & UAs (from Apr 2023)"}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Area:
    code: str
    name: str
    people: float
    level: float  # over the level of the place


def _areas(layout: Layout) -> list[_Area]:
    share = np.bincount(layout.place, weights=layout.target)
    places = [
        _Area(code=place_code(n), name=name, people=float(share[n]), level=1.04 if n == 0 else 0.97) for n, name in enumerate(layout.places)
    ]
    england = _Area(code=COUNTRY, name="England", people=_COUNTRY_PEOPLE, level=number("published.england"))
    return [england, _Area(code=SYSTEM, name="Aldermoor", people=layout.people, level=1.0), *places]


def write_published(layout: Layout, folder: Path, ledger: Ledger) -> None:
    """The three published feeds."""
    rng = layout.rng(len(layout.blocks), Room.PUBLISHED)
    areas = _areas(layout)
    rows = [row for code in _FINGERTIPS for area in areas for row in _series(rng, code, area)]
    frames = {
        "fingertips": pl.DataFrame(rows, infer_schema_length=None),
        "labour_market": _labour_market(rng, areas),
        "fuel_poverty": _fuel_poverty(rng, areas),
    }
    for feed, frame in frames.items():
        ledger.wrote(feed, len(frame))
        write(frame, folder / feed / f"{feed}.csv")


def _years() -> range:
    return range(int(number("published.first_year")), _LAST_YEAR + 1)


def _series(rng: np.random.Generator, code: str, area: _Area) -> list[dict[str, object]]:
    """One indicator in one area: all years, for everyone and, in England and the system, by deprivation fifth."""
    facts = entry(f"published.{code}")
    rows = _values(rng, code, area, (1.0, 1.0, None, None))
    if area.code in (COUNTRY, SYSTEM) and facts["per_fifth"][0] != 1.0:
        for fifth, ratio in enumerate(facts["per_fifth"]):
            rows += _values(rng, code, area, (ratio, 0.2, _CATEGORY, _QUINTILES[fifth]))
    return rows


def _values(
    rng: np.random.Generator, code: str, area: _Area, group: tuple[float, float, str | None, str | None]
) -> list[dict[str, object]]:
    """Rows of one indicator, area and group; `group`: level, share of people, category type, category."""
    facts, (ratio, share, category_type, category) = entry(f"published.{code}"), group
    level = min(facts["value"] * area.level * ratio, 97.0 if facts["unit"] == "per cent" else 90.0)
    indicator, _, sex = code.partition("-")
    rows = []
    for year in _years():
        value, spread, count, asked = _figure(rng, level, facts, area.people * share)
        rows.append({
            "Indicator ID": int(indicator), "Indicator Name": facts["name"], "Parent Code": None, "Parent Name": None,
            "Area Code": area.code, "Area Name": area.name, "Area Type": _AREA_TYPES.get(area.code, "Districts & UAs (from Apr 2023)"),
            "Sex": sex.capitalize() or "Persons", "Age": facts["age"], "Category Type": category_type, "Category": category,
            "Time period": _period(facts["form"], year), "Value": round(value, 4),
            "Lower CI 95.0 limit": None if spread is None else round(value - 1.96 * spread, 4),
            "Upper CI 95.0 limit": None if spread is None else round(value + 1.96 * spread, 4),
            "Count": count, "Denominator": asked,
        })  # fmt: skip
    return rows


def _figure(rng: np.random.Generator, level: float, facts: dict, people: float) -> tuple[float, float | None, int | None, int | None]:
    """Value, its standard error (None where published without limits), count and denominator."""
    if facts["asked"]:
        asked = max(int(people * facts["asked"]), 30)
        count = int(rng.binomial(asked, level / 100))
        value = 100 * count / asked
        return value, float(np.sqrt(max(value, 1.0) * (100 - value) / asked)), count, asked
    spread = facts["spread"] * float(np.sqrt(min(1.0, 210_000 / people)))
    return float(level + spread * rng.standard_normal()), None if facts["unit"] == "per cent of deaths" else spread, None, None


def _period(form: str, year: int) -> str:
    if form == "financial year":
        return f"{year}/{(year + 1) % 100:02d}"
    return f"{year - 2} - {year % 100:02d}" if form == "several years" else str(year)


def _labour_market(rng: np.random.Generator, areas: list[_Area]) -> pl.DataFrame:
    facts = entry("published.employment")
    rows = []
    for area in areas:
        asked = max(int(area.people * facts["asked"]), 30)
        for year in _years():
            level = min(facts["value"] / area.level, 95.0)
            value = 100 * rng.binomial(asked, level / 100) / asked
            rows.append((f"{year}-12-01", area.code, area.name, "Economic activity rate - aged 16-64", round(float(value), 1)))
    return pl.DataFrame(rows, schema=["date", "geography_code", "geography_name", "variable_name", "value"], orient="row")


def _fuel_poverty(rng: np.random.Generator, areas: list[_Area]) -> pl.DataFrame:
    facts = entry("published.fuel-poverty")
    rows = [
        (
            year,
            area.code,
            area.name,
            "Proportion of households fuel poor (%)",
            round(float(facts["value"] * area.level + facts["spread"] * rng.standard_normal()), 1),
        )
        for area in areas
        for year in _years()
    ]
    return pl.DataFrame(rows, schema=["date", "geography_code", "geography_name", "variable_name", "value"], orient="row")
