"""A line of dots with intervals, one row a group or area, on one scale. Order is given, never by value: no league table."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish.charts.svg import Scale, svg, text

_ROW = 22


@dataclass(frozen=True, kw_only=True, slots=True)
class DotRow:
    """One row. `value` None: may not or cannot be shown, and `words` says why. `mark` as on a series chart."""

    label: str
    value: float | None
    lower: float | None
    upper: float | None
    words: str
    mark: str | None = None


def dots(rows: Sequence[DotRow], *, says: str, labels: int = 110, against: tuple[float, str] | None = None) -> str:
    """Dots with their intervals. `labels`: room for the words at the left. `against`: a line to read them against."""
    numbers = [x for r in rows for x in (r.value, r.lower, r.upper) if x is not None]
    if not numbers:
        return ""
    numbers += [against[0]] if against else []
    left, right = labels + 10, 258
    x = Scale(numbers, left, right)
    high = _ROW * len(rows) + (22 if against else 4)
    body = "".join(_row(row, 16 + n * _ROW, x, right) for n, row in enumerate(rows))
    if against:
        at = x(against[0])
        body = f'<path class="mean" d="M{at} 4V{high - 18}"/>' + text(at, high - 4, against[1], "t mid") + body
    return svg(body, size=(310, high), says=says, kind="dots")


def _row(row: DotRow, y: int, x: Scale, right: int) -> str:
    made = text(0, y + 4, row.label)
    if row.value is None:
        return made + text(right + 10, y + 4, row.words, "t quiet")
    if row.lower is not None and row.upper is not None:
        made += f'<path class="interval" d="M{x(row.lower)} {y}H{x(row.upper)}"/>'
    made += f'<circle class="{row.mark or "point"}" cx="{x(row.value)}" cy="{y}" r="5"/>'
    return made + text(right + 10, y + 4, row.words, "t strong")
