"""What may come, by day: the middle of many runs, where half and nine in ten of them lie, and the capacity there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor, log10

from wholeplace.publish.charts.svg import svg, text
from wholeplace.terms.period import MONTH_NAMES

WIDE, HIGH = 460, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 376, 14, 178
_MOST_POINTS = 130
"""More points than this are drawn as means of neighbouring days: they would share a pixel, and weigh a page down."""
_LEAST_GAP = 34  # pixels between the words of two months


@dataclass(frozen=True, kw_only=True, slots=True)
class Fan:
    """What a fan chart shows: for each day the 5, 25, 50, 75 and 95 in 100 points of the runs, or the outer and the middle alone.

    `every`: days from one point to the next.
    `capacity`: units there are on each day, empty for none. `before`: the middle without the changes, empty for none.
    `seen`: what really happened, for a time that is past, empty for none.
    `last`: label of the middle's last point. `says`: text alternative.
    """

    starts: date
    points: Sequence[Sequence[float]]
    last: str
    says: str
    capacity: Sequence[float] = ()
    before: Sequence[float] = ()
    seen: Sequence[float] = ()
    every: int = 1


def fan_chart(fan: Fan) -> str:
    """The bands of one series. The axis begins at 0, unless everything lies in its upper half: it is labelled either way."""
    many = len(fan.points[0])
    if not many:
        return ""
    every = ceil(many / _MOST_POINTS)
    lines = [_thinned(line, every) for line in fan.points]
    capacity, before, seen = (_thinned(line, every) for line in (fan.capacity, fan.before, fan.seen))
    axis = _axis([value for line in (*lines, capacity, before, seen) for value in line])
    low, *inner, high = (_at(line, axis) for line in lines)
    middle = inner[len(inner) // 2]
    body = _grid(axis) + _months(fan.starts, many * fan.every) + f'<path class="fan" d="{_area(low, high)}"/>'
    if len(inner) > 1:
        body += f'<path class="fan half" d="{_area(inner[0], inner[-1])}"/>'
    if before:
        body += f'<path class="before" d="{_line(_at(before, axis))}"/>'
    if capacity:
        body += f'<path class="capacity" d="{_steps(_at(capacity, axis))}"/>'
    body += f'<path class="middle" d="{_line(middle)}"/>'
    if seen:
        body += f'<path class="seen" d="{_line(_at(seen, axis))}"/>'
    body += _labels(middle[-1][1], fan, capacity, axis)
    return svg(body, size=(WIDE, HIGH), says=fan.says, kind="fan")


def _thinned(line: Sequence[float], every: int) -> list[float]:
    groups = (line[first : first + every] for first in range(0, len(line), every))
    return [sum(group) / len(group) for group in groups]


_Axis = tuple[float, float]
"""The values at the foot and at the top."""


def _axis(values: Sequence[float]) -> _Axis:
    """Whole steps of 1, 2 or 5 times a power of ten, the fewest that hold every value in at most 5 of them."""
    least, most = min(values), max(values)
    foot = 0.0 if least < most / 2 else least
    span = max(most - foot, most / 50, 1e-9)
    size = 10.0 ** floor(log10(span / 5))
    step = next(n * size for n in (1, 2, 5, 10, 20) if n * size * 4 >= span)
    low = floor(foot / step) * step
    return low, low + ceil(max(most - low, step) / step) * step


def _at(line: Sequence[float], axis: _Axis) -> list[tuple[int, int]]:
    wide = max(len(line) - 1, 1)
    return [(round(_LEFT + n * (_RIGHT - _LEFT) / wide), _high(value, axis)) for n, value in enumerate(line)]


def _high(value: float, axis: _Axis) -> int:
    foot, top = axis
    return round(_BOTTOM - (value - foot) * (_BOTTOM - _TOP) / (top - foot))


def _line(at: Sequence[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in at)


def _steps(at: Sequence[tuple[int, int]]) -> str:
    """Level until it changes, then straight up or down."""
    made = f"M{at[0][0]} {at[0][1]}"
    for (_, y), (next_x, next_y) in pairwise(at):
        if next_y != y:
            made += f"H{next_x}V{next_y}"
    return f"{made}H{_RIGHT}"


def _area(low: Sequence[tuple[int, int]], high: Sequence[tuple[int, int]]) -> str:
    return _line([*high, *reversed(low)]) + "Z"


def _grid(axis: _Axis) -> str:
    foot, top = axis
    made = ""
    for part in (0.0, 0.5, 1.0):
        value = foot + part * (top - foot)
        y = _high(value, axis)
        made += f'<path class="rule" d="M{_LEFT} {y}H{_RIGHT}"/><text x="{_LEFT - 6}" y="{y + 4}" class="t end">{value:,.6g}</text>'
    return made


def _months(starts: date, days: int) -> str:
    """The first of each month below the axis, as many as have room; a year beside each January and the first."""
    firsts = [day for day in (starts + timedelta(n) for n in range(days)) if day.day == 1] or [starts]
    made, free = "", 0
    for day in firsts:
        x = round(_LEFT + (day - starts).days * (_RIGHT - _LEFT) / max(days - 1, 1))
        if x >= free and x <= _RIGHT - 8:
            words = MONTH_NAMES[day.month - 1][:3] + (f" {day.year}" if day.month == 1 or not made else "")
            made += f'<path class="rule" d="M{x} {_BOTTOM}v5"/>' + text(x, HIGH - 14, words)
            free = x + _LEAST_GAP + (30 if " " in words else 0)
    return made


def _labels(y: int, fan: Fan, capacity: Sequence[float], axis: _Axis) -> str:
    """The last point of the middle, and of the capacity where it stands apart from it."""
    made = text(_RIGHT + 8, y + 5, fan.last, "last")
    if capacity:
        line = _high(capacity[-1], axis)
        away = line if abs(line - y) >= 18 else (y - 18 if line <= y else y + 18)
        made += text(_RIGHT + 8, max(_TOP, away) + 4, f"of {capacity[-1]:,.0f}")
    return made
