"""Cohorts: people followed from one day on, as a definition in TOML says. Gives rows, a flow of numbers and a baseline table."""

from wholeplace.people.cohort.cohorts import cohort_texts, definition_of, make_cohort
from wholeplace.people.cohort.shapes import BaselineRow, CohortDefinition, CohortGap, CohortTable, FlowStep

__all__ = ["BaselineRow", "CohortDefinition", "CohortTable", "FlowStep", "CohortGap", "cohort_texts", "definition_of", "make_cohort"]
