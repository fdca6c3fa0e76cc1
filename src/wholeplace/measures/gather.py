"""Brings the inputs together: journeys from people, money and published series from feeds."""

from wholeplace.measures.inputs import Inputs
from wholeplace.place.shapes import Place
from wholeplace.terms.progress import Progress, quiet


def gather(place: Place, *, progress: Progress = quiet) -> Inputs:
    """Everything received for `place`. Raises DataProblem when nothing was."""
    raise NotImplementedError
