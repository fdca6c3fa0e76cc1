"""Which published numbers add up to which: areas to the area that holds them, groups to all, months to their period.

A register counts the same people every month, so its months do not add up: its period and its year are its last month.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from wholeplace.place.shapes import UNKNOWN_AREA, Place
from wholeplace.publish.disclosure.spans import SERIES, spans_in_parts

KEY = ("measure", "level", "area", "split", "group", "starts", "ends")
"""What a published number is about. The same key in two grains (a period that is one month) is one number twice."""

_SAME_TIME = ("grain", "starts", "ends")
_SUM = ("total", "number", "parts", "parts_sum", (pl.col("is_earlier") | pl.col("total_is_earlier")).alias("is_earlier"))
_NOTHING_MISSING = 1e-6
_ROUNDED_BY = 3.0  # a count shown to the nearest 5, or as the middle of 6, is at most so far off


@dataclass(frozen=True, slots=True)
class Sums:
    """Every sum that holds among cells: the number of the total first, then those of its parts. Numbers from `first_unseen` on
    are parts that nobody published, and `unseen` holds their values (as near as can be told)."""

    sums: list[tuple[int, ...]]
    first_unseen: int
    unseen: list[float]

    def new(self, value: float) -> int:
        """The number of one more part that nobody sees."""
        self.unseen.append(value)
        return self.first_unseen + len(self.unseen) - 1


def sums_of(rows: pl.DataFrame, column: str, place: Place, months: pl.DataFrame | None = None, guessed: Collection[int] = ()) -> Sums:
    """Every sum that holds among the numbers of `column`, this release's and those of releases before it.

    `rows` has a column `position`, and `is_earlier` for what only an earlier release holds. A part that is not published (people
    in a place but in no known neighbourhood; nine months of a year) is a cell of its own: it may be anything from 0.
    `months`: exact numbers of months that stand in no release, to tell how large such a part is. `guessed`: positions whose
    number an earlier release hides, so that it is not known either.
    """
    cells = rows.filter(pl.col(column).is_not_null()).select(
        "position", "grain", "is_register", "looks_back", "is_earlier", *SERIES, "starts", "ends", pl.col(column).alias("number")
    )
    adding, register = cells.filter(~pl.col("is_register")), cells.filter("is_register")
    made = Sums([], rows.height, [])
    for frame in (*_areas(cells, place), _groups(cells), _twice(cells), _last_months(register)):
        _add(made, frame)
    if column == "people":  # one person may count in two quarters, but those of a quarter are among those of the year
        _add(made, _period_in_year(adding), always_open=True)
    else:
        spans = pl.concat([adding, _looking_back(cells)])
        told = pl.when(~pl.col("position").is_in(guessed)).then(pl.col("number"))
        for total, parts in spans_in_parts(spans.with_columns(told.alias("number")), months, made.new):
            made.sums.append((total, *parts))
    return made


def _looking_back(cells: pl.DataFrame) -> pl.DataFrame:
    """Points that look back, with the day from which they do."""
    from_day = pl.col("ends").dt.offset_by(pl.format("-{}mo", "looks_back"))
    return cells.filter(pl.col("looks_back") > 0).with_columns(pl.min_horizontal("starts", from_day).alias("starts"))


def _add(made: Sums, frame: pl.DataFrame, *, always_open: bool = False) -> None:
    """Columns total, number (of the total), parts, parts_sum, and is_earlier. What does not add up (distinct counts) is no sum.
    `always_open`: the rest of the total is not published, even where it happens to be nothing.

    Numbers of earlier releases are rounded, so their sums hold about: nothing is taken to be missing in them, which errs
    on the safe side, since a reader is then thought to know more."""
    missing = pl.col("number") - pl.col("parts_sum")
    off = pl.when("is_earlier").then(_ROUNDED_BY * (pl.col("parts").list.len() + 1)).otherwise(_NOTHING_MISSING)
    kept = frame.filter(missing > -off).sort("total", pl.col("parts").list.first())
    whole = kept.select("total", "parts", missing.alias("rest"), ((missing > off) | always_open).alias("open"))
    for total, parts, rest, open_ in whole.iter_rows():
        made.sums.append((total, *parts, *((made.new(rest),) if open_ else ())))


def _parts(cells: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    return cells.group_by(by).agg(
        pl.col("position").sort().alias("parts"), pl.col("number").sum().alias("parts_sum"), pl.col("is_earlier").any()
    )


def _totals(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.rename({"position": "total", "is_earlier": "total_is_earlier"})


def _areas(cells: pl.DataFrame, place: Place) -> list[pl.DataFrame]:
    """Areas of one level within the area that holds them; and all of one level, with unknown, within the widest."""
    levels = (*place.settings.levels, *place.settings.footprints)
    parents = {str(area.code): str(area.parent) for area in place.areas if area.parent and area.level in levels[1:]}
    by = ("measure", "split", "group", *_SAME_TIME)
    made = []
    for level in levels[1:]:
        children = cells.filter(pl.col("level") == level)
        widest = _totals(cells.filter(pl.col("level") == levels[0]))
        made.append(_parts(children, by).join(widest, on=by).select(*_SUM))
        if level in place.settings.levels[2:]:
            made.append(_within_parents(cells, children, parents, by))
    return made


def _within_parents(cells: pl.DataFrame, children: pl.DataFrame, parents: Mapping[str, str], by: Sequence[str]) -> pl.DataFrame:
    known = children.filter(pl.col("area") != UNKNOWN_AREA).with_columns(
        pl.col("area").replace_strict(parents, default=None, return_dtype=pl.String).alias("parent")
    )
    parts = _parts(known.filter(pl.col("parent").is_not_null()), ("parent", *by)).rename({"parent": "area"})
    return parts.join(_totals(cells), on=("area", *by)).select(*_SUM)


def _groups(cells: pl.DataFrame) -> pl.DataFrame:
    by = ("measure", "level", "area", *_SAME_TIME)
    groups = _parts(cells.filter(pl.col("split") != "all"), (*by, "split"))
    everyone = _totals(cells.filter(pl.col("split") == "all").drop("split"))
    return groups.join(everyone, on=by).select(*_SUM)


def _twice(cells: pl.DataFrame) -> pl.DataFrame:
    """The same number under two grains: each is the other's only part."""
    first = cells.group_by(KEY).agg(pl.col("position").min().alias("total"), pl.len().alias("times")).filter(pl.col("times") > 1)
    parts = cells.join(first.select(*KEY, "total"), on=KEY).filter(pl.col("position") != pl.col("total"))
    return parts.select("total", "number", pl.concat_list("position").alias("parts"), pl.col("number").alias("parts_sum"), "is_earlier")


