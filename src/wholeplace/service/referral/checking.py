"""What is wrong with the files that a place may keep about referrals, before anybody relies on them."""

from collections.abc import Callable
from pathlib import Path

from wholeplace.service.referral.clocks import read_clocks
from wholeplace.service.referral.triage.reading import OWN, read_questionnaire
from wholeplace.terms import DataProblem, Problem


def check_referral_files(folder: Path) -> tuple[Problem, ...]:
    """Everything wrong with a place's own clocks and triage questionnaire. Whether its approval holds today is asked when it is used."""
    found = list(_told(lambda: read_clocks(folder)))
    if (folder / OWN).is_file():
        found += _told(lambda: read_questionnaire(folder / OWN, None))
    return tuple(found)


def _told(reading: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        reading()
    except DataProblem as letter:
        return letter.problems
    return ()
