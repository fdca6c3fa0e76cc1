"""The parts of a change, as bars on one scale that add up to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish.charts.svg import svg, text

_ROW = 26


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its label, its size (more is above 0) and the size in words."""

    label: str
    size: float
    words: str


def driver_bars(parts: Sequence[Part], total: Part, *, says: str, worse_when: int) -> str:
    """Bars left and right of a line at 0, and the whole below them. `worse_when`: 1 if more is worse, -1 if less is, 0 if neither."""
    rows = [*parts, total]
    most = max((abs(p.size) for p in rows), default=0) or 1
    below = max((-p.size for p in rows if p.size < 0), default=0)
    left = 150 + round(130 * below / (most + below)) + (26 if below else 0)
    room = 318 - left
    body = "".join(_bar(p, 15 + n * _ROW, left, room / most, worse_when) for n, p in enumerate(parts))
    y = 15 + len(parts) * _ROW
    body += f'<path class="rule" d="M0 {y - 13}H360"/>' + text(0, y + 5, total.label, "t strong")
    body += text(left, y + 5, total.words, "t strong")
    body += f'<path class="zero" d="M{left} 2V{y - 13}"/>'
    return svg(body, size=(360, y + 12), says=says, kind="bars")


def _bar(part: Part, y: int, zero: int, by: float, worse_when: int) -> str:
    wide = max(1, round(abs(part.size) * by)) if part.size else 0
    sign = (part.size > 0) - (part.size < 0)
    kind = "changed" if not worse_when else "worse" if sign == worse_when else "better"
    start = zero if sign >= 0 else zero - wide
    bar = f'<path class="{kind}" d="M{start} {y - 8}h{wide}v16h{-wide}z"/>' if wide else ""
    words = text(zero + wide + 5, y + 5, part.words) if sign >= 0 else text(start - 5, y + 5, part.words, "t end")
    return text(0, y + 5, part.label) + bar + words
