"""From received tables to journeys: the one verb of this room."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import polars as pl

from wholeplace.feeds import Received, received
from wholeplace.feeds.tables import EPISODES, OPT_OUTS, PERSONS
from wholeplace.people.codes import code_lists
from wholeplace.people.keyed import AREA_TABLES, PEOPLE_TABLES, Linked, key_rows, load_areas, load_received
from wholeplace.people.models import needed_for, read_models, run_models
from wholeplace.people.notes import sentences
from wholeplace.people.segments import Segment, ages_that_matter, library_segments, segments_model, segments_of
from wholeplace.people.tables import EXPOSURES, JOURNEY_TABLES, JourneyTable
from wholeplace.place import Place
from wholeplace.place.folder import state_folder, swapped
from wholeplace.terms import month_of, months_later
from wholeplace.terms.progress import Progress, quiet
from wholeplace.warehouse import Warehouse

ROOM = "people"
MODELS = Path(__file__).parent / "journeys"
REPORT = "journeys.json"

FELL_OUT = "what_fell_out"
"""The model that counts what has no place in any journey."""

FED_BY = {
    "stays": "episodes",
    "attendances": "emergency_care",
    "contacts": "contacts",
    "care": "social_care",
    "support": "voluntary_activity",
    "births": "births",
    "answers": "answers",
    "tenancies": "tenancies",
    "homes": "persons",
}
"""The received table that each journey table's rows come from. People and register months are counted by month, from the
person list; deaths are told by any."""

HAPPENING = ("episodes", "emergency_care", "contacts")
"""Received tables whose rows are dated by what happened on the day, not by when something long began."""

WRITTEN = {**JOURNEY_TABLES, EXPOSURES.name: EXPOSURES}
"""Every table that is written beside the others: journeys of people, and what areas were exposed to."""

STANDING = (PERSONS.name, OPT_OUTS.name, *AREA_TABLES)
"""Received tables that say how things stand, for years before and after anything happens: they stretch no months."""

TELLS_OF_CHECKS = ("contacts",)
MONTHS_OF_A_CHECK = 12
"""A check counts for 12 months, so a register is known only once 12 months of contacts are."""

MONTHS_OF_A_SEGMENT = 24
"""The frailty score looks back 24 months, so segments say something only once 24 months of hospital records are there."""

ENDED_LONG_AGO = 12
"""Months after which a feed that stopped is taken to have ended, so that it does not hold the others back."""

Span = tuple[date, date]
"""The first day covered and the first day not covered."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """What `build` needs to know of one received file of people: its feed, its table, where it is and what days it covers."""

    feed: str
    table: str
    path: Path
    covers: Span | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Journeys:
    """The journey tables of a place: where they are, what days they cover, and what could not be placed in them.

    `covers`: journey table -> first day covered, first day not covered; a table is absent when no feed fills it.
    `linked`: for every feed, how many of its rows belong to a known person. `fingerprint` changes when the tables do.
    """

    tables: Mapping[str, Path]
    covers: Mapping[str, Span]
    linked: tuple[Linked, ...]
    notes: tuple[str, ...]
    fingerprint: str


def build_journeys(place: Place, *, progress: Progress = quiet) -> Journeys:
    """Journeys of `place` from all that was received. Raises DataProblem when nothing was.

    Skipped when neither the received rows, nor the place, nor this room changed since the last time.
    """
    drop = received(place)
    money = drop.covers("spend")
    return build(place, sources_of(drop), extra_months=money, progress=progress)


def sources_of(drop: Received) -> tuple[Source, ...]:
    """The received files about people, with the days that each feed's receipt vouches for."""
    return tuple(
        Source(
            feed=receipt.feed,
            table=receipt.table,
            path=drop.folder / "tables" / receipt.table / f"{receipt.feed}.parquet",
            covers=(receipt.covers_from, receipt.covers_to) if receipt.covers_from and receipt.covers_to else None,
        )
        for receipt in drop.receipts
        if receipt.table in PEOPLE_TABLES or receipt.table in AREA_TABLES
    )


