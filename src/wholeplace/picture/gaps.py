"""Who is better and worse off: deprivation with its slope, age, sex, ethnic group, neighbourhoods, partners."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from wholeplace.measures.shapes import Better, Status
from wholeplace.measures.statistics import Slope, benjamini_hochberg, poorest_fastest, slope_index
from wholeplace.measures.statistics.inequality import (
    ALL_IMPROVE_GAP_WIDENS,
    CANNOT_SAY,
    LEVELLING_DOWN,
    NO_CLEAR_CHANGE,
    POOREST_LEFT_BEHIND,
)
from wholeplace.picture.figures import MeasureFigures, Standing, best, error_of
from wholeplace.picture.looks import FALSE_DISCOVERIES, RATE, SHARE
from wholeplace.picture.shapes import Figure, Gap, Quantity, Sentence
from wholeplace.picture.words import listed, worded_groups
from wholeplace.terms import AreaCode
from wholeplace.terms.group import DEPRIVATION_FIFTHS, NOT_RECORDED

FIFTHS = tuple(str(fifth) for fifth in DEPRIVATION_FIFTHS)
_ORDER = {
    "deprivation": (*FIFTHS, NOT_RECORDED),
    "age": ("0 to 19", "20 to 64", "65 to 79", "80 and over", NOT_RECORDED),
    "sex": ("female", "male", NOT_RECORDED),
    "ethnic_group": ("Asian", "Black", "Mixed", "White", "Other", NOT_RECORDED),
}
COMMON_SPLITS = tuple(_ORDER)

WORTH_SAYING = 0.01
"""Shares under 1 in 100 are not said."""


MOVED_BY_THE_RICHEST = (LEVELLING_DOWN, ALL_IMPROVE_GAP_WIDENS, POOREST_LEFT_BEHIND)
"""Verdicts where the least deprived fifth moved the gap; in the others the most deprived fifth did."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Around:
    """What a gap needs beside its own figures: how much more than chance the measure varies, and names of areas inside."""

    dispersion: float
    inside: Mapping[AreaCode, str]  # code -> name of the areas one level of interest down
    narrowest: str


def gaps(figures: MeasureFigures, standing: Standing, around: Around) -> tuple[Gap, ...]:
    """Every split of one measure in one area that has figures for the 12 months to the period's end."""
    made = [_deprivation(figures, standing, around)]
    made += [_plain(figures, standing, split) for split in (*COMMON_SPLITS[1:], *figures.measure.splits)]
    made += [_areas(figures, standing, around), _organisations(figures, standing)]
    return tuple(gap for gap in made if gap is not None)


def ordered(split: str, groups: Mapping[str, Figure]) -> tuple[Figure, ...]:
    """The groups of a split in their own order; others by name, "Not recorded" last."""
    order = _ORDER.get(split, ())
    place = {group: number for number, group in enumerate(order)}
    names = sorted(groups, key=lambda group: (place.get(group, len(order)), group == NOT_RECORDED, group))
    return tuple(groups[name] for name in names)


def _plain(figures: MeasureFigures, standing: Standing, split: str) -> Gap | None:
    groups = figures.groups(standing, split, "year")
    if not groups:
        return None
    said = _not_recorded(figures, groups) if split == "ethnic_group" else None
    return _gap(split, ordered(split, groups), sentence=said)


def _gap(split: str, groups: tuple[Figure, ...], *, verdict: str = NO_CLEAR_CHANGE, sentence: Sentence | None = None) -> Gap:
    return Gap(
        split=split, groups=groups, slope=None, slope_lower=None, slope_upper=None, slope_before=None, relative=None,
        verdict=verdict, sentence=sentence,
    )  # fmt: skip


def _not_recorded(figures: MeasureFigures, groups: Mapping[str, Figure]) -> Sentence | None:
    """A missing ethnic group is reported, not dropped."""
    counts = {name: figure.numerator or 0.0 for name, figure in groups.items()}
    missing, whole = counts.get(NOT_RECORDED, 0.0), sum(counts.values())
    if not whole or missing / whole < WORTH_SAYING or not figures.measure.people_counted:
        return None
    share = Quantity(value=100 * missing / whole, shows="percent", behind=missing)
    return Sentence(pattern="Ethnic group is not recorded for {share} of them.", numbers={"share": share})


def _deprivation(figures: MeasureFigures, standing: Standing, around: Around) -> Gap | None:
    now, before = (figures.groups(standing, "deprivation", "year", before=earlier) for earlier in (False, True))
    if not now:
        return None
    fifths = [_complete(now, fifth) for fifth in FIFTHS]
    slope = _slope(figures, fifths, around)
    if slope is None:
        return _gap("deprivation", ordered("deprivation", now), verdict=CANNOT_SAY)
    earlier = [_complete(before, fifth) for fifth in FIFTHS]
    slope_before = _slope(figures, earlier, around)
    verdict, certainty = _verdict(figures, standing, (fifths, earlier), (slope, slope_before), around)
    return Gap(
        split="deprivation", groups=ordered("deprivation", now), slope=float(slope.absolute), slope_lower=float(slope.lower),
        slope_upper=float(slope.upper), slope_before=None if slope_before is None else float(slope_before.absolute),
        relative=float(slope.relative) if np.isfinite(slope.relative) else None, verdict=verdict,
        sentence=worded_groups(figures.measure, fifths[0], fifths[-1]) if float(slope.lower) > 0 or float(slope.upper) < 0 else None,
        certainty=certainty,
    )  # fmt: skip


