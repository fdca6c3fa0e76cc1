"""Where a change happened: which of the areas inside carry it, or that it is spread over most of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from wholeplace.measures.statistics import benjamini_hochberg
from wholeplace.picture.drivers import Inside
from wholeplace.picture.figures import MeasureFigures, Standing, pair_of
from wholeplace.picture.looks import FALSE_DISCOVERIES, RATE, SHARE, score_of
from wholeplace.picture.shapes import Figure, Quantity, Sentence
from wholeplace.picture.words import listed, said
from wholeplace.terms import AreaCode

MOST_NAMED = 3
NOTHING_ELSEWHERE = 1.0
"""Standard errors under which the other areas together show no change of their own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Where:
    """The areas inside that carry a change: their codes, strongest first, and the sentence that says so."""

    codes: tuple[AreaCode, ...]
    sentence: Sentence | None


NOWHERE = Where(codes=(), sentence=None)
Side = Mapping[AreaCode, Figure]


def where(figures: MeasureFigures, standing: Standing, inside: Inside, *, rose: bool, dispersion: float) -> Where:
    """Which of the areas inside changed beyond chance in the same direction, at a false discovery rate of 10%.

    Looked at over the 12 months to the period's end, which see four times as many events as a quarter, and over the
    period, which sees a new change sooner. Areas are named only when the others do not show the same change.
    """
    if not inside.areas or figures.family not in (RATE, SHARE):
        return NOWHERE
    found: dict[AreaCode, float] = {}
    alone = False
    for grain in ("year", "period"):
        now, before = (figures.at_level(inside.level, grain, before=earlier) for earlier in (False, True))
        codes = sorted(inside.areas.keys() & now.keys() & before.keys())
        scores = score_of(pair_of([now[code] for code in codes], [before[code] for code in codes]), figures.family, dispersion)
        believed = benjamini_hochberg(scores.p_values, rate=FALSE_DISCOVERIES) & ((scores.scores > 0) == rose)
        strong = {codes[row]: abs(float(scores.scores[row])) for row in np.flatnonzero(believed)}
        found.update({code: max(score, found.get(code, 0.0)) for code, score in strong.items()})
        rest = [code for code in codes if code not in strong]
        alone = alone or (bool(strong) and _shows_nothing(figures, (now, before), rest, rose=rose, dispersion=dispersion))
    if not found:
        return NOWHERE
    if len(found) > len(inside.areas) / 2 and not (alone and len(found) < len(inside.areas)):
        return Where(codes=(), sentence=said("The change is spread over most neighbourhoods."))
    named = tuple(sorted(found, key=lambda code: (-found[code], code))[:MOST_NAMED])
    return Where(codes=named, sentence=_share_of_change(figures, standing, inside, named))


def _shows_nothing(figures: MeasureFigures, sides: tuple[Side, Side], codes: Sequence[AreaCode], *, rose: bool, dispersion: float) -> bool:
    now, before = (pooled(side, codes) for side in sides)
    if now is None or before is None:
        return False
    score = float(score_of(pair_of([now], [before]), figures.family, dispersion).scores[0])
    return (score if rose else -score) < NOTHING_ELSEWHERE


def pooled(side: Side, codes: Sequence[AreaCode]) -> Figure | None:
    """Several areas as one figure: events and exposure added up. None where nothing is known of any of them."""
    known = [side[code] for code in codes if code in side and side[code].value is not None and side[code].denominator]
    if not known:
        return None
    top, bottom = sum(each.numerator or 0.0 for each in known), sum(each.denominator or 0.0 for each in known)
    return replace(known[0], numerator=top, denominator=bottom, value=top / bottom, lower=None, upper=None)


def _share_of_change(figures: MeasureFigures, standing: Standing, inside: Inside, codes: Sequence[AreaCode]) -> Sentence | None:
    """ "Thornley, Mill Bank and Eastgate make 24 of the 38 more." """
    names = listed([inside.areas[code] for code in codes])
    whole = [figures.groups(standing, "all", "period", before=earlier).get("all") for earlier in (False, True)]
    sides = [figures.at_level(inside.level, "period", before=earlier) for earlier in (False, True)]
    here = [pooled(side, codes) for side in sides]
    if any(each is None or each.numerator is None for each in (*whole, *here)):
        return None
    part, total = (now.numerator - before.numerator for now, before in (here, whole))  # type: ignore[union-attr]
    smallest = min(side[code].numerator or 0.0 for side in sides for code in codes if code in side)
    word, verb = ("more" if part > 0 else "fewer"), ("make" if len(codes) > 1 else "makes")
    if part * total <= 0:
        return said(f"It is clearest in {names}.")
    mine = Quantity(value=abs(part), shows="count", behind=smallest if figures.measure.people_counted else None)
    if abs(part) >= abs(total):
        return said(f"{names}{' together' if len(codes) > 1 else ''} had {{part}} {word} than a year before.", part=mine)
    all_of_them = replace(mine, value=abs(total))
    return said(f"{names} {verb} {{part}} of the {{total}} {word}. The rest is spread evenly.", part=mine, total=all_of_them)
