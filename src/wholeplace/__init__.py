"""wholeplace: the whole picture of health and care in one place.

The verbs of the command line as functions. Each takes a place folder and returns what its room hands on, typed and
frozen. All raise `DataProblem` (a letter with every problem found) when the data cannot support the answer, and
`WrongUse` when the question itself cannot be read. Rooms are imported when a function is called, so that importing
this package costs nothing and no room ever depends on it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wholeplace.terms import DataProblem, Period, Problem, WrongUse
from wholeplace.terms.progress import Progress, quiet

if TYPE_CHECKING:
    from wholeplace.agreement.funds import PackMoney
    from wholeplace.feeds import Receipt
    from wholeplace.flow import WinterPlan
    from wholeplace.flow.calibrate import Calibration
    from wholeplace.measures import Explanation, Footing, Results
    from wholeplace.people import CohortTable, Forgotten, Linkage, ReviewQueue
    from wholeplace.picture import Picture
    from wholeplace.place import Place
    from wholeplace.publish import DecidedEffect

__all__ = [
    "DataProblem", "Pack", "Period", "Problem", "WrongUse", "calibrate", "check", "check_measures", "cohort", "explain_measure", "forget",
    "link", "make_demo", "make_picture", "new", "new_measure", "read", "receive", "review_queue", "run_measure", "undo_decision",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Pack:
    """What one run of the main job made: the picture, the release folder that shows it, and the receipts behind it.

    `picture` holds exact figures and stays in the house. Only what is in `release` went through disclosure control.
    """

    picture: "Picture"
    release: Path
    receipts: "tuple[Receipt, ...]"


def new(folder: Path | str, *, name: str) -> Path:
    """Make an empty place folder for the area called `name`, with comments on what goes where. Refuses a folder in use."""
    from wholeplace.place import new_place

    new_place(Path(folder), name=name)
    return Path(folder)


def read(folder: Path | str) -> "Place":
    """The place folder, read and checked: areas, organisations, small areas, population, settings."""
    from wholeplace.place import read_place

    return read_place(_existing(folder))


def check(folder: Path | str) -> tuple[Problem, ...]:
    """Everything that is wrong with a place folder: settings, areas, headers of files, local measures and segments, its network,
    what its partners agreed, and what the front door goes by."""
    from wholeplace.agreement import check_agreement
    from wholeplace.feeds import check_feeds
    from wholeplace.flow import check_flow
    from wholeplace.measures import library
    from wholeplace.people import segments_of
    from wholeplace.place import check_place
    from wholeplace.service.checking import check_front_door

    if problems := check_place(_existing(folder)):
        return problems
    place = read(folder)
    own = (*_problems_of(lambda: library(place)), *_problems_of(lambda: segments_of(place.folder)))
    known = () if own else tuple(library(place))  # where the measures cannot be read, an ambition's measure is not looked at
    return (*check_feeds(place), *own, *check_flow(place), *check_agreement(place, known), *check_front_door(place.folder))


def _problems_of(reading: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        reading()
    except DataProblem as letter:
        return letter.problems
    return ()


def receive(folder: Path | str, *, progress: Progress = quiet) -> "tuple[Receipt, ...]":
    """Read every feed, set aside the rows that break their contract, and write one receipt for each feed."""
    from wholeplace.feeds import receive
    from wholeplace.place.folder import alone

    place = read(folder)
    with alone(place.folder):
        return receive(place, progress=progress)


def make_picture(folder: Path | str, period: Period | str | None = None, *, progress: Progress = quiet) -> Pack:
    """From partners' files to the board's pack. `period`: such as "2025-Q3"; without it, the last complete quarter.

    Steps whose inputs did not change since the last run are not done again.
    """
    from wholeplace.feeds import receive
    from wholeplace.measures import compute
    from wholeplace.people import build_journeys, note_release
    from wholeplace.picture import draw
    from wholeplace.place.folder import alone
    from wholeplace.publish import Beside, release

    asked = _period(period)
    place = read(folder)
    with alone(place.folder):
        _bring_back(place)
        receipts = receive(place, progress=progress)
        build_journeys(place, progress=progress)
        results = compute(place, period=asked, progress=progress)
        progress("picture", "reading the measures together", 0.0)
        picture = draw(results, place)
        progress("picture", "reading the measures together", 1.0)
        decided, money = _agreed(place, picture.period, tuple(results.measures))
        beside = Beside(winter=_winter(place, picture.period, progress), decided=decided, money=money)
        published = release(picture, place, beside=beside, progress=progress)
        note_release(place.folder, published.name)
    return Pack(picture=picture, release=published, receipts=receipts)


def _agreed(place: "Place", period: Period, measures: tuple[str, ...]) -> "tuple[tuple[DecidedEffect, ...], PackMoney | None]":
    """What decisions were expected to change, and what was agreed about money, where the place keeps an agreement."""
    if "agreement" not in place.settings.modules:
        return (), None
    from wholeplace.agreement.bodies import read_agreement
    from wholeplace.agreement.funds import money_in_pack, read_funds
    from wholeplace.agreement.plans import read_plan
    from wholeplace.publish import read_effects

    funds = read_funds(place)
    plan = read_plan(place, read_agreement(place), measures)
    return read_effects(place.folder), money_in_pack(place, funds, plan, period) if funds.funds or funds.equity or plan.programmes else None


def _bring_back(place: "Place") -> None:
    """What the front door did since the last picture, as feeds beside the partners', where the place has one."""
    if "front-door" in place.settings.modules:
        from wholeplace.web import bring_back

        bring_back(place.folder)


