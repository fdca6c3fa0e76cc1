"""The efficiency frontier: the most use that each sum buys, with a line at what there is to give."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish.charts.svg import Scale, svg, text

_WIDE, _HIGH, _LEFT, _RIGHT, _TOP, _BOTTOM = 310, 170, 8, 300, 22, 140


@dataclass(frozen=True, kw_only=True, slots=True)
class Bought:
    """One best set: what it costs in whole pence, and its value. `chosen`: the one that the budget pays for."""

    cost: int
    value: float
    chosen: bool = False


def frontier_chart(points: Sequence[Bought], *, budget: tuple[int, str], ends: tuple[str, str], says: str) -> str:
    """The best sets from the cheapest to the dearest, as steps: between two of them more money buys nothing more.

    `budget`: the sum and its words. `ends`: the words at the left and right end of the axis of money.
    """
    if not points:
        return ""
    x = Scale([0, budget[0], *(one.cost for one in points)], _LEFT, _RIGHT)
    y = Scale([0, *(one.value for one in points)], _BOTTOM, _TOP)
    steps = f"M{x(points[0].cost)} {y(points[0].value)}" + "".join(f"H{x(one.cost)}V{y(one.value)}" for one in points[1:])
    at = x(budget[0])
    body = f'<path class="rule" d="M{_LEFT} {_BOTTOM}H{_RIGHT}"/><path class="mean" d="M{at} {_TOP - 6}V{_BOTTOM}"/>'
    body += text(at, 12, budget[1], "t strong end" if at > _WIDE // 2 else "t strong")
    body += f'<path class="stroke" d="{steps}"/>' + "".join(_point(one, x(one.cost), y(one.value)) for one in points)
    body += text(_LEFT, _HIGH - 12, ends[0]) + text(_RIGHT, _HIGH - 12, ends[1], "t end")
    return svg(body, size=(_WIDE, _HIGH), says=says, kind="frontier")


def _point(one: Bought, x: int, y: int) -> str:
    return f'<circle class="{"better" if one.chosen else "point"}" cx="{x}" cy="{y}" r="{7 if one.chosen else 3}"/>'
