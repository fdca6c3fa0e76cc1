"""Paths: how many people came, stayed, waited, went on and came back, by day and group. Counts for the room that asks what if."""

from wholeplace.people.paths.counting import paths_of, present_on
from wholeplace.people.paths.shapes import Paths, PresentOn

__all__ = ["Paths", "PresentOn", "paths_of", "present_on"]
