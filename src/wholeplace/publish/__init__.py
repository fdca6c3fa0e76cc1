"""The only way out: disclosure control, charts, plain language, and releases that are dated, versioned and reproducible."""

from wholeplace.publish.compare import compare
from wholeplace.publish.decided import RECORD, DecidedEffect, read_effects
from wholeplace.publish.moved import FiguresMoved, figures_moved
from wholeplace.publish.plain_language import Hit, check_words
from wholeplace.publish.public_record import LogHead, PublicRecord, RecordChanges, effects_decided, publish_public_record
from wholeplace.publish.release import Beside, release

__all__ = [
    "Beside", "DecidedEffect", "FiguresMoved", "Hit", "LogHead", "PublicRecord", "RECORD", "RecordChanges", "check_words", "compare",
    "effects_decided", "figures_moved", "publish_public_record", "read_effects", "release",
]  # fmt: skip
