"""Hand-made results for the picture's tests: monthly counts of a few invented measures, rolled up as the measures room does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.measures.shapes import RESULT_COLUMNS, Better, Kind, Lens, Measure, Results, Status
from wholeplace.measures.statistics import poisson_limits, wilson_limits
from wholeplace.place.shapes import Area, Place, Settings
from wholeplace.terms import AreaCode, MeasureName, Period, months_later

PERIOD = Period.parse("2025-Q3")
MONTHS = 36
FIRST = months_later(PERIOD.ends, -MONTHS)
SYSTEM = "S1"
PLACES = ("P1", "P2")
NEIGHBOURHOODS = ("N1", "N2", "N3", "N4", "N5", "N6")
NAMES = {"S1": "Anyshire", "P1": "East", "P2": "West", **{f"N{n}": f"Ward {n}" for n in range(1, 7)}}
PARENTS = {"P1": "S1", "P2": "S1", **{f"N{n}": "P1" if n <= 3 else "P2" for n in range(1, 7)}}
LEVELS = {"S": "system", "P": "place", "N": "neighbourhood"}
_TEXT = ("measure", "level", "area", "split", "group", "grain", "status", "definition_id")


def measure(name: str, **more: object) -> Measure:
    """A measure with plain invented words; lower is better unless said."""
    told = {
        "title": f"{name.capitalize()} events", "short": name.capitalize(), "question": f"How many {name} events?", "lens": Lens.QUALITY,
        "better": Better.LOWER, "read_with": (), "table": "stays", "kind": Kind.RATE, "unit": "events a year per 1,000 people", "per": 1000,
        "source": "invented", "definition_id": name, "noun": f"{name} events", "reading": f"Reading of {name}",
        "rises": f"More people have {name}", "falls": f"Fewer people have {name}",
    }  # fmt: skip
    more = more | ({"kind": Kind(str(more["kind"]))} if "kind" in more else {})
    return Measure(name=MeasureName(name), **{**told, **more})  # type: ignore[arg-type]


def share(name: str, **more: object) -> Measure:
    return measure(name, **{"kind": Kind.PROPORTION, "per": 100, "unit": "per cent", **more})


def place(folder: Path = Path("nowhere"), **settings: object) -> Place:
    """One system, two places, six neighbourhoods, each of one small area."""
    made = tuple(
        Area(code=AreaCode(code), name=name, level=LEVELS[code[0]], parent=AreaCode(PARENTS[code]) if code in PARENTS else None,
             valid_from=date(2000, 1, 1), valid_to=None)
        for code, name in NAMES.items()
    )  # fmt: skip
    small = pl.DataFrame({
        "small_area": [f"L{n}" for n in range(1, 7)], "neighbourhood": list(NEIGHBOURHOODS), "place": ["P1"] * 3 + ["P2"] * 3,
        "system": ["S1"] * 6, "deprivation_fifth": [1, 1, 2, 3, 4, 5],
        "valid_from": [date(2000, 1, 1)] * 6, "valid_to": pl.Series([None] * 6, dtype=pl.Date),
    })  # fmt: skip
    people = pl.DataFrame(
        {"small_area": [f"L{n}" for n in range(1, 7)], "age_band": [65] * 6, "sex": ["all"] * 6, "year": [2024] * 6, "people": [1000] * 6}
    )
    told = {"name": "Anyshire", "levels": ("system", "place", "neighbourhood"), **settings}
    return Place(folder=folder, settings=Settings(**told), areas=made, organisations=(), small_areas=small, population=people)  # type: ignore[arg-type]


@dataclass
class Series:
    """Monthly counts of one measure: events and exposure over [neighbourhood, month]; `splits`: shares of events by group,
    now and a year before: {split: {group: (share before, share now)}}."""

    measure: Measure
    events: np.ndarray
    exposure: np.ndarray
    splits: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)
    status: Status = Status.COMPLETE
    whole: bool = True  # the groups of a split are made to add up to all events


def steady(
    of: Measure, *, level: float = 50.0, size: float = 400.0, change: Mapping[str, float] | float = 1.0, seed: int = 1, **more: object
) -> Series:
    """Events by chance around `level` a month in each neighbourhood, multiplied by `change` in the last 12 months."""
    dice = np.random.default_rng(seed)
    factors = np.array([change.get(code, 1.0) if isinstance(change, Mapping) else change for code in NEIGHBOURHOODS])
    mean = np.full((len(NEIGHBOURHOODS), MONTHS), float(level))
    mean[:, -12:] *= factors[:, None]
    exposure = np.full_like(mean, float(size))
    events = dice.binomial(int(size), np.minimum(mean / size, 1.0)) if of.kind is Kind.PROPORTION else dice.poisson(mean)
    return Series(of, events.astype(float), exposure, **more)  # type: ignore[arg-type]


def results(
    *series: Series, notes: tuple[str, ...] = (), extra: Sequence[dict[str, object]] = (), measures: Sequence[Measure] = ()
) -> Results:
    rows = [row for each in series for row in _rows(each)] + [_blank() | dict(row) for row in extra]
    types = {name: pl.String if name in _TEXT else pl.Date if name in ("starts", "ends") else pl.Float64 for name in RESULT_COLUMNS}
    types["people"] = pl.Int64
    frame = pl.DataFrame(rows, schema=types).sort([*RESULT_COLUMNS][:8])
    known = [*(each.measure for each in series), *measures]
    return Results(period=PERIOD, measures={each.name: each for each in known}, rows=frame, notes=notes)


def with_measures(made: Results, *more: Measure) -> Results:
    return Results(period=made.period, measures={**made.measures, **{each.name: each for each in more}}, rows=made.rows, notes=made.notes)


def published(of: Measure, area: str, year: int, value: float, half: float | None = None, **more: object) -> dict[str, object]:
    """One published value for a calendar year, with its interval."""
    ends = {} if half is None else {"lower": value - half, "upper": value + half}
    level = LEVELS.get(area[0], "country")
    told = {
        "measure": of.name,
        "area": area,
        "level": level,
        "grain": "year",
        "starts": date(year, 1, 1),
        "ends": date(year + 1, 1, 1),
        "value": value,
    }
    return {**told, **ends, "definition_id": of.definition_id, **more}


def _blank() -> dict[str, object]:
    return {**dict.fromkeys(RESULT_COLUMNS), "split": "all", "group": "all", "status": str(Status.COMPLETE)}


def windows() -> list[tuple[str, int, int]]:
    """Grain, first and last month by position from FIRST."""
    months = [("month", n, n + 1) for n in range(MONTHS)]
    return [
        *months,
        ("period", MONTHS - 3, MONTHS),
        ("period", MONTHS - 15, MONTHS - 12),
        ("year", MONTHS - 12, MONTHS),
        ("year", MONTHS - 24, MONTHS - 12),
    ]


def members(area: str) -> list[int]:
    """Which neighbourhoods an area is made of."""
    return [row for row, code in enumerate(NEIGHBOURHOODS) if area in (code, PARENTS[code], SYSTEM)]


def _rows(series: Series) -> list[dict[str, object]]:
    made = []
    for area in NAMES:
        for grain, first, last in windows():
            block = (members(area), slice(first, last))
            events, exposure = series.events[block[0], block[1]].sum(), series.exposure[block[0], block[1]].sum()
            made.append(_row(series, (area, "all", "all"), (grain, first, last), (events, exposure)))
            for split, groups in series.splits.items() if grain != "month" and area[0] in "SP" else ():
                parts = [round(events * shares[first >= MONTHS - 12]) for shares in groups.values()]
                parts[-1] += round(events) - sum(parts) if series.whole else 0
                whole = series.measure.kind is Kind.RATE and split == "pathway"  # a rate's pathway has no population of its own
                for group, part in zip(groups, parts, strict=True):
                    size = exposure if whole else exposure / len(groups)
                    made.append(_row(series, (area, split, group), (grain, first, last), (part, size)))
    return made


def _row(series: Series, about: tuple[str, str, str], window: tuple[str, int, int], counts: tuple[float, float]) -> dict[str, object]:
    (area, split, group), (grain, first, last), (events, exposure) = about, window, counts
    own = series.measure
    limits = wilson_limits(min(events, exposure), exposure) if own.kind is Kind.PROPORTION else poisson_limits(events)
    scale = own.per if own.kind is Kind.PROPORTION else own.per / exposure
    shown = series.status == Status.COMPLETE
    return {
        **_blank(), "measure": own.name, "level": LEVELS[area[0]], "area": area, "split": split, "group": group, "grain": grain,
        "starts": months_later(FIRST, first), "ends": months_later(FIRST, last), "numerator": float(events), "denominator": float(exposure),
        "value": own.per * events / exposure if shown else None, "lower": float(limits.lower) * scale, "upper": float(limits.upper) * scale,
        "status": str(series.status), "definition_id": own.definition_id,
        "people": int(events) if split == "all" and grain != "month" else None,
    }  # fmt: skip
