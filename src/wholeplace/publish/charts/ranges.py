"""One bar for each partner, from its good year to its bad one, with a line at what it bears on average; all on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish.charts.svg import Scale, svg, text

_WIDE, _LEFT, _RIGHT, _ROW = 310, 4, 304, 62


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """One row: from `low` over `middle` to `high`, whole numbers of one unit, and the words that say both ends."""

    label: str
    low: int
    middle: int
    high: int
    words: str


def range_bars(rows: Sequence[Range], *, says: str, scale: Sequence[int] = ()) -> str:
    """Bars from good to bad on one scale that holds 0. `scale`: further numbers that it must hold, so that two charts compare."""
    if not rows:
        return ""
    at = Scale([0, *scale, *(end for row in rows for end in (row.low, row.high))], _LEFT, _RIGHT)
    body = "".join(_row(row, number * _ROW, at) for number, row in enumerate(rows))
    return svg(body, size=(_WIDE, _ROW * len(rows)), says=says, kind="ranges")


def _row(row: Range, top: int, at: Scale) -> str:
    start, end, middle, zero = at(row.low), max(at(row.high), at(row.low) + 2), at(row.middle), at(0)
    bar = f'<path class="range" d="M{start} {top + 20}H{end}v12H{start}z"/>'
    marks = f'<path class="zero" d="M{zero} {top + 16}v20"/><path class="middle" d="M{middle} {top + 18}v16"/>'
    return text(0, top + 12, row.label, "t strong") + bar + marks + text(0, top + 48, row.words)
