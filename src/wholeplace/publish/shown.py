"""A figure as it may be seen, and where to find it. The only way from the picture to a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from wholeplace.measures.shapes import Status
from wholeplace.picture.shapes import Figure

_COLUMNS = (
    "measure", "area", "split", "group", "starts", "ends", "numerator", "denominator", "value", "lower", "upper", "people",
    "standardised", "standardised_lower", "standardised_upper", "status", "hidden",
)  # fmt: skip
Key = tuple[str, str, str, str, date, date]


@dataclass(frozen=True, slots=True)
class Shown:
    """One published figure. A number that may not be seen is None, and `hidden` says why ("small", "beside")."""

    measure: str
    area: str
    split: str
    group: str
    starts: date
    ends: date
    numerator: float | None
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None
    people: int | None
    standardised: float | None
    standardised_lower: float | None
    standardised_upper: float | None
    status: str
    hidden: str

    @property
    def can_be_seen(self) -> bool:
        return self.value is not None and not self.hidden and self.status == Status.COMPLETE

    @property
    def best(self) -> tuple[float | None, float | None, float | None]:
        """Value and limits to compare areas or groups by: standardised where there is such a one. Ages and sexes are what
        one standardises for, so between them only the plain value says anything."""
        if self.standardised is not None and self.split not in ("age", "sex"):
            return self.standardised, self.standardised_lower, self.standardised_upper
        return self.value, self.lower, self.upper


class Published:
    """Every published figure of one release, found by what it is about."""

    def __init__(self, rows: pl.DataFrame) -> None:
        self.rows = rows
        known = rows.filter(pl.col("level") != "country").select(_COLUMNS)
        self._figures: Mapping[Key, Shown] = {row[:6]: Shown(*row) for row in known.iter_rows()}

    @property
    def figures(self) -> Iterable[Shown]:
        return self._figures.values()

    def of(self, figure: Figure | None) -> Shown | None:
        """What may be seen of a figure of the picture; None where the release does not hold it at all."""
        if figure is None:
            return None
        return self._figures.get((figure.measure, figure.area, figure.split, figure.group, figure.starts, figure.ends))

    def at(self, measure: str, area: str, span: tuple[date, date], *, split: str = "all", group: str = "all") -> Shown | None:
        return self._figures.get((measure, area, split, group, *span))

    def newest(self, measure: str, area: str) -> Shown | None:
        """The newest figure of an area that stands outside the picture's levels, such as a hospital trust's own series."""
        found = self._own_series.get((measure, area), ())
        return max(found, key=lambda shown: (shown.ends, shown.starts), default=None)

    @cached_property
    def _own_series(self) -> Mapping[tuple[str, str], list[Shown]]:
        codes = set(self.rows.filter(pl.col("level") == "organisation")["area"].to_list())
        found: dict[tuple[str, str], list[Shown]] = {}
        for shown in self._figures.values():
            if shown.area in codes and shown.split == "all":
                found.setdefault((shown.measure, shown.area), []).append(shown)
        return found
