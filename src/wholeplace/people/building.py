"""From received tables to journeys: the one verb of this room."""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from wholeplace.feeds import received
from wholeplace.people.cell_numbers import AREAS, number_areas, people_kinds
from wholeplace.people.codes import code_lists
from wholeplace.people.coverage import journey_covers, months_covered, months_to_count, table_covers
from wholeplace.people.forgotten import sentences_on_forgotten
from wholeplace.people.keyed import Linked, current_small_areas, key_rows, say_who
from wholeplace.people.knowing import know_people, load_received, objections_on
from wholeplace.people.link import LinkRun
from wholeplace.people.linking import write_linking
from wholeplace.people.models import needed_for, read_models, run_models
from wholeplace.people.notes import sentences
from wholeplace.people.opt_outs import Excluded, sentences_on
from wholeplace.people.report import Report, fingerprint_of, read_report, write_report
from wholeplace.people.segments import Segment, ages_that_matter, library_segments, segments_model, segments_of
from wholeplace.people.sources import Source, Span, sources_of
from wholeplace.people.tables import JOURNEY_TABLES
from wholeplace.people.vault import open_store
from wholeplace.people.writing import WRITTEN, parts_of, path_of, sorted_rows, text_types, write_journeys
from wholeplace.place import Place
from wholeplace.place.folder import state_folder, swapped
from wholeplace.terms.progress import Progress, quiet
from wholeplace.warehouse import LargeWork, Warehouse, large_work, memory_gib

ROOM = "people"
MODELS = Path(__file__).parent / "journeys"

FELL_OUT = "what_fell_out"
"""The model that counts what has no place in any journey."""

KNOWN = ("who", "small_area_now", "population", "kept_shares")
"""What knowing people leaves for the journeys, beside the received rows."""

READ_BY_LINKING = ("lone_persons", "small_area_fifths")
"""What linking left to count unlinked rows of journeys by."""

TELL_OF_PEOPLE = tuple(name for name, table in JOURNEY_TABLES.items() if "person_key" in table.columns)


@dataclass(frozen=True, kw_only=True, slots=True)
class Journeys:
    """The journey tables of a place: where they are, what days they cover, and what could not be placed in them.

    `tables`: journey table -> its file, or the folder of its files; and the table of the numbers of small areas. `covers`: journey
    table -> first day covered, first day not covered; a table is absent when no feed fills it. `linked`: for every feed, how many of
    its rows belong to a known person. `links`: how the records were linked, with the version of the links and what changed in it.
    `excluded`: who was left out.
    `fingerprint` changes when the tables do.
    """

    tables: Mapping[str, Path]
    covers: Mapping[str, Span]
    linked: tuple[Linked, ...]
    links: LinkRun
    excluded: Excluded
    notes: tuple[str, ...]
    fingerprint: str

    def parts(self, table: str) -> tuple[Path, ...]:
        """The files of one table, in the order of their days: where a table is large, each month, quarter or year has its own."""
        return parts_of(self.tables[table])


def build_journeys(place: Place, *, today: date | None = None, progress: Progress = quiet) -> Journeys:
    """Journeys of `place` from all that was received. Raises DataProblem when nothing was, when the vault does not open, or when
    objections must be looked up in a list that is too old on `today` (place.toml's own day, or the clock's, unless given).

    Skipped when nothing that they depend on changed since the last time: received rows, decisions, objections, the place, this room.
    """
    drop = received(place)
    money = drop.covers("spend")
    return build(place, sources_of(drop), extra_months=money, today=today or place.settings.today or _clock(), progress=progress)


def _engine(place: Place) -> str:
    return "duckdb" if place.settings.spark is None else "spark"


def _clock() -> date:
    """The one place in this room where the clock is asked: objections begin and end on days."""
    return datetime.now().astimezone().date()


