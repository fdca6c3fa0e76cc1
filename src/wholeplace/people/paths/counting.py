"""Runs the models of this folder over the journey tables and hands on counts."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from wholeplace.people.building import Journeys
from wholeplace.people.models import needed_for, read_models, run_models
from wholeplace.people.paths.shapes import Paths, PresentOn
from wholeplace.terms import DataProblem, Problem, WrongUse
from wholeplace.terms.progress import Progress, quiet
from wholeplace.warehouse import Warehouse

ROOM = "people"
MODELS = Path(__file__).parent / "models"
READ = ("stays", "attendances", "care", "deaths")
COUNTED = (
    "a_and_e_arrivals", "a_and_e_minutes", "a_and_e_presence", "admissions", "stay_lengths", "delays", "way_on", "support_waits",
    "returns", "care_lengths", "care_starts", "use_by_day", "delayed_by_day", "care_costs",
)  # fmt: skip
PRESENT = ("present_in_hospital", "present_in_care", "present_in_a_and_e")


def paths_of(journeys: Journeys, *, until: date | None = None, progress: Progress = quiet) -> Paths:
    """Counts of people's paths as the records stood at the start of the day `until` (the first day not covered, unless given).

    Raises DataProblem where no feed tells of stays in hospital, and WrongUse where `until` lies outside what stays cover. Where no
    feed tells of attendances or of care, those counts are empty.
    """
    until = _until(journeys, until)
    with _asked(journeys.tables, journeys.covers, until) as warehouse:
        _run(warehouse, COUNTED, progress)
        frames = {name: warehouse.frame(_in_order(warehouse, name)) for name in COUNTED}
    covers = {name: _from(journeys.covers, name, until) for name in ("attendances", "care")}
    return Paths(
        until=until, stays_from=journeys.covers["stays"][0], attendances_from=covers["attendances"], care_from=covers["care"], **frames
    )  # fmt: skip


def present_on(journeys: Journeys, on: date, *, progress: Progress = quiet) -> PresentOn:
    """Who was there at midnight at the start of the day `on`, as the records stood then. Raises as `paths_of` does."""
    on = _until(journeys, on)
    with _asked(journeys.tables, journeys.covers, on) as warehouse:
        _run(warehouse, PRESENT, progress)
        hospital, care, emergency = (warehouse.frame(_in_order(warehouse, name)) for name in PRESENT)
    return PresentOn(on=on, in_hospital=hospital, in_care=care, in_a_and_e=emergency)


def _run(warehouse: Warehouse, wanted: tuple[str, ...], progress: Progress) -> None:
    models = needed_for(wanted, read_models(MODELS))
    run_models(warehouse, models, keep=wanted, watch=lambda name, share: progress(ROOM, f"Counting {name.replace('_', ' ')}", share))


def _in_order(warehouse: Warehouse, name: str) -> str:
    keys = [column for column in warehouse.columns(name) if column != "people"]
    return f"select * from {name} order by {', '.join(f'{key} nulls first' for key in keys)}"


def _until(journeys: Journeys, until: date | None) -> date:
    if "stays" not in journeys.covers:
        what, why = "no feed tells of stays in hospital.", "How people pass through beds is counted from stays."
        raise DataProblem("Paths cannot be counted", (Problem(where="feeds", what=what, why=why, fix="Receive admitted patient care."),))
    starts, ends = journeys.covers["stays"]
    last = min(journeys.covers[name][1] for name in ("stays", "attendances", "care") if name in journeys.covers)
    if until is not None and not starts < until <= ends:
        raise WrongUse(f"{until} lies outside the days that stays cover, {starts} to {ends}.")
    return until or max(last, starts + timedelta(days=1))


def _from(covers: Mapping[str, tuple[date, date]], name: str, until: date) -> date | None:
    return covers[name][0] if name in covers and covers[name][0] < until else None


@contextmanager
def _asked(tables: Mapping[str, Path], covers: Mapping[str, tuple[date, date]], until: date) -> Iterator[Warehouse]:
    with Warehouse() as warehouse:
        for name in READ:
            warehouse.view_of_parquet(name, tables[name])
        load_asked(warehouse, covers, until)
        yield warehouse


def load_asked(warehouse: Warehouse, covers: Mapping[str, tuple[date, date]], until: date) -> None:
    """`asked` (one row: the day, and the first day of each kind of record), `asked_days` and `hour_of_day`."""
    starts = {f"{name}_from": _from(covers, name, until) or until for name in ("stays", "attendances", "care")}
    first = min(starts.values())
    warehouse.table_from("asked", pl.DataFrame([{"until": until, **starts, "first_day": first}]))
    days = [first + timedelta(days=n) for n in range((until - first).days + 1)]
    schema = {"day": pl.Date, "day_no": pl.Int64}
    warehouse.table_from("asked_days", pl.DataFrame({"day": days, "day_no": range(len(days))}, schema=schema))
    warehouse.table_from("hour_of_day", pl.DataFrame({"hour": range(24)}, schema={"hour": pl.Int64}))


__all__ = ["COUNTED", "MODELS", "PRESENT", "READ", "load_asked", "paths_of", "present_on"]
