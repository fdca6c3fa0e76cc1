"""How well: measures declared as data, worked out in one pass for each table, and handed on with limits and status."""

from wholeplace.measures.code_lists import lists_of
from wholeplace.measures.compute import compute, compute_one
from wholeplace.measures.definitions import library, measure_named, problems_of
from wholeplace.measures.explain import Explanation, explain, measure_reference, sql_of
from wholeplace.measures.footing import Footing, footings
from wholeplace.measures.fresh import new_measure
from wholeplace.measures.series import join
from wholeplace.measures.shapes import RESULT_COLUMNS, Better, Denominator, Kind, Lens, Measure, Results, Source, Status
from wholeplace.warehouse import CodeList

__all__ = [
    "Better", "CodeList", "Denominator", "Explanation", "Footing", "Kind", "Lens", "Measure", "RESULT_COLUMNS", "Results", "Source",
    "Status", "compute", "compute_one", "explain", "footings", "join", "library", "lists_of", "measure_named", "measure_reference",
    "new_measure", "problems_of", "sql_of",
]  # fmt: skip
