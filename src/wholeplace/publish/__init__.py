"""The only way out: disclosure control, charts, plain language, and releases that are dated, versioned and reproducible."""

from wholeplace.publish.compare import compare
from wholeplace.publish.moved import FiguresMoved, figures_moved
from wholeplace.publish.plain_language import Hit, check_words
from wholeplace.publish.release import release

__all__ = ["FiguresMoved", "Hit", "check_words", "compare", "figures_moved", "release"]
