"""From received files to people: the identities that rows carry, who they belong to, and who is left out.

Leaves `received_<table>` (the rows as written, with `feed`, `row_no`, and identities numbered over all feeds), `identities`,
`links`, `left_out` and `kept_shares` in the warehouse. Nothing of a person's is ever told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from wholeplace.feeds.tables import RECEIVED_TABLES
from wholeplace.people.forgotten import drop_forgotten
from wholeplace.people.keyed import load_areas
from wholeplace.people.link import IDENTITIES
from wholeplace.people.linking import Linking, link_people, link_settings, version_told
from wholeplace.people.opt_outs import Excluded, check_lists, leave_out
from wholeplace.people.sources import AREA_TABLES, PEOPLE_TABLES, Source
from wholeplace.people.vault import Store
from wholeplace.place import Place
from wholeplace.place.folder import state_folder
from wholeplace.terms.progress import Progress, quiet
from wholeplace.warehouse import Key, LargeWork, Warehouse, add_closed

ROWS_OF_A_FEED = 10**12
"""More rows than one feed has, so that rows of different feeds never have the same number."""

First = Mapping[tuple[str, str], int]
"""(table, feed) -> the number of the feed's first identity among all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is known of who the rows are about, in counts. `forgotten`: rows of people who were forgotten, by feed. `first`: where
    the identities of each feed begin."""

    first: First
    linking: Linking
    excluded: Excluded
    forgotten: Mapping[str, int]


def know_people(
    warehouse: Warehouse, store: Store, place: Place, sources: Iterable[Source], *, today: date, progress: Progress = quiet
) -> Known:
    """Load what was received, link it, and find whom to leave out on `today`. Raises DataProblem where a list of objections is
    too old, or the vault does not open."""
    sources = tuple(sources)
    first = load_identities(warehouse, sources, store.key)
    load_received(warehouse, sources, first)
    load_areas(warehouse, place.small_areas)
    load_population(warehouse, place.population)
    forgotten = drop_forgotten(warehouse, store)
    told = version_told(state_folder(place.folder) / "journeys")
    linking = link_people(warehouse, store, fifths_of(place), settings=link_settings(place.folder), told=told, progress=progress)
    excluded = leave_out(warehouse, settings=place.settings.opt_outs, today=today)
    return Known(first=first, linking=linking, excluded=excluded, forgotten=forgotten)


def fifths_of(place: Place) -> pl.DataFrame:
    """small_area, deprivation_fifth: where each small area of today lies among the country's."""
    latest = place.small_areas.sort("small_area", "valid_from").unique("small_area", keep="last", maintain_order=True)
    fifth = "deprivation_fifth" if "deprivation_fifth" in latest.columns else pl.lit(None, pl.Int64).alias("deprivation_fifth")
    return latest.select("small_area", fifth)


def load_identities(warehouse: Warehouse, sources: Iterable[Source], key: Key | None) -> First:
    """Make table `identities`: those of every feed, numbered in the order of table, feed and the feed's own number."""
    columns = ", ".join(f"{name} {kind}" for name, (kind, _) in IDENTITIES.items())
    warehouse.run(f"create or replace table identities ({columns})")
    first: dict[tuple[str, str], int] = {}
    following = 0
    for source in _in_order(sources):
        if source.identities is None:
            continue
        first[source.table, source.feed] = following
        own = {"identity_no": f"{following} + in_feed_no", "feed": _quoted(source.feed), "received": _quoted(source.table)}
        taken = ", ".join(f"{own.get(name, name)} as {name}" for name in IDENTITIES)
        add_closed(warehouse, "identities", source.identities, key, columns=taken)
        ((last,),) = warehouse.rows("select max(identity_no) from identities")
        following = following if last is None else last + 1
    return first


def load_received(warehouse: LargeWork, sources: Iterable[Source], first: First) -> None:
    """Let `received_<table>` stand for the received files of every feed. No feed: an empty table.

    `row_no` numbers the rows by feed and place in its file, so that it is the same for the same input and says nothing else.
    """
    files: dict[str, list[Source]] = {}
    for source in _in_order(sources):
        files.setdefault(source.table, []).append(source)
    for table in (*PEOPLE_TABLES.values(), *AREA_TABLES.values()):
        parts = [_rows_of(warehouse, source, number, first) for number, source in enumerate(files.get(table.name, ()))]
        nothing = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in table.kept.items())
        parts = parts or [f"select cast(null as varchar) as feed, cast(null as bigint) as row_no, {nothing} where false"]
        warehouse.run(f"create or replace view received_{table.name} as {' union all '.join(parts)}")


def _rows_of(warehouse: LargeWork, source: Source, number: int, first: First) -> str:
    start = first.get((source.table, source.feed), 0)
    columns = RECEIVED_TABLES[source.table].kept
    own = ", ".join(f"{start} + {name} as {name}" if name in ("identity_no", "mother_no") else name for name in columns)
    rows = f"file_{number}_of_{source.table}"
    warehouse.numbered_parquet(rows, source.path)
    return f"select {_quoted(source.feed)} as feed, {number} * {ROWS_OF_A_FEED} + file_row_number as row_no, {own} from {rows}"


def load_population(warehouse: Warehouse, population: pl.DataFrame) -> None:
    """`population`: people by small area, age band, sex and year."""
    warehouse.table_from("population", population.select("small_area", "age_band", "sex", "year", "people"))


def objections_on(place: Place, sources: Iterable[Source], today: date) -> tuple[int, ...]:
    """What `today` changes in who is left out: how many objections have begun by then, and how many have ended.

    Together with the list itself these say which objections stand. () where the place leaves nobody out. Raises DataProblem when a
    list that is needed is missing or too old, so that journeys made while it was good are not taken for good.
    """
    if place.settings.opt_outs is None:
        return ()
    with Warehouse() as warehouse:
        load_received(warehouse, sources, {})
        check_lists(warehouse, place.settings.opt_outs, today=today)
        passed = ", ".join(f"count(*) filter ({day} {sign} date '{today}')" for day in ("starts", "ends") for sign in ("<", "<="))
        return warehouse.rows(f"select {passed} from received_opt_outs")[0]


def _in_order(sources: Iterable[Source]) -> list[Source]:
    return sorted(sources, key=lambda source: (source.table, source.feed))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
