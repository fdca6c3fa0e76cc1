"""An ambition over time: the line from its baseline to its goal, what was seen, and whether it goes the right way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wholeplace.publish.charts.svg import Scale, svg, text

WIDE, HIGH = 310, 118
_LEFT, _RIGHT, _TOP, _BOTTOM = 6, 240, 14, 92
_DOT = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """What a trajectory chart shows. `wanted`: the line to the goal. `seen`: what was seen, the first day first.

    `worse`: it goes the wrong way. `goal` and `last`: labels of the goal and of the last point. `says`: the text alternative.
    """

    wanted: Sequence[tuple[date, float]]
    seen: Sequence[tuple[date, float]]
    worse: bool
    goal: str
    last: str
    says: str


def trajectory_chart(course: Course) -> str:
    """The line that was wanted, dashed, and what was seen, with the last point marked. Empty where there is neither."""
    points = [*course.wanted, *course.seen]
    if not points:
        return ""
    days, values = [day for day, _ in points], [value for _, value in points]
    first, last = min(days), max(days)
    y = Scale(values, _BOTTOM, _TOP)

    def at(point: tuple[date, float]) -> tuple[int, int]:
        whole = (last - first).days or 1
        return round(_LEFT + (point[0] - first).days / whole * (_RIGHT - _LEFT)), y(point[1])

    wanted, seen = [at(point) for point in course.wanted], [at(point) for point in course.seen]
    body = _line(wanted, "dash") + _line(seen, "seen" if course.worse else "middle") + _dots(seen, worse=course.worse)
    body += _label(wanted, course.goal, "t") + _label(seen, course.last, "last worse-words" if course.worse else "last", apart_from=wanted)
    body += text(_LEFT, HIGH - 6, str(first.year)) + f'<text x="{_RIGHT}" y="{HIGH - 6}" class="t end">{last.year}</text>'
    return svg(body, size=(WIDE, HIGH), says=course.says, kind="trajectory")


def _line(points: Sequence[tuple[int, int]], kind: str) -> str:
    steps = "L".join(f"{x} {y}" for x, y in points)
    return f'<path class="{kind}" d="M{steps}"/>' if len(points) > 1 else ""


def _dots(points: Sequence[tuple[int, int]], *, worse: bool) -> str:
    """What was seen. The last one differs in shape too: a diamond where it goes the wrong way, else a circle."""
    if not points:
        return ""
    plain = "".join(f"M{x} {y}h0" for x, y in points[:-1])
    x, y = points[-1]
    made = f'<path class="dot" d="{plain}"/>' if plain else ""
    if worse:
        wide = _DOT + 2
        return made + f'<path class="worse" d="M{x} {y - wide}l{wide} {wide}l{-wide} {wide}l{-wide} {-wide}z"/>'
    return made + f'<circle class="point" cx="{x}" cy="{y}" r="{_DOT}"/>'


def _label(points: Sequence[tuple[int, int]], words: str, kind: str, *, apart_from: Sequence[tuple[int, int]] = ()) -> str:
    if not points or not words:
        return ""
    x, y = points[-1]
    near = apart_from and abs(apart_from[-1][1] - y) < 16 and abs(apart_from[-1][0] - x) < 60
    below = near and y >= apart_from[-1][1]
    high = y + (18 if below else -8 if near else 5)
    return text(min(x + 9, _RIGHT + 9), max(14, min(high, HIGH - 14)), words, kind)
