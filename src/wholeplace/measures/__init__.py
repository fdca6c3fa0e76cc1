"""How well: measures declared as data, worked out in one pass for each table, and handed on with limits and status."""

from wholeplace.measures.compute import compute
from wholeplace.measures.definitions import library
from wholeplace.measures.explain import Explanation, explain, measure_reference
from wholeplace.measures.series import join
from wholeplace.measures.shapes import RESULT_COLUMNS, Better, Kind, Lens, Measure, Results, Source, Status

__all__ = [
    "Better", "Explanation", "Kind", "Lens", "Measure", "RESULT_COLUMNS", "Results", "Source", "Status",
    "compute", "explain", "join", "library", "measure_reference",
]  # fmt: skip
