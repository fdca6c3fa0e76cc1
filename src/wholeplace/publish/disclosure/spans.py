"""Spans of time in parts: a year is its quarters and months, and every release counts the same ones."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import polars as pl

SERIES = ("measure", "level", "area", "split", "group")


@dataclass(frozen=True, slots=True)
class _Span:
    """One published number of a series, by position; `number` is None where an earlier release hides it."""

    position: int
    starts: date
    ends: date
    number: float | None


def spans_in_parts(cells: pl.DataFrame, months: pl.DataFrame | None, new: Callable[[float], int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """(total, parts) for every number that is made of shorter spans: between two days on which any span of its series starts or
    ends lies one part. It is the published number of exactly that span, or else one that nobody sees (`new` numbers it).

    `cells`: position, SERIES, starts, ends, number. `months`: the same columns but position, exact, whatever is published.
    """
    known = _by_series(months) if months is not None else {}
    for series, spans in _by_series(cells).items():
        yield from _in_parts(spans, known.get(series, []), new)


def _by_series(cells: pl.DataFrame) -> dict[tuple, list[_Span]]:
    found: dict[tuple, list[_Span]] = {}
    position = pl.col("position") if "position" in cells.columns else pl.lit(-1).alias("position")
    for *series, at, starts, ends, number in cells.select(*SERIES, position, "starts", "ends", "number").iter_rows():
        found.setdefault(tuple(series), []).append(_Span(at, starts, ends, number))
    return found


def _in_parts(spans: Sequence[_Span], months: Sequence[_Span], new: Callable[[float], int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    days = sorted({day for span in spans for day in (span.starts, span.ends)})
    at = {day: n for n, day in enumerate(days)}
    published: dict[int, int] = {}
    for span in reversed(spans):
        if at[span.ends] == at[span.starts] + 1:
            published[at[span.starts]] = span.position
    longer = [span for span in spans if at[span.ends] > at[span.starts] + 1]
    if not longer:
        return
    needed = {n for span in longer for n in range(at[span.starts], at[span.ends])}
    sizes = _sizes(days, spans, months) if needed - published.keys() else {}
    parts = {n: published[n] if n in published else new(sizes[n]) for n in sorted(needed)}
    for span in longer:
        yield span.position, tuple(parts[n] for n in range(at[span.starts], at[span.ends]))


def _sizes(days: Sequence[date], spans: Sequence[_Span], months: Sequence[_Span]) -> dict[int, float]:
    """About how much lies between each two days: exact where months are known, else what the shortest spans leave, evenly.
    Only how far a part may fall hangs on it, so that it need not be exact; but where a reader sees a 0 there is nothing."""
    sizes: dict[int, float] = {}
    for n, (start, end) in enumerate(pairwise(days)):
        inside = [month.number or 0.0 for month in months if start <= month.starts and month.ends <= end]
        if inside:
            sizes[n] = sum(inside)
    at = {day: n for n, day in enumerate(days)}
    told = [span for span in spans if span.number is not None]
    for span in sorted(told, key=lambda span: (span.number != 0, span.ends - span.starts)):
        within = range(at[span.starts], at[span.ends])
        open_ = [n for n in within if n not in sizes]
        rest = max((span.number or 0.0) - sum(sizes.get(n, 0.0) for n in within), 0.0)
        sizes.update((n, rest / len(open_)) for n in open_)
    return {n: sizes.get(n, 0.0) for n in range(len(days) - 1)}
