"""Value for money as triangles: as wide as a thing costs, as high as it is of use; the steeper, the more for each pound."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish.charts.svg import svg, text

_WIDE, _HIGH, _TOP, _GAP = 310, 150, 18, 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Triangle:
    """One option: its number in the list beside the drawing, its cost in whole pence, and its value."""

    number: int
    cost: int
    value: float


def triangles(options: Sequence[Triangle], *, says: str) -> str:
    """Triangles side by side on one scale, in the order given. Empty where nothing costs anything."""
    wide, high = sum(one.cost for one in options), max((one.value for one in options), default=0)
    if not wide:
        return ""
    room = _WIDE - _GAP * (len(options) - 1)
    body, left, bottom = "", 0, _HIGH - 4
    for one in options:
        width = max(3, one.cost * room // wide)
        height = max(2, round(one.value / high * (bottom - _TOP))) if high else 2
        body += f'<path class="triangle" d="M{left} {bottom}h{width}v{-height}z"/>'
        body += text(left + width, bottom - height - 4, str(one.number), "t strong end")
        left += width + _GAP
    return svg(f'{body}<path class="rule" d="M0 {bottom}H{_WIDE}"/>', size=(_WIDE, _HIGH), says=says, kind="triangles")
