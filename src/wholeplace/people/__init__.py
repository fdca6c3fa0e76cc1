"""One person, one record: who is behind each row stays here; journeys with a person key go on."""

from wholeplace.people.building import Journeys, build_journeys
from wholeplace.people.cohort import BaselineRow, CohortDefinition, CohortGap, CohortTable, FlowStep, make_cohort
from wholeplace.people.forget import Forgotten, forget
from wholeplace.people.keyed import Linked
from wholeplace.people.link.decisions import Repeats
from wholeplace.people.link.quality import LinkQuality
from wholeplace.people.link.review import Case
from wholeplace.people.linking import Linkage, links_of_releases, note_release, read_linkage
from wholeplace.people.paths import Paths, PresentOn, paths_of, present_on
from wholeplace.people.reviewing import ReviewQueue, case_to_decide, keep_decision, review_queue, undo_decision
from wholeplace.people.segments import segments_by_month, segments_of
from wholeplace.people.tables import COMMON, JOURNEY_TABLES, JourneyTable
from wholeplace.people.training import train_model

__all__ = [
    "COMMON", "JOURNEY_TABLES", "BaselineRow", "Case", "CohortDefinition", "CohortGap", "CohortTable", "FlowStep", "Forgotten",
    "JourneyTable", "Journeys", "LinkQuality", "Linkage", "Linked", "Paths", "PresentOn", "Repeats", "ReviewQueue",
    "build_journeys", "case_to_decide", "forget", "keep_decision", "links_of_releases",
    "make_cohort", "note_release", "paths_of", "present_on", "read_linkage", "review_queue",
    "segments_by_month", "segments_of", "train_model", "undo_decision",
]  # fmt: skip