def _winter(place: "Place", period: Period, progress: Progress) -> "WinterPlan | None":
    """The plan for the winter after the picture's period, where the place publishes one. The same files give the same plan."""
    if "winter" not in place.settings.modules:
        return None
    from wholeplace.flow import winter_plan

    return winter_plan(place, today=period.ends, progress=progress)


def link(folder: Path | str, *, train_on: date | None = None, progress: Progress = quiet) -> "Linkage":
    """Link the records of one person across all that was received, and say how good the links are and what changed.

    `train_on`: first learn the place's own weights from its records, in a report of that day. Steps whose inputs did not change are
    not done again.
    """
    from wholeplace.feeds import receive
    from wholeplace.people import build_journeys, read_linkage, train_model
    from wholeplace.place.folder import alone

    place = read(folder)
    with alone(place.folder):
        receive(place, progress=progress)
        if train_on:
            train_model(place, today=train_on, progress=progress)
        build_journeys(place, progress=progress)
        linkage = read_linkage(place.folder)
    if linkage is None:
        raise RuntimeError("journeys were made but say nothing of their links")
    return linkage


def forget(folder: Path | str, number: str, *, feed: str = "", progress: Progress = quiet) -> "Forgotten":
    """Take somebody out of the partners' files, the vault and all that was made of them, then search every file for what is left.

    `number`: their NHS number or, with `feed`, that feed's own number for them. It is kept nowhere but as a keyed digest.
    """
    from wholeplace.people import forget
    from wholeplace.place.folder import alone

    place = read(folder)
    with alone(place.folder):
        return forget(place, number, feed=feed, progress=progress)


def review_queue(folder: Path | str) -> "ReviewQueue":
    """How many pairs of records wait for a person to decide, and how the review goes. In counts: the cases themselves show
    who people are, so only `wholeplace review` at a terminal puts them."""
    from wholeplace.people import review_queue

    return review_queue(_existing(folder))


def undo_decision(folder: Path | str, case: int, *, by: str, today: date) -> None:
    """Withdraw what was decided on a case, so that it waits again. The record of it stays. `by`: initials."""
    from wholeplace.people import undo_decision

    undo_decision(_existing(folder), case, by=by, on=today)


