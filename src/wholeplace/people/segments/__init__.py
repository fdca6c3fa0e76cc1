"""Segments: every resident of every month in exactly one, by rules that are data and that a place may change."""

from wholeplace.people.segments.asking import ages_that_matter, segments_by_month, segments_model
from wholeplace.people.segments.reading import RULE_COLUMNS, Segment, library_segments, segments_of

__all__ = ["RULE_COLUMNS", "Segment", "ages_that_matter", "library_segments", "segments_by_month", "segments_model", "segments_of"]
