"""One person, one record: who is behind each row stays here; journeys with a person key go on."""

from wholeplace.people.building import Journeys, build_journeys
from wholeplace.people.keyed import Linked
from wholeplace.people.tables import COMMON, JOURNEY_TABLES, JourneyTable

__all__ = ["COMMON", "JOURNEY_TABLES", "JourneyTable", "Journeys", "Linked", "build_journeys"]
