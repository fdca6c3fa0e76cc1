"""Two things about the same groups, back to back: what a group costs to the left, what came of it, with its interval, to the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish.charts.svg import Scale, svg, text

_WIDE, _MIDDLE, _ROW, _HEAD, _BAR = 310, 120, 44, 20, 112


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """One group: its label, what it costs (`left`) and what came of it, each with its words. None: it may not, or cannot, be shown."""

    label: str
    left: float | None
    left_words: str
    value: float | None
    lower: float | None
    upper: float | None
    value_words: str


def paired_bars(rows: Sequence[Pair], *, heads: tuple[str, str], says: str) -> str:
    """Rows in the order given, never ranked. `heads`: what stands to the left and to the right."""
    lefts = [row.left for row in rows if row.left is not None]
    if not lefts:
        return ""
    values = [end for row in rows for end in (row.value, row.lower, row.upper) if end is not None]
    longest = max((abs(left) for left in lefts), default=1) or 1
    x = Scale([0, *values], _MIDDLE + 14, _WIDE - 52)
    body = text(0, 12, heads[0], "t quiet") + text(_WIDE, 12, heads[1], "t quiet end")
    body += "".join(_row(row, _HEAD + n * _ROW, longest, x) for n, row in enumerate(rows))
    high = _HEAD + _ROW * len(rows)
    return svg(f'{body}<path class="zero" d="M{_MIDDLE} {_HEAD}V{high}"/>', size=(_WIDE, high), says=says, kind="paired")


def _row(row: Pair, top: int, longest: float, x: Scale) -> str:
    y = top + 27
    made = text(0, top + 12, row.label)
    if row.left is None:
        made += text(0, y + 4, row.left_words, "t quiet")
    else:
        wide = max(1, round(abs(row.left) / longest * (_BAR - 52)))
        made += f'<path class="changed" d="M{_MIDDLE} {y - 7}h{-wide}v14h{wide}z"/>'
        made += text(_MIDDLE - wide - 4, y + 5, row.left_words, "t strong end")
    if row.value is None:
        return made + text(_MIDDLE + 14, y + 4, row.value_words, "t quiet")
    if row.lower is not None and row.upper is not None:
        made += f'<path class="interval" d="M{x(row.lower)} {y}H{x(row.upper)}"/>'
    made += f'<circle class="point" cx="{x(row.value)}" cy="{y}" r="5"/>'
    return made + text(_WIDE, y + 5, row.value_words, "t strong end")
