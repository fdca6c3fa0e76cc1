"""Cohorts: people followed from one day on, as a definition in TOML says. Gives rows, a flow of numbers and a baseline table."""

from wholeplace.people.cohort.cohorts import cohort, cohort_texts, definition_of
from wholeplace.people.cohort.shapes import BaselineRow, CohortDefinition, CohortGap, CohortTable, FlowStep

__all__ = ["BaselineRow", "CohortDefinition", "CohortTable", "FlowStep", "CohortGap", "cohort", "cohort_texts", "definition_of"]
