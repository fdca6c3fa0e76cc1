"""A model beside what was seen: points or steps of the records, the line of the model through them."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish.charts.svg import Scale, svg, text

WIDE, HIGH = 420, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 408, 12, 164


@dataclass(frozen=True, kw_only=True, slots=True)
class Fitted:
    """One plot: `seen` and `fitted` at each `x`, in rising order. `steps`: what was seen is a curve that falls in steps.

    `x_words`: what the axis counts, such as "days". `says`: text alternative.
    """

    x: Sequence[float]
    x_words: str
    seen: Sequence[float]
    fitted: Sequence[float]
    says: str
    steps: bool = False


def fitted_chart(plot: Fitted) -> str:
    """The plot as SVG; the axis of values begins at 0. Nothing where nothing was seen."""
    if not plot.x:
        return ""
    across = Scale(plot.x, _LEFT + 6, _RIGHT - 6)
    up = Scale([0.0, *plot.seen, *plot.fitted], _BOTTOM, _TOP)
    seen = [(across(x), up(y)) for x, y in zip(plot.x, plot.seen, strict=True)]
    model = "L".join(f"{across(x)} {up(y)}" for x, y in zip(plot.x, plot.fitted, strict=True))
    body = _frame(plot, across, up)
    body += _stepped(seen) if plot.steps else f'<path class="dot" d="{"".join(f"M{x} {y}h0" for x, y in seen)}"/>'
    body += f'<path class="middle" d="M{model}"/>'
    return svg(body, size=(WIDE, HIGH), says=plot.says, kind="fitted")


def _stepped(at: Sequence[tuple[int, int]]) -> str:
    return f'<path class="seen" d="M{at[0][0]} {at[0][1]}{"".join(f"H{x}V{y}" for x, y in at[1:])}"/>'


def _frame(plot: Fitted, across: Scale, up: Scale) -> str:
    most = max(*plot.seen, *plot.fitted, 0.0)
    made = "".join(
        f'<path class="rule" d="M{_LEFT} {up(y)}H{_RIGHT}"/><text x="{_LEFT - 6}" y="{up(y) + 4}" class="t end">{y:,.3g}</text>'
        for y in (0.0, most)
    )
    low, high = plot.x[0], plot.x[-1]
    made += text(across(low) - 4, _BOTTOM + 18, f"{low:,.4g}")
    if high != low:
        made += f'<text x="{_RIGHT}" y="{_BOTTOM + 18}" class="t end">{high:,.4g}</text>'
    return made + f'<text x="{(_LEFT + _RIGHT) // 2}" y="{HIGH - 4}" class="t mid">{plot.x_words}</text>'
