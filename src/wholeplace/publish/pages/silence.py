"""What sentences and drivers may not tell: a number in words gives a hidden figure away as well as a number in a table."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

import polars as pl

from wholeplace.place.shapes import Place
from wholeplace.publish.disclosure.margins import KEY
from wholeplace.terms import Period

Numbers = frozenset[float]


class Silence:
    """Which numbers behind a sentence belong to hidden figures, by area and by measure.

    A sentence sets a figure beside the same months a year before, so when one of the two is hidden neither is told.
    """

    def __init__(self, exact: pl.DataFrame, shown: pl.DataFrame, place: Place, period: Period) -> None:
        self._spans = [(p.starts, p.ends) for p in (period, period.earlier(12))]
        self._place = place
        times = pl.struct("starts", "ends").is_in([{"starts": starts, "ends": ends} for starts, ends in self._spans])
        self._shown = shown.filter(times)
        self._exact = exact.filter(times & (pl.col("split") == "all"))

    @cached_property
    def _behind(self) -> Mapping[str, Numbers]:
        flags = self._shown.filter(pl.col("split") == "all").select(*KEY, "hidden").unique(KEY)
        joined = self._exact.join(flags, on=KEY).with_columns(
            (pl.col("hidden") != "").any().over("measure", "level", "area").alias("quiet")
        )
        quiet = joined.filter("quiet").select(
            "area", pl.concat_list(pl.col("numerator", "denominator", "people").cast(pl.Float64)).alias("numbers")
        )
        grouped = quiet.explode("numbers").drop_nulls().group_by("area").agg(pl.col("numbers").unique())
        return {area: frozenset(numbers) for area, numbers in grouped.iter_rows()}

    def behind(self, areas: Iterable[str]) -> Numbers:
        """The numbers of people and events behind the hidden figures of these areas."""
        return frozenset[float]().union(*(self._behind.get(area, frozenset()) for area in areas))

    @cached_property
    def _parts(self) -> Mapping[tuple[str, str, str], tuple[set[tuple[date, date]], bool]]:
        """By measure, area and split: the times that are published, and whether any group is hidden."""
        found: dict[tuple[str, str, str], tuple[set[tuple[date, date]], bool]] = {}
        columns = ("measure", "area", "split", "starts", "ends", "hidden")
        for measure, area, split, starts, ends, hidden in self._shown.select(columns).iter_rows():
            times, before = found.get((measure, area, split), (set(), False))
            found[measure, area, split] = (times | {(starts, ends)}, before or hidden != "")
        return found

    def may_show_parts(self, measure: str, area: str, split: str) -> bool:
        """A part of a change is now less before: it may be shown only where both are published for every group."""
        if split in (*self._place.settings.levels, *self._place.settings.footprints):
            return self.may_name_areas(measure, split)
        times, hidden = self._parts.get((measure, area, "all" if split == "part" else split), (set(), True))
        return len(times) == len(self._spans) and not hidden

    def may_name_areas(self, measure: str, level: str) -> bool:
        """May a change be told area by area? Not while one of that level is hidden."""
        return self._shown.filter(
            (pl.col("measure") == measure) & (pl.col("level") == level) & (pl.col("split") == "all") & (pl.col("hidden") != "")
        ).is_empty()