def build(place: Place, sources: tuple[Source, ...], *, extra_months: Span | None = None, progress: Progress = quiet) -> Journeys:
    """Journeys of `place` from received files. `extra_months`: days for which people must be counted beyond these files'."""
    folder = state_folder(place.folder)
    target = folder / "journeys"
    fingerprint = _fingerprint(place, sources, extra_months)
    if earlier := _read(target, fingerprint):
        progress(ROOM, "Journeys are up to date", 1.0)
        return earlier
    covers = table_covers(sources)
    with swapped(target) as making, Warehouse(spill=making / "spill") as warehouse:
        progress(ROOM, "Giving each person one key", 0.0)
        files: dict[str, dict[str, Path]] = {}
        for source in sources:
            files.setdefault(source.table, {})[source.feed] = source.path
        months = months_to_count(covers, extra_months)
        load_received(warehouse, files)
        load_areas(warehouse, place.small_areas)
        load_codes(warehouse)
        load_knowledge(warehouse, place.population, covers, months)
        linked = key_rows(warehouse, folder / "people" / "vault")
        make_journeys(warehouse, segments=segments_of(place.folder), progress=progress)
        for table in WRITTEN.values():
            progress(ROOM, f"Writing {table.name.replace('_', ' ')}", 0.9)
            warehouse.write_parquet(sorted_rows(table, coded=enumerate_texts(warehouse, table)), making / f"{table.name}.parquet")
        notes = sentences(linked, covers, dict(warehouse.rows(f"select thing, records from {FELL_OUT}")))
        spans = journey_covers(covers, months)
        _write_report(making, covers=spans, linked=linked, notes=notes, fingerprint=fingerprint)
    progress(ROOM, "Journeys are ready", 1.0)
    return _read(target, fingerprint) or _unreadable(target)


def load_codes(warehouse: Warehouse) -> None:
    """Every code list, as a table by its name."""
    for name, frame in code_lists().items():
        warehouse.table_from(name, frame)


def load_knowledge(warehouse: Warehouse, population: pl.DataFrame, covers: Mapping[str, Span], months: tuple[date, ...]) -> None:
    """What the models must know beside records and codes: months to count people in, population, and what is covered."""
    numbers = [month.year * 12 + month.month - 1 for month in months]
    warehouse.table_from("months", pl.DataFrame({"month": months, "month_no": numbers}, schema={"month": pl.Date, "month_no": pl.Int64}))
    warehouse.table_from("population", population.select("small_area", "age_band", "sex", "year", "people"))
    both = [covers[name][1] for name in ("episodes", "social_care") if name in covers]
    known = {"name": ["day 91"], "covers_to": [min(both)]} if len(both) == 2 else {"name": [], "covers_to": []}
    warehouse.table_from("coverage", pl.DataFrame(known, schema={"name": pl.String, "covers_to": pl.Date}))


