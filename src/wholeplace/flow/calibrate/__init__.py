"""Fits the network to a place's own records, tests it on a past winter, and reads who is there on a day."""

from datetime import date, timedelta

from wholeplace.flow.asking import Effort
from wholeplace.flow.calibrate.assembling import fit_network
from wholeplace.flow.calibrate.back_testing import back_tested, last_full_winter, replayed
from wholeplace.flow.calibrate.keeping import agreed_in, capacities_stated, keep_fit, keep_network, read_fit, with_agreed, written_by_hand
from wholeplace.flow.calibrate.presence import snapshot_from
from wholeplace.flow.calibrate.shapes import BackTest, Calibration, Fit, Plot, Replay
from wholeplace.flow.shapes import Network, Snapshot
from wholeplace.people import build_journeys, paths_of, present_on
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.progress import Progress, quiet

REPLAYED_DAYS = 365
ONE_HUNDRED = Effort()


def calibrate(
    place: Place, *, until: date | None = None, today: date | None = None, effort: Effort = ONE_HUNDRED, progress: Progress = quiet
) -> Calibration:  # fmt: skip
    """Fit a network to the records of `place` as they stood at the start of `until` (the first day not covered, unless given).

    Capacities that the place states are taken as stated; other numbers that people agreed stand in place of fitted ones. Then the last
    year is replayed, and the last full winter is tested with a fit that has not seen it. Writes nothing. `today`: see
    people.build_journeys. Raises DataProblem where the records cannot support a network, and WrongUse where `until` is not covered.
    """
    journeys = build_journeys(place, today=today, progress=progress)
    paths = paths_of(journeys, until=until, progress=progress)
    progress("flow", "Fitting the network", 0.0)
    stated = capacities_stated(place)
    fitted, fit = fit_network(place, paths, stated)
    network, kept = with_agreed(fitted, agreed_in(place))
    replays, test = (), None
    replay_from = paths.until - timedelta(days=REPLAYED_DAYS)
    if replay_from > paths.stays_from:
        then, _ = fit_network(place, paths, stated, starts=replay_from)
        progress("flow", "Replaying the last year", 0.0)
        replays = replayed(journeys, then, paths, (replay_from, paths.until), effort, progress=progress)
    if (winter := last_full_winter(paths.stays_from, paths.until)) is not None:
        test = back_tested(place, journeys, paths, winter, effort, progress=progress)
    sentences = (*fit.sentences, *_kept_in_words(kept), test.sentence if test else "The records hold no full winter to test the model on.")
    report = Fit(made_from=fit.made_from, sentences=sentences, plots=fit.plots, replay=replays, back_test=test)
    return Calibration(network=network, until=paths.until, fit=report, kept=kept, paths=paths)


def _kept_in_words(kept: tuple[tuple[str, float, float | None], ...]) -> list[str]:
    return [
        f"{path}: {agreed:g} was agreed and stands; the records {'say nothing of it' if fitted is None else f'give {fitted:.4g}'}."
        for path, agreed, fitted in kept
    ]


def snapshot_of(place: Place, on: date | None = None, *, network: Network | None = None, today: date | None = None) -> Snapshot:
    """Who was there at midnight at the start of the day `on` (the first day not covered, unless given), in the groups of `network`.

    `network`: the place's own from a calibration, or one that is fitted now where none is given. People are shared out over groups
    by how likely each is, see `snapshot_from`.
    """
    journeys = build_journeys(place, today=today)
    paths = paths_of(journeys, until=on)
    network = network or fit_network(place, paths, capacities_stated(place))[0]
    return snapshot_from(network, present_on(journeys, paths.until))


def back_test(
    place: Place, winter: int | None = None, *, effort: Effort = ONE_HUNDRED, today: date | None = None, progress: Progress = quiet
) -> BackTest:  # fmt: skip
    """The winter that began in December of `winter` (the last full one, unless given) run by a network that has not seen it.

    Raises DataProblem where the records hold no such winter with 90 days before it.
    """
    journeys = build_journeys(place, today=today, progress=progress)
    paths = paths_of(journeys, progress=progress)
    chosen = winter if winter is not None else last_full_winter(paths.stays_from, paths.until)
    if chosen is None:
        what, fix = "the records hold no December to February in full with 90 days before it.", "Receive a longer extract."
        raise DataProblem("The winter cannot be tested", [Problem(where="stays", what=what, why="Nothing could be compared.", fix=fix)])
    return back_tested(place, journeys, paths, chosen, effort, progress=progress)


__all__ = [
    "BackTest", "Calibration", "Fit", "Plot", "Replay", "back_test", "calibrate", "keep_fit", "keep_network",
    "read_fit", "snapshot_of", "written_by_hand",
]  # fmt: skip
