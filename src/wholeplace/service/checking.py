"""Everything that is wrong with what a place wrote down for its front door."""

from collections.abc import Callable
from pathlib import Path

from wholeplace.service.booking import read_practices
from wholeplace.service.booking.sessions import read_sessions
from wholeplace.service.directory.postcodes import postcodes_of
from wholeplace.service.referral import check_referral_files
from wholeplace.terms import DataProblem, Problem


def check_front_door(folder: Path) -> tuple[Problem, ...]:
    """The problems of practices, sessions, postcodes and the files of referrals of a place folder, all at once. A file that is absent
    is no problem: nothing is offered then."""
    readings: tuple[Callable[[], object], ...] = (
        lambda: read_sessions(folder, read_practices(folder)),
        lambda: postcodes_of(folder),
    )
    return (*(problem for reading in readings for problem in _problems_of(reading)), *check_referral_files(folder))


def _problems_of(reading: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        reading()
    except DataProblem as letter:
        return letter.problems
    return ()
