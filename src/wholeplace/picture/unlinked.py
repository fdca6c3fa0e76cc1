"""What missing links could do to a figure: how many rows belong to no known person, and how far a gap could move.

A measure that follows a person counts only rows whose person is known. The others are not like them, so the share left
out stands beside the figure, and a gap that the missing could explain says so (methods: half or double the rate).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from wholeplace.measures.shapes import Kind, Measure, Results, Status
from wholeplace.measures.statistics import unlinked_range
from wholeplace.picture.shapes import Figure, Gap, Quantity, Sentence
from wholeplace.picture.words import quantity_of, said
from wholeplace.terms import MeasureName
from wholeplace.terms.group import DEPRIVATION_FIFTHS

WORTH_A_RANGE = 0.001
"""Where under 1 in 1,000 rows of both groups is missing, no gap worth showing can hang on them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """Rows of one area and group: those that count, and those that would if we knew whose they are."""

    counted: float
    unlinked: float

    @property
    def share(self) -> float:
        """Of all rows, the part that belongs to no known person, 0 to 1; 0 where there is no row."""
        whole = self.counted + self.unlinked
        return self.unlinked / whole if whole else 0.0


Place = tuple[str, str, str]
"""Level, area, split."""


class MissingRows:
    """The rows that are missing from every measure that follows people, over the 12 months to the period's end."""

    def __init__(self, results: Results) -> None:
        self._by_measure: dict[MeasureName, dict[Place, dict[str, Missing]]] = {}
        if results.unlinked is None:
            return
        year = results.unlinked.filter((pl.col("grain") == "year") & (pl.col("ends") == results.period.ends))
        told = year.select("measure", "level", "area", "split", "group", "counted", "unlinked")
        for measure, level, area, split, group, counted, unlinked in told.iter_rows():
            of_measure = self._by_measure.setdefault(MeasureName(measure), {})
            of_measure.setdefault((level, area, split), {})[group] = Missing(counted=counted, unlinked=unlinked)

    def follows(self, measure: MeasureName) -> bool:
        """Whether the measure counts only rows whose person is known."""
        return measure in self._by_measure

    def groups(self, measure: MeasureName, level: str, area: str, split: str) -> Mapping[str, Missing]:
        """Missing rows by group of one split; empty for measures that do not follow people."""
        return self._by_measure.get(measure, {}).get((level, area, split), {})

    def whole(self, measure: MeasureName, level: str, area: str) -> Missing | None:
        """Missing rows of one area; None for measures that do not follow people, or areas without a row."""
        return self.groups(measure, level, area, "all").get("all")


def worded_missing(missing: Missing | None) -> Sentence | None:
    """How many rows are left out; said even when none is, so that silence never stands for "we did not look"."""
    if missing is None:
        return None
    if not missing.unlinked:
        return said("Every record that should count here belongs to a known person.")
    return said("{share} of the records that should count belong to no known person, so they are left out.", share=_share(missing))


def with_missing(gap: Gap, measure: Measure, missing: Mapping[str, Missing]) -> Gap:
    """The gap between the most and the least deprived fifth, with what records of no known person could do to it."""
    if gap.split != "deprivation" or not missing or not gap.groups:
        return gap
    figures = {figure.group: figure for figure in gap.groups}
    most, least = (str(DEPRIVATION_FIFTHS[end]) for end in (0, -1))
    ends = missing.get(most), missing.get(least)
    if ends[0] is None or ends[1] is None or not (ends[0].unlinked or ends[1].unlinked):
        return gap
    shares = said(
        "Left out for want of a known person: {most} of records of the most deprived fifth, {least} of the least.",
        most=_share(ends[0]), least=_share(ends[1]),
    )  # fmt: skip
    moved, could = _range(measure, (figures.get(most), figures.get(least)), (ends[0], ends[1]))
    explains = could and gap.slope_lower is not None and gap.slope_upper is not None and not gap.slope_lower <= 0 <= gap.slope_upper
    if could:
        moved = said("Records of no known person could explain this gap.") if explains else None
    return replace(gap, unlinked=tuple(each for each in (shares, moved) if each is not None), linkage_could_explain=explains)


def _range(
    measure: Measure, figures: tuple[Figure | None, Figure | None], missing: tuple[Missing, Missing]
) -> tuple[Sentence | None, bool]:
    """How far the gap could move, in words, and whether it could vanish. (None, False) where there is nothing to say."""
    ours, theirs = figures
    if measure.kind is not Kind.PROPORTION or ours is None or theirs is None or ours.value is None or theirs.value is None:
        return None, False
    if not ours.status == theirs.status == Status.COMPLETE or max(each.share for each in missing) < WORTH_A_RANGE:
        return None, False
    found = unlinked_range(ours.value, missing[0].share, theirs.value, missing[1].share, most=float(measure.per))
    low, high = sorted((abs(float(found.widest_lower)), abs(float(found.widest_upper))))
    ends = {name: quantity_of(measure, ours, value=value) for name, value in (("low", low), ("high", high))}
    words = said("If they had half or double the rate, the gap between the two would be {low} to {high}.", **ends)
    return words, bool(found.could_explain)


def _share(missing: Missing) -> Quantity:
    return Quantity(value=100 * missing.share, shows="percent", behind=missing.unlinked)
