"""What every chart shares: the frame with its text alternative, and a scale to whole pixels."""

from collections.abc import Sequence
from html import escape


def svg(body: str, *, size: tuple[int, int], says: str, kind: str) -> str:
    """An inline SVG that a screen reader announces as one picture with the words `says`."""
    wide, high = size
    return f'<svg class="c c-{kind}" viewBox="0 0 {wide} {high}" role="img" aria-label="{escape(says)}">{body}</svg>'


def text(x: int, y: int, words: str, kind: str = "t") -> str:
    return f'<text x="{x}" y="{y}" class="{kind}">{escape(words)}</text>'


class Scale:
    """From a value to a whole pixel. Flat data sits in the middle."""

    def __init__(self, values: Sequence[float], low: int, high: int) -> None:
        least, most = min(values), max(values)
        self._least = least
        self._low, self._high = low, high
        self._by = (high - low) / (most - least) if most > least else 0.0

    def __call__(self, value: float) -> int:
        if not self._by:
            return (self._low + self._high) // 2
        return round(self._low + (value - self._least) * self._by)


LETTER = 6.6
"""About the width of a letter of a label, in the units of a chart."""


def fits(labels: Sequence[str], room: int) -> bool:
    """Do all labels fit beside their rows? Otherwise they stand above them."""
    return all(len(label) * LETTER <= room for label in labels)