def make_journeys(
    warehouse: Warehouse,
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


def sorted_rows(table: JourneyTable, *, coded: Mapping[str, str] = MappingProxyType({})) -> str:
    """The query that hands a journey table on: exactly its columns and types, in one order whatever the person keys are.

    `coded`: column -> enumeration to sort and write it as. Readers see text again.
    """
    columns = ", ".join(f"cast({name} as {coded.get(name, kind)}) as {name}" for name, (kind, _) in table.columns.items())
    unique = [name for name in table.own if name.endswith("_id")] or [name for name in table.columns if name != "person_key"]
    order = ", ".join(f"{name} nulls first" for name in (table.dates[0], *unique, *(["person_key"] if table.about_people else [])))
    return f"select {columns} from {table.name} order by {order}"


def enumerate_texts(warehouse: Warehouse, table: JourneyTable) -> dict[str, str]:
    """An enumeration for each text column of a journey table. Sorting and writing codes takes half the time of texts."""
    coded = {name: f"{table.name}_{name}" for name, (kind, _) in table.columns.items() if kind == "VARCHAR"}
    for name, enumeration in coded.items():
        warehouse.run(
            f"create type {enumeration} as enum (select distinct {name} from {table.name} where {name} is not null order by {name})"
        )
    return coded


def table_covers(sources: tuple[Source, ...]) -> dict[str, Span]:
    """The days that all feeds of one received table cover. A feed that stopped over a year before the last one has ended."""
    covers: dict[str, Span] = {}
    for table in sorted({source.table for source in sources}):
        spans = [source.covers for source in sources if source.table == table and source.covers]
        if spans:
            last = max(to for _, to in spans)
            running = [to for _, to in spans if months_later(month_of(to), ENDED_LONG_AGO) >= month_of(last)]
            covers[table] = (min(start for start, _ in spans), min(running))
    return covers


def months_covered(spans: list[Span]) -> tuple[date, ...]:
    """The first day of every month from the first covered to the last, over all spans."""
    if not spans:
        return ()
    first, end = month_of(min(start for start, _ in spans)), max(to for _, to in spans)
    months: list[date] = []
    while months_later(first, len(months)) < end:
        months.append(months_later(first, len(months)))
    return tuple(months)


def months_to_count(covers: Mapping[str, Span], extra: Span | None) -> tuple[date, ...]:
    """The months for which people are counted: from the first covered by events as they happen, to the last covered by anything.

    Social care and voluntary support are told by when they began, often years before the first return, so their first day
    counts only where there is nothing else.
    """
    told_as_they_happen = [span for table, span in covers.items() if table in HAPPENING] + ([extra] if extra else [])
    any_events = [span for table, span in covers.items() if table not in STANDING] + ([extra] if extra else [])
    if not any_events:
        return ()
    first = min(start for start, _ in told_as_they_happen or any_events)
    return months_covered([(first, max(to for _, to in any_events))])


def journey_covers(covers: Mapping[str, Span], months: tuple[date, ...]) -> dict[str, Span]:
    """The days that each journey table covers: those of the received table that feeds it, within the months people are counted in.

    A register month asks for a check within 12 months, so it says something only from the 12th month of contacts.
    """
    if not months:
        return {}
    first, end = months[0], months_later(months[-1], 1)
    spans = {journey: (max(covers[table][0], first), covers[table][1]) for journey, table in FED_BY.items() if table in covers}
    spans["person_months"] = (first, end)
    if checks := [covers[table] for table in TELLS_OF_CHECKS if table in covers]:
        known_from = max(months_later(month_of(start), MONTHS_OF_A_CHECK - 1) for start, _ in checks)
        spans["register_months"] = (max(known_from, first), min(to for _, to in checks))
    if PERSONS.name in covers and EPISODES.name in covers:
        known_from = months_later(month_of(covers[EPISODES.name][0]), MONTHS_OF_A_SEGMENT)
        spans["person_segments"] = (max(known_from, first), min(end, covers[EPISODES.name][1]))
    return {journey: (start, to) for journey, (start, to) in spans.items() if start < to}


def _fingerprint(place: Place, sources: tuple[Source, ...], extra_months: Span | None) -> str:
    """One text for everything that the journeys depend on: received rows, areas, population, and this room itself."""
    digest = sha256()
    for source in sorted(sources, key=lambda source: (source.table, source.feed)):
        digest.update(f"{source.table} {source.feed} {source.covers} {_hash_of(source.path)}\n".encode())
    digest.update(f"{extra_months}\n".encode())
    for frame in (place.small_areas, place.population):
        digest.update(frame.write_csv().encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".sql", ".csv", ".toml"):
            digest.update(path.read_bytes())
    digest.update(repr(segments_of(place.folder)).encode())
    return digest.hexdigest()


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 22):
            digest.update(block)
    return digest.hexdigest()


def _write_report(
    folder: Path, *, covers: Mapping[str, Span], linked: tuple[Linked, ...], notes: tuple[str, ...], fingerprint: str
) -> None:
    report = {
        "fingerprint": fingerprint,
        "covers": {journey: [day.isoformat() for day in span] for journey, span in covers.items()},
        "linked": [asdict(row) for row in linked],
        "notes": notes,
    }
    (folder / REPORT).write_text(json.dumps(report, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _read(folder: Path, fingerprint: str) -> Journeys | None:
    if not (folder / REPORT).exists():
        return None
    report = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    if report["fingerprint"] != fingerprint:
        return None
    return Journeys(
        tables={name: folder / f"{name}.parquet" for name in WRITTEN},
        covers={journey: (date.fromisoformat(start), date.fromisoformat(to)) for journey, (start, to) in report["covers"].items()},
        linked=tuple(Linked(**row) for row in report["linked"]),
        notes=tuple(report["notes"]),
        fingerprint=fingerprint,
    )


def _unreadable(folder: Path) -> Journeys:
    raise RuntimeError(f"{folder.name} was written but cannot be read back")