def build(
    place: Place, sources: tuple[Source, ...], *, today: date, extra_months: Span | None = None, progress: Progress = quiet
) -> Journeys:
    """Journeys of `place` from received files. `extra_months`: days for which people must be counted beyond these files'."""
    target = state_folder(place.folder) / "journeys"
    store = open_store(place.folder)
    fingerprint = fingerprint_of(place, sources, store, extra_months, objections_on(place, sources, today), _engine(place))
    if earlier := _read(target, fingerprint):
        progress(ROOM, "Journeys are up to date", 1.0)
        return earlier
    covers = table_covers(sources)
    months = months_to_count(covers, extra_months)
    with (
        swapped(target) as making,
        Warehouse(spill=making / "spill", memory_gib=memory_gib(os.environ)) as warehouse,
        large_work(warehouse, place.settings.spark, work=making / "spill") as large,
    ):
        known = know_people(warehouse, store, place, sources, today=today, progress=progress)
        say_who(warehouse)
        warehouse.run("drop table identities")
        large.take_over(warehouse, (*KNOWN, *READ_BY_LINKING))
        load_received(large, sources, known.first)
        load_codes(large)
        load_knowledge(large, covers, months)
        linked = key_rows(large)
        make_journeys(large, segments=segments_of(place.folder), progress=progress)
        large.table_from(AREAS, number_areas(current_small_areas(place.small_areas)))
        write_journeys(large, making, progress=progress)
        fell_out = dict(large.rows(f"select thing, records from {FELL_OUT}"))
        notes = (*sentences_on(known.excluded), *sentences(linked, covers, fell_out), *sentences_on_forgotten(known.forgotten))
        spans = journey_covers(covers, months)
        report = Report(
            fingerprint=fingerprint, covers=spans, linked=linked, links=known.linking.run, excluded=known.excluded, notes=notes
        )  # fmt: skip
        write_report(making, report)
        write_linking(known.linking, large, store, making, journeys=TELL_OF_PEOPLE)
    progress(ROOM, "Journeys are ready", 1.0)
    return _read(target, fingerprint) or _unreadable(target)


def _read(folder: Path, fingerprint: str) -> Journeys | None:
    report = read_report(folder, fingerprint)
    if report is None:
        return None
    return Journeys(
        tables={name: path_of(folder, name) for name in (*WRITTEN, AREAS)},
        covers=report.covers,
        linked=report.linked,
        links=report.links,
        excluded=report.excluded,
        notes=report.notes,
        fingerprint=fingerprint,
    )


def _unreadable(folder: Path) -> Journeys:
    raise RuntimeError(f"{folder.name} was written but cannot be read back")


def load_codes(warehouse: LargeWork) -> None:
    """Every code list, as a table by its name."""
    for name, frame in code_lists().items():
        warehouse.table_from(name, frame)


def load_knowledge(warehouse: LargeWork, covers: Mapping[str, Span], months: tuple[date, ...]) -> None:
    """What the models must know beside records and codes: months to count people in, what is covered, and kinds of people by number."""
    numbers = [month.year * 12 + month.month - 1 for month in months]
    warehouse.table_from("months", pl.DataFrame({"month": months, "month_no": numbers}, schema={"month": pl.Date, "month_no": pl.Int64}))
    both = [covers[name][1] for name in ("episodes", "social_care") if name in covers]
    known = [(name, *span) for name, span in sorted(covers.items())]
    known += [("day 91", None, min(both))] if len(both) == 2 else []
    schema = {"name": pl.String, "covers_from": pl.Date, "covers_to": pl.Date}
    warehouse.table_from("coverage", pl.DataFrame(known, schema=schema, orient="row"))
    warehouse.table_from("people_kinds", people_kinds())


def make_journeys(
    warehouse: LargeWork,
    *,
    wanted: Collection[str] = (*WRITTEN, FELL_OUT),
    segments: Sequence[Segment] = library_segments(),
    progress: Progress = quiet,
) -> None:
    """Run the journey models over the keyed tables and leave the wanted tables in the warehouse."""
    warehouse.table_from("ages_that_matter", ages_that_matter(segments))
    asked = segments_model(segments)
    models = needed_for(wanted, {**read_models(MODELS), asked.name: asked})
    run_models(
        warehouse, models, keep=wanted, watch=lambda name, share: progress(ROOM, f"Joining {name.replace('_', ' ')}", 0.2 + 0.7 * share)
    )


__all__ = [
    "FELL_OUT", "MODELS", "WRITTEN", "Journeys", "Source", "build", "build_journeys", "journey_covers", "load_codes",
    "load_knowledge", "make_journeys", "months_covered", "months_to_count", "sorted_rows", "table_covers", "text_types",
    "write_journeys",
]  # fmt: skip
