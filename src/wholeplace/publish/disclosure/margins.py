"""Which published numbers add up to which: areas to the area that holds them, groups to all, months to their period.

A register counts the same people every month, so its months do not add up: its period and its year are its last month.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from wholeplace.place.shapes import UNKNOWN_AREA, Place

KEY = ("measure", "level", "area", "split", "group", "starts", "ends")
"""What a published number is about. The same key in two grains (a period that is one month) is one number twice."""

_SAME_TIME = ("grain", "starts", "ends")
_NOTHING_MISSING = 1e-6


def sums_of(rows: pl.DataFrame, column: str, place: Place) -> list[tuple[int, ...]]:
    """Every sum that holds among the numbers of `column`, as row positions: the total first, then its parts.

    `rows` has a column `position`. A part that is not published (people in a place but in no known neighbourhood) is a
    cell of its own after the last row, told apart by -1 here: nobody sees it, so it may be anything from 0.
    """
    cells = rows.filter(pl.col(column).is_not_null()).select("position", "grain", "is_register", *KEY, pl.col(column).alias("number"))
    adding, register = cells.filter(~pl.col("is_register")), cells.filter("is_register")
    found = [*_areas(cells, place), _groups(cells), _months(adding), _twice(cells), _last_months(register)]
    return [sum_ for frame in found for sum_ in _as_sums(frame)] + _as_sums(_period_in_year(adding), always_open=True)


def _as_sums(frame: pl.DataFrame, *, always_open: bool = False) -> list[tuple[int, ...]]:
    """Columns total, number (of the total), parts, parts_sum. What does not add up (distinct counts) is no sum.
    `always_open`: the rest of the total is not published, even where it happens to be nothing."""
    missing = pl.col("number") - pl.col("parts_sum")
    kept = frame.filter(missing > -_NOTHING_MISSING).sort("total", pl.col("parts").list.first())
    whole = kept.select("total", "parts", ((missing > _NOTHING_MISSING) | always_open).alias("open"))
    return [(total, *parts, *((-1,) if open_ else ())) for total, parts, open_ in whole.iter_rows()]


def _parts(cells: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    return cells.group_by(by).agg(pl.col("position").sort().alias("parts"), pl.col("number").sum().alias("parts_sum"))


def _totals(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.rename({"position": "total"})


def _areas(cells: pl.DataFrame, place: Place) -> list[pl.DataFrame]:
    """Areas of one level within the area that holds them; and all of one level, with unknown, within the widest."""
    levels = (*place.settings.levels, *place.settings.footprints)
    parents = {str(area.code): str(area.parent) for area in place.areas if area.parent and area.level in levels[1:]}
    by = ("measure", "split", "group", *_SAME_TIME)
    made = []
    for level in levels[1:]:
        children = cells.filter(pl.col("level") == level)
        widest = _totals(cells.filter(pl.col("level") == levels[0]))
        made.append(_parts(children, by).join(widest, on=by).select("total", "number", "parts", "parts_sum"))
        if level in place.settings.levels[2:]:
            made.append(_within_parents(cells, children, parents, by))
    return made


def _within_parents(cells: pl.DataFrame, children: pl.DataFrame, parents: Mapping[str, str], by: Sequence[str]) -> pl.DataFrame:
    known = children.filter(pl.col("area") != UNKNOWN_AREA).with_columns(
        pl.col("area").replace_strict(parents, default=None, return_dtype=pl.String).alias("parent")
    )
    parts = _parts(known.filter(pl.col("parent").is_not_null()), ("parent", *by)).rename({"parent": "area"})
    return parts.join(_totals(cells), on=("area", *by)).select("total", "number", "parts", "parts_sum")


def _groups(cells: pl.DataFrame) -> pl.DataFrame:
    by = ("measure", "level", "area", *_SAME_TIME)
    groups = _parts(cells.filter(pl.col("split") != "all"), (*by, "split"))
    everyone = _totals(cells.filter(pl.col("split") == "all").drop("split"))
    return groups.join(everyone, on=by).select("total", "number", "parts", "parts_sum")


def _months(cells: pl.DataFrame) -> pl.DataFrame:
    by = ("measure", "level", "area", "split", "group")
    spans = _totals(cells.filter(pl.col("grain") != "month"))
    months = cells.filter(pl.col("grain") == "month").rename({"starts": "month", "ends": "month_ends"}).drop("grain")
    lengths = spans.select("starts", "ends").unique()
    placed = months.join(lengths, how="cross").filter((pl.col("month") >= pl.col("starts")) & (pl.col("month_ends") <= pl.col("ends")))
    parts = _parts(placed, (*by, "starts", "ends"))
    whole = (pl.col("ends").dt.year() - pl.col("starts").dt.year()) * 12 + pl.col("ends").dt.month() - pl.col("starts").dt.month()
    complete = parts.filter(pl.col("parts").list.len() == whole)
    return complete.join(spans, on=(*by, "starts", "ends")).select("total", "number", "parts", "parts_sum")


def _twice(cells: pl.DataFrame) -> pl.DataFrame:
    """The same number under two grains: each is the other's only part."""
    first = cells.group_by(KEY).agg(pl.col("position").min().alias("total"), pl.len().alias("times")).filter(pl.col("times") > 1)
    parts = cells.join(first.select(*KEY, "total"), on=KEY).filter(pl.col("position") != pl.col("total"))
    return parts.select("total", "number", pl.concat_list("position").alias("parts"), pl.col("number").alias("parts_sum"))


def _inside(parts: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Each span with each part of the same measure, area and group that lies within it."""
    by = ("measure", "level", "area", "split", "group")
    part = parts.select("position", *by, pl.col("starts").alias("from"), pl.col("ends").alias("to"), pl.col("number").alias("parts_sum"))
    both = _totals(spans).join(part, on=by)
    return both.filter((pl.col("from") >= pl.col("starts")) & (pl.col("to") <= pl.col("ends")))


def _period_in_year(cells: pl.DataFrame) -> pl.DataFrame:
    """A period is part of a 12 months that is also published: the rest of the year is a part that nobody sees."""
    period, year = cells.filter(pl.col("grain") == "period"), cells.filter(pl.col("grain") == "year")
    return _inside(period, year).select("total", "number", pl.concat_list("position").alias("parts"), "parts_sum")


def _last_months(cells: pl.DataFrame) -> pl.DataFrame:
    """Of a register: each span beside what ends on its last day. Equal numbers are one number told twice."""
    spans = cells.filter(pl.col("grain") != "month")
    shorter = _inside(cells, spans).filter((pl.col("to") == pl.col("ends")) & (pl.col("from") > pl.col("starts")))
    same = shorter.filter((pl.col("number") - pl.col("parts_sum")).abs() < _NOTHING_MISSING)
    return same.select("total", "number", pl.concat_list("position").alias("parts"), "parts_sum")
