"""The only way out: disclosure control, charts, plain language, and releases that are dated, versioned and reproducible."""

from wholeplace.publish.compare import compare
from wholeplace.publish.moved import FiguresMoved, figures_moved
from wholeplace.publish.plain_language import Hit, check_words
from wholeplace.publish.public_record import LogHead, PublicRecord, RecordChanges, publish_public_record
from wholeplace.publish.release import release

__all__ = [
    "FiguresMoved", "Hit", "LogHead", "PublicRecord", "RecordChanges", "check_words", "compare", "figures_moved", "publish_public_record",
    "release",
]  # fmt: skip
