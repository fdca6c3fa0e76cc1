"""Cohorts: people followed from one day on, as a definition in TOML says. Gives rows, a flow of numbers and a baseline table."""

from wholeplace.people.cohort.cohorts import cohort, cohort_texts, definition_of
from wholeplace.people.cohort.shapes import BaselineRow, CohortDefinition, CohortTable, FlowStep, Gap

__all__ = ["BaselineRow", "CohortDefinition", "CohortTable", "FlowStep", "Gap", "cohort", "cohort_texts", "definition_of"]
