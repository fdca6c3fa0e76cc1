"""A series over time: points, mean, the band that chance explains, marks where it does not, the last point labelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wholeplace.publish.charts.svg import Scale, svg, text

WIDE, HIGH = 310, 118
_LEFT, _RIGHT, _TOP, _BOTTOM = 6, 246, 12, 94


@dataclass(frozen=True, slots=True)
class Dot:
    """One point that may be seen: the month (or the first of its months), its value and its mark."""

    starts: date
    value: float
    mark: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """What a series chart shows. `mean`, `lower` and `upper` are None where they may not or cannot be drawn."""

    dots: Sequence[Dot]
    mean: float | None
    lower: float | None
    upper: float | None
    last: str  # label of the last point
    says: str  # text alternative


@dataclass(frozen=True, slots=True)
class Span:
    """The time axis, shared by all charts of a card: first and last point, and the words below each end."""

    first: date
    last: date
    first_words: str
    last_words: str

    def at(self, day: date) -> float:
        """0 at the first point, 1 at the last."""
        whole = (self.last - self.first).days
        return (day - self.first).days / whole if whole else 1.0


def series_chart(line: Line, span: Span) -> str:
    """The XmR chart of one series."""
    if not line.dots:
        return ""
    edges = [x for x in (line.mean, line.lower, line.upper) if x is not None]
    y = Scale([*(d.value for d in line.dots), *edges], _BOTTOM, _TOP)
    at = [(round(_LEFT + span.at(d.starts) * (_RIGHT - _LEFT)), y(d.value), d.mark) for d in line.dots]
    body = _band(line, y) + _path(at) + _points(at) + _ends(at[-1], line.last) + _axis(span)
    return svg(body, size=(WIDE, HIGH), says=line.says, kind="series")


def sparkline(line: Line, span: Span) -> str:
    """The same, small, without words: for a table that has them."""
    if not line.dots:
        return ""
    edges = [x for x in (line.lower, line.upper) if x is not None]
    y = Scale([*(d.value for d in line.dots), *edges], 22, 4)
    at = [(round(3 + span.at(d.starts) * 112), y(d.value), d.mark) for d in line.dots]
    band = ""
    if line.lower is not None and line.upper is not None:
        band = f'<path class="band" d="M3 {y(line.upper)}H115V{y(line.lower)}H3Z"/>'
    return svg(band + _path(at) + _points(at[-1:], size=3), size=(120, 26), says=line.says, kind="spark")


def _band(line: Line, y: Scale) -> str:
    made = ""
    if line.lower is not None and line.upper is not None:
        top, bottom = y(line.upper), y(line.lower)
        made = f'<path class="band" d="M{_LEFT} {top}H{_RIGHT}V{bottom}H{_LEFT}Z"/>'
        made += f'<path class="limit" d="M{_LEFT} {top}H{_RIGHT}M{_LEFT} {bottom}H{_RIGHT}"/>'
    if line.mean is not None:
        made += f'<path class="mean" d="M{_LEFT} {y(line.mean)}H{_RIGHT}"/>'
    return made


def _path(at: Sequence[tuple[int, int, str | None]]) -> str:
    steps = "L".join(f"{x} {y}" for x, y, _ in at)
    return f'<path class="line" d="M{steps}"/>'


def _points(at: Sequence[tuple[int, int, str | None]], size: int = 4) -> str:
    """Plain points are one path of round dots. Marks differ in shape too: better is a circle, worse a diamond, changed a square."""
    plain = "".join(f"M{x} {y}h0" for x, y, mark in at if mark is None)
    made = f'<path class="dot" d="{plain}"/>' if plain else ""
    better = "".join(
        f"M{x - size} {y}a{size} {size} 0 1 0 {2 * size} 0a{size} {size} 0 1 0 {-2 * size} 0" for x, y, m in at if m == "better"
    )
    wide = size + 1
    worse = "".join(f"M{x} {y - wide}l{wide} {wide}l{-wide} {wide}l{-wide} {-wide}z" for x, y, m in at if m == "worse")
    changed = "".join(f"M{x - size} {y - size}h{2 * size}v{2 * size}h{-2 * size}z" for x, y, m in at if m == "changed")
    for kind, path in (("better", better), ("worse", worse), ("changed", changed)):
        made += f'<path class="{kind}" d="{path}"/>' if path else ""
    return made


def _ends(last: tuple[int, int, str | None], words: str) -> str:
    x, y, mark = last
    return text(min(x + 9, _RIGHT + 9), max(16, min(y + 6, _BOTTOM)), words, f"last {mark or 'plain'}-words")


def _axis(span: Span) -> str:
    end = f'<text x="{_RIGHT}" y="{HIGH - 6}" class="t end">{span.last_words}</text>'
    return text(_LEFT, HIGH - 6, span.first_words) + (end if span.first != span.last else "")
