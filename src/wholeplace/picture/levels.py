"""Where a figure stands against its standard: the partners' own, else the country's, else the system's average."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wholeplace.measures.shapes import Better
from wholeplace.measures.statistics import funnel_limits, overdispersion_of
from wholeplace.picture.figures import MeasureFigures, Standing, best, error_of
from wholeplace.picture.looks import RATE, SHARE
from wholeplace.picture.shapes import Figure, Level
from wholeplace.place.shapes import Place

WARNING, ALARM = 0.95, 0.998
_WARNING_Z, _ALARM_Z = 1.959964, 3.090232
_COUNTRIES = {"E92000001": "England", "W92000004": "Wales", "S92000003": "Scotland", "N92000002": "Northern Ireland"}
NO_LEVEL = Level(stands="none", standard=None, standard_source="")


@dataclass(frozen=True, slots=True)
class Held:
    """A value to hold figures against, and whose it is."""

    value: float
    source: str


def levels(figures: MeasureFigures, place: Place) -> dict[Standing, Level]:
    """The level of one measure in every area. Areas are held against the standard, never against each other."""
    found: dict[Standing, Level] = {}
    for level in sorted({each.level for each in figures.standings}):
        standings = [each for each in figures.standings if each.level == level]
        held = {each: standard_for(figures, each, place) for each in standings}
        common = [each for each in standings if held[each] is not None]
        found.update(dict.fromkeys(standings, NO_LEVEL))
        found.update(_held(figures, common, {each: told for each, told in held.items() if told is not None}))
    return found


def standard_for(figures: MeasureFigures, standing: Standing, place: Place) -> Held | None:
    """The standard in place.toml, else the country's figure for the same time, else (below the system) the system's own."""
    settings, now = place.settings, figures.now(standing)
    if own := settings.standards.get(figures.measure.name):
        return Held(own.value, own.source)
    if now is None or now.value is None:
        return None
    for figure in figures.latest_at("country", now):
        if figure.area == settings.country and figure.value is not None:
            return Held(figure.value, _COUNTRIES.get(settings.country, settings.country))
    widest = settings.levels[0]
    whole = next((figures.now(each) for each in figures.standings if each.level == widest), None)
    if standing.level == widest or whole is None or whole.value is None or (whole.starts, whole.ends) != (now.starts, now.ends):
        return None
    return Held(whole.value, "the whole system")


def _held(figures: MeasureFigures, standings: Sequence[Standing], held: Mapping[Standing, Held]) -> dict[Standing, Level]:
    now = {each: figures.now(each) for each in standings}
    between = _between(figures, [(now[each], held[each]) for each in standings])
    return {
        each: Level(
            stands=_stands(figures, now[each], held[each], between) if figures.measure.better is not Better.NEITHER else "none",
            standard=held[each].value,
            standard_source=held[each].source,
        )
        for each in standings
    }


def _between(figures: MeasureFigures, told: Sequence[tuple[Figure | None, Held]]) -> float:
    """The variance between the areas of one level beyond chance; 0 where there are too few areas or no counts."""
    if not _can_funnel(figures) or not told or len({held.value for _, held in told}) > 1:
        return 0.0
    counts = [(f.numerator, f.denominator) for f, _ in told if f is not None and f.numerator is not None and f.denominator]
    if not counts:
        return 0.0
    top, bottom = np.array(counts, dtype=float).T
    return overdispersion_of(top, bottom, told[0][1].value, kind=_kind(figures), per=figures.measure.per)


def _can_funnel(figures: MeasureFigures) -> bool:
    return figures.family in (RATE, SHARE) and figures.measure.amount is None


def _kind(figures: MeasureFigures) -> str:
    return "rate" if figures.family == RATE else "proportion"


def _stands(figures: MeasureFigures, now: Figure | None, held: Held, between: float) -> str:
    value = best(now) if now is not None else None
    if now is None or value is None:
        return "none"
    if _can_funnel(figures) and now.denominator:
        limits = [
            funnel_limits(
                now.denominator, held.value, kind=_kind(figures), per=figures.measure.per, confidence=share, overdispersion=between
            )
            for share in (WARNING, ALARM)
        ]
        ends = [(float(each.lower), float(each.upper)) for each in limits]
    else:
        error = error_of(now)
        if not np.isfinite(error):
            return "none"
        ends = [(held.value - z * error, held.value + z * error) for z in (_WARNING_Z, _ALARM_Z)]
    return _word(value, ends, figures.measure.better)


def _word(value: float, ends: Sequence[tuple[float, float]], better: Better) -> str:
    (low, high), (far_low, far_high) = ends
    if low <= value <= high:
        return "within"
    good = (value > high) == (better is Better.HIGHER)
    far = value < far_low or value > far_high
    return f"{'much ' if far else ''}{'better' if good else 'worse'}"