def _inside(parts: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Each span with each part of the same measure, area and group that lies within it."""
    times = (pl.col("starts").alias("from"), pl.col("ends").alias("to"))
    part = parts.select("position", "is_earlier", *SERIES, *times, pl.col("number").alias("parts_sum"))
    both = _totals(spans).join(part, on=SERIES).with_columns(pl.col("is_earlier") | pl.col("total_is_earlier"))
    return both.filter((pl.col("from") >= pl.col("starts")) & (pl.col("to") <= pl.col("ends")))


def _period_in_year(cells: pl.DataFrame) -> pl.DataFrame:
    """A period is part of a 12 months that is also published: the rest of the year is a part that nobody sees."""
    period, year = cells.filter(pl.col("grain") == "period"), cells.filter(pl.col("grain") == "year")
    return _inside(period, year).select("total", "number", pl.concat_list("position").alias("parts"), "parts_sum", "is_earlier")


def _last_months(cells: pl.DataFrame) -> pl.DataFrame:
    """Of a register: each span beside what ends on its last day. Equal numbers are one number told twice."""
    spans = cells.filter(pl.col("grain") != "month")
    shorter = _inside(cells, spans).filter((pl.col("to") == pl.col("ends")) & (pl.col("from") > pl.col("starts")))
    off = pl.when("is_earlier").then(2 * _ROUNDED_BY).otherwise(_NOTHING_MISSING)
    same = shorter.filter((pl.col("number") - pl.col("parts_sum")).abs() < off)
    return same.select("total", "number", pl.concat_list("position").alias("parts"), "parts_sum", "is_earlier")