def _complete(groups: Mapping[str, Figure], name: str) -> Figure | None:
    figure = groups.get(name)
    return figure if figure is not None and figure.status == Status.COMPLETE and best(figure) is not None else None


def _error(figures: MeasureFigures, figure: Figure, around: Around) -> float:
    """An amount's own limits know how unequal amounts are; counts are widened by how much more they vary than chance."""
    widen = around.dispersion if figures.family in (RATE, SHARE) and figures.measure.amount is None else 1.0
    return error_of(figure) * float(np.sqrt(widen))


def _slope(figures: MeasureFigures, fifths: Sequence[Figure | None], around: Around) -> Slope | None:
    known = [figure for figure in fifths if figure is not None and figure.denominator]
    if len(known) < len(FIFTHS):
        return None
    errors = [_error(figures, figure, around) for figure in known]
    if not np.all(np.isfinite(errors)):
        return None
    values, people = [best(figure) for figure in known], [figure.denominator for figure in known]
    return slope_index(values, errors, people, better=figures.measure.better)  # type: ignore[arg-type]


def _verdict(
    figures: MeasureFigures,
    standing: Standing,
    fifths: tuple[Sequence[Figure | None], Sequence[Figure | None]],
    slopes: tuple[Slope, Slope | None],
    around: Around,
) -> tuple[str, float]:
    """The word, and by how many standard errors the end that moved the gap changed."""
    slope, before = slopes
    if before is None:
        return CANNOT_SAY, 0.0
    if figures.measure.better is Better.NEITHER or max(float(slope.lower), float(before.lower)) <= 0:
        return NO_CLEAR_CHANGE, 0.0  # no side is better, or the poorest were not worse off at either time
    ends = [_growth(figures, one, other, around) for one, other in zip(*fifths, strict=True) if one is not None and other is not None]
    whole = [figures.groups(standing, "all", "year", before=earlier).get("all") for earlier in (False, True)]
    if whole[0] is None or whole[1] is None:
        return CANNOT_SAY, 0.0
    moved, _ = _growth(figures, whole[0], whole[1], around)
    closed = float(before.absolute - slope.absolute), float(np.hypot(before.error, slope.error))
    verdict = poorest_fastest(poorest=ends[0], richest=ends[-1], whole=moved, gap=closed)
    if verdict in (CANNOT_SAY, NO_CLEAR_CHANGE):
        return verdict, 0.0
    change, error = ends[-1] if verdict in MOVED_BY_THE_RICHEST else ends[0]
    return verdict, abs(change) / error


def _growth(figures: MeasureFigures, now: Figure, before: Figure, around: Around) -> tuple[float, float]:
    """The change over a year as a share of what it was, + for better, and its standard error; nan from nothing."""
    value, value_before = best(now), best(before)
    if not value or not value_before:
        return float("nan"), float("nan")
    sign = 1.0 if figures.measure.better is Better.HIGHER else -1.0
    ratio = value / value_before
    errors = _error(figures, now, around) / value, _error(figures, before, around) / value_before
    return sign * (ratio - 1), ratio * float(np.hypot(*errors))


def _areas(figures: MeasureFigures, standing: Standing, around: Around) -> Gap | None:
    """The neighbourhoods inside, each with its interval, and which of them stand apart from the whole."""
    if standing.level == around.narrowest:
        return None
    found = figures.at_level(around.narrowest, "year")
    groups = tuple(found[code] for code in sorted(found) if code in around.inside)
    whole = figures.groups(standing, "all", "year").get("all")
    if len(groups) < 2:
        return None
    return _gap(around.narrowest, groups, sentence=_apart(figures, groups, whole, around))


def _apart(figures: MeasureFigures, groups: Sequence[Figure], whole: Figure | None, around: Around) -> Sentence | None:
    """Which areas are worse than the whole, at a false discovery rate of 10% over all of them."""
    level = best(whole) if whole is not None else None
    if level is None or figures.measure.better is Better.NEITHER:
        return None
    values = np.array([np.nan if best(figure) is None else best(figure) for figure in groups], dtype=float)
    errors = np.array([_error(figures, figure, around) for figure in groups])
    scores = np.divide(values - level, errors, out=np.full(len(groups), np.nan), where=errors > 0)
    sign = 1.0 if figures.measure.better is Better.LOWER else -1.0
    believed = benjamini_hochberg(2 * ndtr(-np.abs(scores)), rate=FALSE_DISCOVERIES) & (sign * scores > 0)
    worst = sorted(np.flatnonzero(believed).tolist(), key=lambda row: -sign * scores[row])[:3]
    if not worst:
        return None
    names = listed(sorted(around.inside[groups[row].area] for row in worst))
    verb = "stand" if len(worst) > 1 else "stands"
    return Sentence(pattern=f"{names} {verb} worse than the whole, beyond chance.")


def _organisations(figures: MeasureFigures, standing: Standing) -> Gap | None:
    """One figure for each partner beside the system's, where partners publish their own."""
    now = figures.now(standing)
    if now is None:
        return None
    groups = tuple(figures.latest_at("organisation", now))
    return _gap("organisation", groups) if groups else None
