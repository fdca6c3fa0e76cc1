"""Bars made of parts, one a row, on one scale: what one path cost the hospital, the community and social care."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish.charts.svg import svg, text

_WIDE, _ROW, _WORDS = 310, 42, 62
SHADES = ("part0", "part1", "part2", "part3")
"""How the parts are told apart, in their order: dark to light, and each row's words tell them too."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stack:
    """One row: its label, its parts in order (none below nought), and the words of the whole. No parts: it may not be shown."""

    label: str
    parts: Sequence[float]
    words: str


def stacked_bars(rows: Sequence[Stack], *, says: str) -> str:
    """Rows in the order given. Empty where nothing may be shown."""
    longest = max((sum(row.parts) for row in rows), default=0)
    if not longest:
        return ""
    body = "".join(_row(row, n * _ROW, (_WIDE - _WORDS) / longest) for n, row in enumerate(rows))
    return svg(body, size=(_WIDE, _ROW * len(rows)), says=says, kind="stacked")


def _row(row: Stack, top: int, by: float) -> str:
    made, so_far = text(0, top + 12, row.label), 0.0
    if not row.parts:
        return made + text(0, top + 30, row.words, "t quiet")
    for shade, part in zip(SHADES, row.parts, strict=False):
        start, end = round(so_far * by), round((so_far + part) * by)
        made += f'<path class="{shade}" d="M{start} {top + 18}H{end}v16H{start}z"/>' if end > start else ""
        so_far += part
    return made + text(round(so_far * by) + 6, top + 31, row.words, "t strong")
