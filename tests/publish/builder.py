"""A hand-made picture of an invented place: counts drawn with a fixed seed, rolled up to every level, split and grain.

Only for tests of `publish`: what it needs is the shape and the arithmetic (margins that add up), not the method.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.measures import statistics as st
from wholeplace.measures.definitions import library_measures
from wholeplace.measures.shapes import RESULT_COLUMNS, Better, Kind, Measure, Results, Source, Status
from wholeplace.picture import Picture, draw
from wholeplace.place.shapes import Area, Organisation, Place, Settings
from wholeplace.terms import AreaCode, MeasureName, OrganisationCode, Period, SmallAreaCode, months_later

PERIOD = Period.parse("2025-Q3")
FIRST_MONTH, MONTHS = date(2022, 10, 1), 36
NAMES = (
    "Thornley", "Mill Bank", "Eastgate", "Canal Side", "Northfield", "Priory",
    "Kirk Moor", "High Fell", "Dale End", "Westbourne", "Hollins", "Ashworth Green",
)  # fmt: skip
POOREST = (0, 1, 2)
SPLITS: Mapping[str, tuple[str, ...]] = {
    "deprivation": ("1", "2", "3", "4", "5"),
    "age": ("0 to 19", "20 to 64", "65 to 79", "80 and over"),
    "sex": ("female", "male"),
    "ethnic_group": ("Asian", "Black", "Mixed", "White", "Other", "Not recorded"),
}
SHARES = {"age": (0.1, 0.25, 0.3, 0.35), "sex": (0.52, 0.48), "ethnic_group": (0.07, 0.03, 0.02, 0.78, 0.02, 0.08)}
PATHWAYS = ("0", "1", "2", "3", "Not recorded")


def measures(names: tuple[str, ...] | None = None) -> dict[MeasureName, Measure]:
    return {name: measure for name, measure in library_measures().items() if names is None or name in names}


def areas(count: int = 12) -> tuple[Area, ...]:
    def area(code: str, name: str, level: str, parent: str | None) -> Area:
        return Area(
            code=AreaCode(code), name=name, level=level, parent=AreaCode(parent) if parent else None,
            valid_from=date(2020, 1, 1), valid_to=None,
        )  # fmt: skip

    made = [area("E9S000001", "Aldermoor", "system", None)]
    made += [area("E9P000001", "Aldermoor Town", "place", "E9S000001"), area("E9P000002", "Fellside", "place", "E9S000001")]
    return (
        *made,
        *(area(f"E9N0000{n + 1:02}", NAMES[n], "neighbourhood", "E9P000001" if n % 2 == 0 or n < 3 else "E9P000002") for n in range(count)),
    )


def population(count: int) -> pl.DataFrame:
    """17,580 people in each neighbourhood, all in one band."""
    codes = [f"E9L0000{n:02}" for n in range(count)]
    return pl.DataFrame(
        {"small_area": codes, "age_band": [30] * count, "sex": ["all"] * count, "year": [2024] * count, "people": [17_580] * count}
    )


def place(folder: Path, *, rule: str = "hide-1-to-7-round-to-5", count: int = 12) -> Place:
    ranks = [2000, 2500, 3000, 9000, 12000, 14000, 18000, 21000, 25000, 28000, 30000, 32000][:count]
    codes = [a.code for a in areas(count)[3:]]
    small = pl.DataFrame(
        {
            "system": ["E9S000001"] * count,
            "place": [a.parent for a in areas(count)[3:]],
            "valid_from": [date(2020, 1, 1)] * count,
            "valid_to": pl.Series([None] * count, dtype=pl.Date),
            "small_area": [SmallAreaCode(f"E9L0000{n:02}") for n in range(count)], "neighbourhood": codes,
            "deprivation_rank": ranks, "deprivation_fifth": [min(5, 1 + r // 6569) for r in ranks],
        }
    )  # fmt: skip
    organisations = tuple(
        Organisation(
            code=OrganisationCode(code), name=name, kind=kind, parent=None, successor=None, valid_from=date(2020, 1, 1), valid_to=None
        )
        for code, name, kind in (("X9A", "Aldermoor Hospitals", "nhs trust"), ("X9B", "Fellside Hospitals", "nhs trust"))
    )
    return Place(
        folder=folder,
        settings=Settings(
            name="Aldermoor", levels=("system", "place", "neighbourhood"), disclosure_rule=rule, small_areas_in_country=33755
        ),
        areas=areas(count),
        organisations=organisations,
        small_areas=small,
        population=population(count),
    )


@dataclass
class Cells:
    """Counts of one measure: [month, neighbourhood, fifth, age, sex, ethnic group], with its denominator."""

    numerator: np.ndarray
    denominator: np.ndarray


# People a month in a neighbourhood, the share or rate a year, the change from October 2024 (all, poorest three).
PLANTS = {
    "delayed-days": (0.65, 0.65), "people-delayed": (0.8, 0.8), "back-within-30-days": (1.05, 1.75),
    "back-within-30-days-home-with-support": (1.05, 1.9), "care-started-within-2-days": (0.98, 0.6),
    "falls-admissions-65": (0.72, 0.72), "mental-health-wait-under-18": (1.0, 1.0),
}  # fmt: skip


def draw_cells(measure: Measure, count: int) -> Cells:
    """Poisson counts with a deprivation gradient; the planted change falls in the last 12 months."""
    dice = np.random.default_rng(zlib.crc32(measure.name.encode()))
    fifth = np.zeros((count, 5))
    for n in range(count):
        fifth[n, min(4, n * 5 // count)] = 0.7
        fifth[n, min(4, n * 5 // count + 1)] += 0.3
    shape = np.einsum("nf,a,s,e->nfase", fifth, *(np.array(SHARES[s]) for s in ("age", "sex", "ethnic_group")))
    size = {"rate": 17_500 / 12, "mean": 25, "total": 900}.get(measure.kind, 110 if "65" not in measure.name else 45)
    expected = np.broadcast_to(shape * size, (MONTHS, *shape.shape))
    denominator = expected.copy() if measure.kind == Kind.RATE else dice.poisson(expected).astype(float)
    share = {"rate": 0.02, "mean": 6.0, "total": 1.0}.get(measure.kind, 0.13 if measure.better != Better.HIGHER else 0.7)
    gradient = np.linspace(1.25, 0.8, 5)[:, None, None, None]
    everyone, poorest = PLANTS.get(measure.name, (1.0, 1.0))
    planted = np.ones((MONTHS, count, 1, 1, 1, 1))
    planted[24:] = everyone
    planted[24:, list(POOREST)[: min(3, count)]] = poorest
    chance = share * gradient * planted
    if measure.kind == Kind.PROPORTION:
        return Cells(dice.binomial(denominator.astype(int), np.minimum(chance, 0.97)).astype(float), denominator)
    return Cells(dice.poisson(denominator * chance * (1 if measure.kind != Kind.TOTAL else 5)).astype(float), denominator)


def published_grains() -> Iterator[tuple[str, date, date, slice]]:
    """What publishers give: whole years."""
    for n in range(3):
        yield "year", months_later(FIRST_MONTH, 12 * n), months_later(FIRST_MONTH, 12 * n + 12), slice(12 * n, 12 * n + 12)


def grains() -> Iterator[tuple[str, date, date, slice]]:
    """Every span that results carry: months, the period and a year before, 12 months and the 12 before."""
    for n in range(MONTHS):
        yield "month", months_later(FIRST_MONTH, n), months_later(FIRST_MONTH, n + 1), slice(n, n + 1)
    yield "period", PERIOD.starts, PERIOD.ends, slice(33, 36)
    yield "period", *_span(PERIOD.earlier(12)), slice(21, 24)
    yield "year", date(2024, 10, 1), date(2025, 10, 1), slice(24, 36)
    yield "year", date(2023, 10, 1), date(2024, 10, 1), slice(12, 24)


def _span(period: Period) -> tuple[date, date]:
    return period.starts, period.ends


def area_sums(cells: np.ndarray, places: np.ndarray) -> np.ndarray:
    """[.., neighbourhood, ..] on axis 1 -> system, two places, then neighbourhoods."""
    parts = [cells.sum(axis=1, keepdims=True)] + [cells[:, places == p].sum(axis=1, keepdims=True) for p in (1, 2)]
    return np.concatenate([*parts, cells], axis=1)


def group_sums(cells: np.ndarray) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield (split, group, [month, area]) from [month, area, fifth, age, sex, ethnic group]."""
    yield "all", "all", cells.sum(axis=(2, 3, 4, 5))
    for axis, (split, groups) in enumerate(SPLITS.items(), start=2):
        others = tuple(a for a in (2, 3, 4, 5) if a != axis)
        summed = cells.sum(axis=others)
        for g, group in enumerate(groups):
            yield split, group, summed[:, :, g]
    shares = np.array([0.6, 0.4])
    first = np.floor(cells.sum(axis=(2, 3, 4, 5)) * shares[0])
    yield "provider", "X9A", first
    yield "provider", "X9B", cells.sum(axis=(2, 3, 4, 5)) - first


