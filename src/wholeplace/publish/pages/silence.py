"""What sentences and drivers may not tell: a number in words gives a hidden figure away as well as a number in a table."""

from collections.abc import Iterable, Mapping
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
    def _seen(self) -> Mapping[tuple[str, str, str], frozenset[str]]:
        """By measure, area and split: the groups whose figures may be seen both now and a year before."""
        about = ("measure", "area", "split")
        seen = self._shown.filter(pl.col("hidden") == "").select(*about, "group", "starts", "ends").unique()
        both = seen.group_by(*about, "group").len().filter(pl.col("len") == len(self._spans))
        grouped = both.group_by(about).agg("group").iter_rows()
        return {(measure, area, split): frozenset(groups) for measure, area, split, groups in grouped}

    def groups_to_tell(self, measure: str, area: str, split: str) -> frozenset[str]:
        """The groups whose part of a change may be told: it is now less before, so both must be seen."""
        return self._seen.get((measure, area, split), frozenset())

    def may_name_areas(self, measure: str, level: str) -> bool:
        """May a change be told area by area? Not while one of that level is hidden."""
        return self._shown.filter(
            (pl.col("measure") == measure) & (pl.col("level") == level) & (pl.col("split") == "all") & (pl.col("hidden") != "")
        ).is_empty()
