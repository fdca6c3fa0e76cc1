"""The parts of a change, as bars on one scale that add up to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish.charts.svg import svg, text

_ROW = 24
_WIDE, _LABELS, _WORDS = 310, 140, 46  # the whole, room for labels at the left, room for a size beside a bar


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its label, its size (more is above 0) and the size in words."""

    label: str
    size: float
    words: str


def driver_bars(parts: Sequence[Part], total: Part, *, says: str, worse_when: int) -> str:
    """Bars left and right of a line at 0, and the whole below them. `worse_when`: 1 if more is worse, -1 if less is, 0 if neither."""
    rows = [*parts, total]
    below = max((-p.size for p in rows if p.size < 0), default=0)
    above = max((p.size for p in rows if p.size > 0), default=0)
    room = _WIDE - _LABELS - _WORDS * ((below > 0) + (above > 0))
    by = room / ((above + below) or 1)
    left = _LABELS + (_WORDS + round(below * by) if below else 0)
    body = "".join(_bar(p, 15 + n * _ROW, left, by, worse_when) for n, p in enumerate(parts))
    y = 15 + len(parts) * _ROW
    body += f'<path class="rule" d="M0 {y - 13}H{_WIDE}"/>' + text(0, y + 5, total.label, "t strong")
    body += text(left, y + 5, total.words, "t strong")
    body += f'<path class="zero" d="M{left} 2V{y - 13}"/>'
    return svg(body, size=(_WIDE, y + 12), says=says, kind="bars")


def _bar(part: Part, y: int, zero: int, by: float, worse_when: int) -> str:
    wide = max(1, round(abs(part.size) * by)) if part.size else 0
    sign = (part.size > 0) - (part.size < 0)
    kind = "changed" if not worse_when else "worse" if sign == worse_when else "better"
    start = zero if sign >= 0 else zero - wide
    bar = f'<path class="{kind}" d="M{start} {y - 8}h{wide}v16h{-wide}z"/>' if wide else ""
    words = text(zero + wide + 5, y + 5, part.words) if sign >= 0 else text(start - 5, y + 5, part.words, "t end")
    return text(0, y + 5, part.label) + bar + words