def rows_of(measure: Measure, cells: Cells, place_areas: tuple[Area, ...]) -> list[dict[str, object]]:
    """Every result row of one measure."""
    neighbourhoods = place_areas[3:]
    places = np.array([1 if a.parent == place_areas[1].code else 2 for a in neighbourhoods])
    numerator, denominator = area_sums(cells.numerator, places), area_sums(cells.denominator, places)
    rows = []
    for (split, group, n), (_, _, d) in zip(group_sums(numerator), group_sums(denominator), strict=True):
        for grain, starts, ends, months in published_grains() if measure.kind == Kind.PUBLISHED else grains():
            if grain == "month" and split != "all":
                continue
            for a, area in enumerate(place_areas):
                key = {"measure": measure.name, "level": area.level, "area": area.code, "split": split, "group": group}
                top, below = float(n[months, a].sum()), float(d[months, a].sum())
                people = round(top * 0.9) if measure.amount is None else round(top / 3)
                known = split == "all" and grain != "month" and measure.people_counted
                rows.append(
                    {
                        **key,
                        "grain": grain,
                        "starts": starts,
                        "ends": ends,
                        **numbers(measure, top, below),
                        "people": people if known else None,
                    }
                )
    return rows


def numbers(measure: Measure, top: float, below: float) -> dict[str, object]:
    """Value and limits by the measure's kind; money comes in pence."""
    pence = 100 if measure.table == "spend" and measure.kind == Kind.RATE else 1
    blank = {"standardised": None, "standardised_lower": None, "standardised_upper": None, "definition_id": measure.definition_id}
    if not below:
        return {**blank, "numerator": top, "denominator": below, "value": None, "lower": None, "upper": None, "status": Status.NO_DATA}
    if measure.kind in (Kind.PROPORTION, Kind.PUBLISHED):
        top = min(top, below)
        limits = st.wilson_limits(np.array([top]), np.array([below]))
        value, lower, upper = 100 * top / below, 100 * float(limits.lower[0]), 100 * float(limits.upper[0])
    else:
        limits = st.byar_limits(np.array([max(top, 1)])) if top >= 10 else st.poisson_limits(np.array([top]))
        value, lower, upper = (measure.per / below * x for x in (top, float(limits.lower[0]), float(limits.upper[0])))
    made = {"numerator": top * pence, "denominator": below, "value": value, "lower": lower, "upper": upper, "status": Status.COMPLETE}
    return {**blank, **made, "standardised": value * 1.01, "standardised_lower": lower * 1.01, "standardised_upper": upper * 1.01}


