"""From journeys to results: the verbs of this room that work measures out."""

from collections.abc import Mapping

import polars as pl

from wholeplace.measures.completeness import default_period, rests_on
from wholeplace.measures.definitions import library, measure_named
from wholeplace.measures.gather import gather
from wholeplace.measures.inputs import Inputs
from wholeplace.measures.shapes import UNLINKED_COLUMNS, Measure, Results
from wholeplace.measures.work import Work
from wholeplace.place.folder import state_folder
from wholeplace.place.shapes import Place
from wholeplace.terms import DataProblem, MeasureName, Period, Problem
from wholeplace.terms.progress import Progress, quiet
from wholeplace.warehouse import Warehouse, large_work


def compute(place: Place, *, period: Period | None = None, progress: Progress = quiet) -> Results:
    """Every measure of the place at every level, split and grain, for `period`.

    Without a period: the latest whole calendar quarter for which most measures are complete. Raises DataProblem when
    nothing was received, or nothing is complete for any quarter.
    """
    return work_out(place, gather(place, progress=progress), period=period, progress=progress)


def work_out(place: Place, inputs: Inputs, *, period: Period | None = None, progress: Progress = quiet) -> Results:
    """`compute`, from given inputs. The same inputs give the same rows, to the last digit."""
    return _worked_out(place, inputs, library(place), period=period, progress=progress)


def compute_one(place: Place, name: MeasureName, *, period: Period | None = None, progress: Progress = quiet) -> Results:
    """`compute` for one measure of the place's library. Without a period: the latest whole quarter for which it is complete.

    Raises WrongUse for a name that is no measure, and DataProblem as `compute` does.
    """
    return work_out_one(place, gather(place, progress=progress), name, period=period, progress=progress)


def work_out_one(place: Place, inputs: Inputs, name: MeasureName, *, period: Period | None = None, progress: Progress = quiet) -> Results:
    """`compute_one`, from given inputs."""
    measure = measure_named(place, name)
    return _worked_out(place, inputs, {measure.name: measure}, period=period, progress=progress, keeps_cells=False)


def _worked_out(
    place: Place,
    inputs: Inputs,
    measures: Mapping[MeasureName, Measure],
    *,
    period: Period | None,
    progress: Progress,
    keeps_cells: bool = True,
) -> Results:
    chosen = period or default_period(list(measures.values()), inputs.coverage)
    if chosen is None:
        raise DataProblem("The measures were not worked out", [_nothing_to_show()])
    spill = state_folder(place.folder) / "spill"
    with Warehouse(spill=spill) as warehouse, large_work(warehouse, place.settings.spark, work=spill) as large:
        work = Work(place, inputs, chosen, measures, warehouse, large, progress, keeps_cells=keeps_cells)
        rows, notes = work.rows()
        unlinked = pl.concat(work.unlinked).sort(list(UNLINKED_COLUMNS)) if work.unlinked else None
    behind = {name: _feeds_behind(measure, inputs) for name, measure in measures.items()}
    return Results(
        period=chosen, measures=measures, rows=rows, unlinked=unlinked, sources=inputs.sources, measure_feeds=behind,
        notes=(*inputs.notes, *notes), joined=inputs.joined,
    )  # fmt: skip


def _nothing_to_show() -> Problem:
    return Problem(
        where="feeds",
        what="no quarter is covered by the feeds of most measures.",
        why="A figure from half a quarter would look like a fall.",
        fix="Drop a whole quarter of files into feeds, run `wholeplace receive`, or ask for one period with --period.",
    )


def _feeds_behind(measure: Measure, inputs: Inputs) -> tuple[str, ...]:
    return tuple(sorted({feed for table in rests_on(measure) for feed in inputs.feeds.get(table, ())}))
