"""One bar for each partner, from its good year to its bad one, with a line at what it bears on average; all on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish.charts.svg import Scale, svg, text

_WIDE, _LEFT, _RIGHT, _ROW = 310, 6, 300, 46


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """One row: from `low` over `middle` to `high`, whole numbers of one unit, and the words of both ends."""

    label: str
    low: int
    middle: int
    high: int
    low_words: str
    high_words: str


def range_bars(rows: Sequence[Range], *, says: str, scale: Sequence[int] = ()) -> str:
    """Bars from good to bad on one scale that holds 0. `scale`: further numbers that it must hold, so that two charts compare."""
    if not rows:
        return ""
    at = Scale([0, *scale, *(end for row in rows for end in (row.low, row.high))], _LEFT, _RIGHT)
    high = _ROW * len(rows) + 4
    body = "".join(_row(row, number * _ROW, at) for number, row in enumerate(rows))
    return svg(f'<path class="zero" d="M{at(0)} 0V{high}"/>{body}', size=(_WIDE, high), says=says, kind="ranges")


def _row(row: Range, top: int, at: Scale) -> str:
    start, end, middle = at(row.low), max(at(row.high), at(row.low) + 2), at(row.middle)
    bar = f'<path class="range" d="M{start} {top + 18}H{end}v12H{start}z"/>'
    mark = f'<path class="middle" d="M{middle} {top + 15}v18"/>'
    words = text(min(start, _RIGHT - 130), top + 44, row.low_words)
    far = text(max(end, 150), top + 44, row.high_words, "t end") if row.high_words != row.low_words else ""
    return text(_LEFT, top + 12, row.label, "t strong") + bar + mark + words + far
