"""A line of dots with intervals, one row a group or area, on one scale. Order is given, never by value: no league table."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish.charts.svg import Scale, fits, svg, text

_ROW, _TALL_ROW = 22, 40
_RIGHT = 258  # where the scale ends and the words begin


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
    """Dots with their intervals. `labels`: room for the words at the left; where they do not fit they stand above their
    rows. `against`: a line to read them against."""
    numbers = [x for r in rows for x in (r.value, r.lower, r.upper) if x is not None]
    if not numbers:
        return ""
    numbers += [against[0]] if against else []
    beside = fits([row.label for row in rows], labels)
    x = Scale(numbers, labels + 10 if beside else 10, _RIGHT)
    step = _ROW if beside else _TALL_ROW
    high = step * len(rows) + (22 if against else 4)
    body = "".join(_row(row, 16 + n * step, x, beside=beside) for n, row in enumerate(rows))
    if against:
        at = x(against[0])
        body = f'<path class="mean" d="M{at} 4V{high - 18}"/>' + text(at, high - 4, against[1], "t mid") + body
    return svg(body, size=(310, high), says=says, kind="dots")


def _row(row: DotRow, top: int, x: Scale, *, beside: bool) -> str:
    made = text(0, top + 4 if beside else top, row.label)
    y = top if beside else top + 16
    if row.value is None:
        return made + text(_RIGHT + 10, y + 4, row.words, "t quiet")
    if row.lower is not None and row.upper is not None:
        made += f'<path class="interval" d="M{x(row.lower)} {y}H{x(row.upper)}"/>'
    made += _mark(row.mark, x(row.value), y)
    return made + text(_RIGHT + 10, y + 4, row.words, "t strong")


def _mark(mark: str | None, x: int, y: int) -> str:
    """The same shapes as on a series chart: a diamond is worse, a circle better, a square changed."""
    if mark == "worse":
        return f'<path class="worse" d="M{x} {y - 6}l6 6l-6 6l-6 -6z"/>'
    if mark == "changed":
        return f'<path class="changed" d="M{x - 5} {y - 5}h10v10h-10z"/>'
    return f'<circle class="{mark or "point"}" cx="{x}" cy="{y}" r="5"/>'