def cohort(folder: Path | str, asked: Path | str, *, progress: Progress = quiet) -> "CohortTable":
    """A cohort from its definition: `asked` is a name of the library or of the place's `cohorts` folder, or a TOML file.

    Feeds are received and journeys built first, where they are not up to date. The rows are about people: they are written
    to the closed state folder, and stay there.
    """
    from wholeplace.feeds import receive
    from wholeplace.people import build_journeys, make_cohort

    place = read(folder)
    receive(place, progress=progress)
    return make_cohort(place, build_journeys(place, progress=progress), asked, progress=progress)


def calibrate(
    folder: Path | str, *, replace: bool = False, replications: int = 100, seed: int = 1, progress: Progress = quiet
) -> "Calibration":
    """Fit the flow network to the place's own records, test it on the last full winter, and keep both.

    Writes `assumptions/network.toml` (numbers that people agreed stay as they are), and into the state folder the report of fit and
    the fitted network. A network written by hand is replaced only with `replace`. Feeds are received and journeys built first,
    where they are not up to date.
    """
    from wholeplace.feeds import receive
    from wholeplace.flow import Effort
    from wholeplace.flow.calibrate import calibrate, keep_fit, keep_network, written_by_hand

    place = read(folder)
    receive(place, progress=progress)
    made = calibrate(place, effort=Effort(replications=replications, seed=seed), progress=progress)
    keep_fit(place, made.fit, made.network)
    if replace or not written_by_hand(place):
        keep_network(place, made.network)
    return made


def new_measure(folder: Path | str, name: str) -> Path:
    """Write a commented file for a new measure into the place's measures folder. Refuses a name that is taken."""
    from wholeplace.measures import new_measure

    place = read(folder)
    return place.folder / new_measure(place, name)


def check_measures(folder: Path | str, name: str | None = None) -> tuple[Problem, ...]:
    """Every mistake in the place's own measures and code lists, or in one of its measures."""
    from wholeplace.measures import problems_of

    return problems_of(read(folder), name)


def explain_measure(folder: Path | str, name: str) -> "tuple[Explanation, tuple[Footing, ...]]":
    """A measure in plain words with the SQL that counts it, and the tables it stands on in this place. Nothing is received for it."""
    from wholeplace.measures import explain, footings, lists_of, measure_named

    place = read(folder)
    measure = measure_named(place, name)
    return explain(measure, lists=lists_of(place.folder, [])), footings(measure, place)


def run_measure(folder: Path | str, name: str, period: Period | str | None = None, *, progress: Progress = quiet) -> "Results":
    """One measure, worked out alone at every level. `period`: such as "2025-Q3"; without it, its last complete quarter.

    The figures are exact: they stay in the house. Feeds are received and journeys built first, where they are not up to date.
    """
    from wholeplace.feeds import receive
    from wholeplace.measures import compute_one, measure_named
    from wholeplace.people import build_journeys
    from wholeplace.place.folder import alone

    asked = _period(period)
    place = read(folder)
    measure = measure_named(place, name)
    with alone(place.folder):
        receive(place, progress=progress)
        build_journeys(place, progress=progress)
        return compute_one(place, measure.name, period=asked, progress=progress)


def make_demo(
    folder: Path | str, *, people: int = 210_000, seed: int = 1, opens_on: date | None = None, progress: Progress = quiet
) -> Path:
    """Write an invented place of about `people` people, with dirt and planted truth (truth.json). Same seed, same bytes. `opens_on`: the
    day from which the listings of its front door count back when they were confirmed (None: a day that never moves)."""
    from wholeplace.demo import make

    make(Path(folder), people=people, seed=seed, opens_on=opens_on, progress=progress)
    return Path(folder)


def _existing(folder: Path | str) -> Path:
    if not Path(folder).is_dir():
        raise WrongUse(f"There is no folder {folder}. Make one with: wholeplace new {folder}")
    return Path(folder)


def _period(period: Period | str | None) -> Period | None:
    try:
        return Period.parse(period) if isinstance(period, str) else period
    except ValueError as unreadable:
        raise WrongUse(str(unreadable)) from None
