"""Areas by what they cost and what came of it: one numbered point each, with lines at the whole's own cost and outcome."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish.charts.svg import Scale, svg, text

_WIDE, _HIGH, _LEFT, _RIGHT, _TOP, _BOTTOM = 310, 240, 14, 298, 24, 206
_MOST_NUMBERED = 40  # more numbers than that lie on one another; the table beside tells them all


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """One area: its number in the table beside, what it costs (`across`), its outcome with its interval, and a mark where
    the outcome differs beyond chance ("worse", "better")."""

    number: int
    across: float
    value: float
    lower: float | None = None
    upper: float | None = None
    mark: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Axes:
    """Where the whole stands, what lies at the ends, and which way is better. `costs`: the words under the axis; `outcome`: over it."""

    across: float
    value: float
    costs: str
    outcome: str


def quadrant(areas: Sequence[Placed], axes: Axes, *, says: str) -> str:
    """Cost to the right, outcome upwards. Empty where there is no area."""
    if not areas:
        return ""
    x = Scale([axes.across, *(one.across for one in areas)], _LEFT + 10, _RIGHT - 10)
    y = Scale([axes.value, *(end for one in areas for end in (one.value, one.lower, one.upper) if end is not None)], _BOTTOM - 6, _TOP + 6)
    body = f'<path class="rule" d="M{_LEFT} {_TOP}V{_BOTTOM}H{_RIGHT}"/>'
    body += f'<path class="mean" d="M{x(axes.across)} {_TOP}V{_BOTTOM}M{_LEFT} {y(axes.value)}H{_RIGHT}"/>'
    body += "".join(_point(one, x, y, numbered=len(areas) <= _MOST_NUMBERED) for one in areas)
    body += text(_LEFT, _TOP - 10, axes.outcome) + text(_RIGHT, _BOTTOM + 16, axes.costs, "t end")
    return svg(body, size=(_WIDE, _HIGH), says=says, kind="quadrant")


def _point(one: Placed, x: Scale, y: Scale, *, numbered: bool) -> str:
    across, up = x(one.across), y(one.value)
    made = ""
    if one.lower is not None and one.upper is not None:
        made = f'<path class="interval thin" d="M{across} {y(one.lower)}V{y(one.upper)}"/>'
    if one.mark == "worse":
        made += f'<path class="worse" d="M{across} {up - 6}l6 6l-6 6l-6 -6z"/>'
    else:
        made += f'<circle class="{one.mark or "point"}" cx="{across}" cy="{up}" r="{5 if one.mark else 4}"/>'
    return made + (text(across + 7, up + 4, str(one.number), "t strong") if numbered else "")
