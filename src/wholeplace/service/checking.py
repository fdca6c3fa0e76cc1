"""Everything that is wrong with what a place wrote down for its front door."""

from collections.abc import Callable
from pathlib import Path

from wholeplace.service.access.coordinating import COORDINATES, covered
from wholeplace.service.booking import read_practices
from wholeplace.service.booking.sessions import read_sessions
from wholeplace.service.directory.postcodes import postcodes_of
from wholeplace.service.referral import check_referral_files
from wholeplace.terms import DataProblem, Problem


def check_front_door(folder: Path) -> tuple[Problem, ...]:
    """The problems of practices, sessions, postcodes, who coordinates whom, and the files of referrals of a place folder, all at once.
    A file that is absent is no problem: nothing is offered then."""
    file = folder / COORDINATES
    last = file.stat().st_mtime_ns if file.is_file() else 0
    readings: tuple[Callable[[], object], ...] = (
        lambda: read_sessions(folder, read_practices(folder)),
        lambda: postcodes_of(folder),
        lambda: covered(folder, last) if last else None,
    )
    return (*(problem for reading in readings for problem in _problems_of(reading)), *check_referral_files(folder))


def _problems_of(reading: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        reading()
    except DataProblem as letter:
        return letter.problems
    return ()
