"""The parts of a change, as bars on one scale that add up to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish.charts.svg import fits, svg, text

_ROW, _TALL_ROW = 24, 40
_WIDE, _LABELS, _WORDS = 310, 140, 46  # the whole, room for labels at the left, room for a size beside a bar


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its label, its size (more is above 0) and the size in words."""

    label: str
    size: float
    words: str


def driver_bars(parts: Sequence[Part], total: Part, *, says: str, worse_when: int) -> str:
    """Bars left and right of a line at 0, and the whole below them. `worse_when`: 1 if more is worse, -1 if less is, 0 if neither.
    Labels stand beside their bars, or above them where they do not fit."""
    beside = fits([part.label for part in parts], _LABELS)
    axis = _axis([*parts, total], _LABELS if beside else 0)
    step = _ROW if beside else _TALL_ROW
    body = "".join(_row(part, 15 + n * step, axis, worse_when, beside=beside) for n, part in enumerate(parts))
    y = 15 + len(parts) * step
    body += f'<path class="zero" d="M{axis.zero} 2V{y - 13}"/><path class="rule" d="M0 {y - 13}H{_WIDE}"/>'
    body += text(0, y + 5, total.label, "t strong") + text(max(axis.zero, _LABELS - 40), y + 5, total.words, "t strong")
    return svg(body, size=(_WIDE, y + 12), says=says, kind="bars")


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where 0 is, and how many pixels one of the counted is."""

    zero: int
    by: float


def _axis(rows: Sequence[Part], labels: int) -> _Axis:
    below = max((-p.size for p in rows if p.size < 0), default=0)
    above = max((p.size for p in rows if p.size > 0), default=0)
    room = _WIDE - labels - _WORDS * ((below > 0) + (above > 0))
    by = room / ((above + below) or 1)
    return _Axis(labels + (_WORDS + round(below * by) if below else 0), by)


def _row(part: Part, top: int, axis: _Axis, worse_when: int, *, beside: bool) -> str:
    y = top if beside else top + 16
    wide = max(1, round(abs(part.size) * axis.by)) if part.size else 0
    sign = (part.size > 0) - (part.size < 0)
    kind = "changed" if not worse_when else "worse" if sign == worse_when else "better"
    start = axis.zero if sign >= 0 else axis.zero - wide
    bar = f'<path class="{kind}" d="M{start} {y - 8}h{wide}v16h{-wide}z"/>' if wide else ""
    words = text(axis.zero + wide + 5, y + 5, part.words) if sign >= 0 else text(start - 5, y + 5, part.words, "t end")
    return text(0 if beside else 6, top + 5 if beside else top + 2, part.label) + bar + words