SCHEMA = {
    **dict.fromkeys(RESULT_COLUMNS, pl.Float64),
    **dict.fromkeys(("measure", "level", "area", "split", "group", "grain", "status", "definition_id"), pl.String),
    "starts": pl.Date,
    "ends": pl.Date,
    "people": pl.Int64,
}


def results(library: Mapping[MeasureName, Measure], *, count: int = 12) -> Results:
    rows = [row for m in library.values() for row in rows_of(m, draw_cells(m, count), areas(count))]
    frame = pl.DataFrame(rows, schema={c: SCHEMA[c] for c in RESULT_COLUMNS})
    feeds = sorted({m.table for m in library.values()})
    sources = {
        f: Source(feed=f, files=((f"{f}.csv", "a1" * 32),), rows_in=12_000, accepted=11_900, quarantined=100, covers_to=date(2025, 11, 1))
        for f in feeds
    }
    return Results(
        period=PERIOD,
        measures=library,
        rows=frame.sort(list(RESULT_COLUMNS)),
        sources=sources,
        measure_feeds={m.name: (m.table,) for m in library.values()},
        notes=("640 people have no known area, so they count in the place only.",),
    )


def picture(names: tuple[str, ...] | None = None, *, count: int = 12) -> Picture:
    """The whole picture. `names`: only these measures (all of the library when left out)."""
    return draw(results(measures(names), count=count), place(Path("nowhere"), count=count))


def with_results(made: Picture, rows: pl.DataFrame) -> Picture:
    """The same picture over other rows."""
    return replace(made, results=replace(made.results, rows=rows))
