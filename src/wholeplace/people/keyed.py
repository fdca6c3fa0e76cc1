"""From received rows to keyed rows: identifiers out, a person key and the person's characteristics in.

Reads the tables `received_<table>` (the received columns, with `feed` and `row_no`) and leaves `keyed_<table>`, `residents`
and `characteristics`. After `key_rows` nothing in the warehouse holds an identifier but the birth date that ages come from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

import polars as pl

from wholeplace.feeds.tables import BIRTHS, EXPOSURES, IDENTIFIERS, PERSONS, RECEIVED_TABLES, ReceivedTable
from wholeplace.people.models import read_models, run_models
from wholeplace.people.vault import keys_for
from wholeplace.warehouse import Warehouse

FOLDER = Path(__file__).parent / "keyed"
TEMPLATE = "keyed_rows"
PEOPLE_TABLES = {name: table for name, table in RECEIVED_TABLES.items() if table.about_people}
AREA_TABLES = {EXPOSURES.name: EXPOSURES}
"""Received tables about areas that journeys are joined to by place and time. They hold nobody."""

WHO = ("sex", "ethnic_group", "small_area")
"""Columns that every keyed row gets anew, so the record's own are not passed on beside them."""

REFERENCES = (
    "contact_ref", "attendance_ref", "activity_ref", "event_ref", "episode_id", "practice", "site", "address", "birth_ref", "tenancy_ref",
)  # fmt: skip
"""What a sender could use to find the person again in their own books, or no journey needs. It stays behind."""

DAYS = {
    "episodes": "coalesce(admitted, episode_starts)",
    "emergency_care": "cast(arrived_at as date)",
    "social_care": "event_starts",
    "contacts": "happened",
    "voluntary_activity": "coalesce(ended, started)",
    "tenancies": "starts",
    "births": "born",
    "answers": "answered",
}
"""The day that places a row: age and home are as on it."""

DEATHS = {
    "persons": "died",
    "episodes": "case when discharge_method in ('4', '5') and discharged >= admitted then discharged end",
    "social_care": "died",
}
"""What a record says of its person's death, where it can say anything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Linked:
    """How many rows of one feed could be given to a person. The others stand alone and are counted."""

    feed: str
    table: str
    rows: int
    with_person: int


def key_rows(warehouse: Warehouse, vault: Path) -> tuple[Linked, ...]:
    """Give every received row of people its person key and the person's characteristics. Rows in = rows out, per table."""
    _load_keys(warehouse, vault)
    for table in PEOPLE_TABLES.values():
        warehouse.run(f"create or replace table identified_{table.name} as {_identified(table)}")
    models = {name: model for name, model in read_models(FOLDER).items() if name not in (TEMPLATE, "local_keys")}
    warehouse.run(f"create or replace view recorded_of_persons as {_recorded()}")
    run_models(warehouse, models, keep=("residents", "residences", "characteristics"))
    for name in DAYS:
        warehouse.run(f"create or replace view keyed_{name} as {keyed_rows(PEOPLE_TABLES[name])}")
    return _linked(warehouse)


def keyed_rows(table: ReceivedTable) -> str:
    """The query that strips one received table and puts its people's characteristics in."""
    template = Template((FOLDER / f"{TEMPLATE}.sql").read_text(encoding="utf-8"))
    age_given = "age_given" if "age_given" in table.columns else "cast(null as smallint)"
    own = ", ".join([*(name for name in _own(table) if name != "age_given"), *(["mother_key"] if table is BIRTHS else [])])
    return template.substitute(table=table.name, day=DAYS[table.name], own=own, age_given=age_given)


def _own(table: ReceivedTable) -> list[str]:
    return [name for name in table.columns if name not in (*IDENTIFIERS, *REFERENCES, *WHO)]


def _load_keys(warehouse: Warehouse, vault: Path) -> None:
    numbers = " union ".join(f"select nhs_number from received_{name} where nhs_number is not null" for name in PEOPLE_TABLES)
    numbers = f"{numbers} union select mother_nhs_number from received_{BIRTHS.name} where mother_nhs_number is not null"
    keys = keys_for(vault, warehouse.frame(numbers)["nhs_number"])
    warehouse.table_from("keys", keys)
    warehouse.run(f"create or replace table local_pairs as {' union all '.join(_pairs(name) for name in PEOPLE_TABLES)}")
    run_models(warehouse, {"local_keys": read_models(FOLDER)["local_keys"]}, keep=("local_keys",))
    warehouse.run("drop table local_pairs")


def _pairs(name: str) -> str:
    """Feed, local id and person, for the local ids of rows that lack a usable number (no others need the pairing)."""
    lacking = (
        f"select distinct record.feed, record.local_id from received_{name} as record "
        "left join keys on keys.as_sent = record.nhs_number where keys.as_sent is null and record.local_id is not null"
    )
    return (
        f"select distinct record.feed, record.local_id, keys.person_key from received_{name} as record "
        f"join keys on keys.as_sent = record.nhs_number join ({lacking}) as lacking "
        "on lacking.feed = record.feed and lacking.local_id = record.local_id"
    )


def _identified(table: ReceivedTable) -> str:
    columns = ", ".join(f"record.{name}" for name in ("feed", "row_no", *WHO, "birth_date", *_own(table)))
    mother = "mothers.person_key as mother_key, " if table is BIRTHS else ""
    mothers = "left join keys as mothers on mothers.as_sent = record.mother_nhs_number " if table is BIRTHS else ""
    return (
        f"select coalesce(keys.person_key, local_keys.person_key) as person_key, {mother}{columns} from received_{table.name} as record "
        f"left join keys on keys.as_sent = record.nhs_number {mothers}"
        "left join local_keys on local_keys.feed = record.feed and local_keys.local_id = record.local_id"
    )


def _recorded() -> str:
    """What every record says of its person: the person list and all others, one row a record."""
    days = {**DAYS, PERSONS.name: "starts"}
    return " union all ".join(
        f"select person_key, sex, ethnic_group, birth_date, {DEATHS.get(name, 'cast(null as date)')} as died, "
        f"{day} as recorded, {int(name == PERSONS.name)} as on_person_list from identified_{name}"
        for name, day in days.items()
    )


def _linked(warehouse: Warehouse) -> tuple[Linked, ...]:
    counts = " union all ".join(
        f"select feed, '{name}' as received, count(*) as row_count, count(person_key) as linked_count from identified_{name} group by feed"
        for name in PEOPLE_TABLES
    )
    rows = warehouse.rows(f"select * from ({counts}) as counted order by feed, received")
    return tuple(Linked(feed=feed, table=table, rows=count, with_person=linked) for feed, table, count, linked in rows)


def load_received(warehouse: Warehouse, files: Mapping[str, Mapping[str, Path]]) -> None:
    """Let `received_<table>` stand for the received files of every feed: files[table][feed]. No feed: an empty table.

    `row_no` numbers the rows by feed and place in its file, so that it is the same for the same input and says nothing else.
    """
    for table in (*PEOPLE_TABLES.values(), *AREA_TABLES.values()):
        columns = ", ".join(table.columns)
        parts = [
            f"select '{_quoted(feed)}' as feed, {number} * 1000000000 + file_row_number as row_no, {columns} "
            f"from read_parquet('{_quoted(str(path))}', file_row_number = true)"
            for number, (feed, path) in enumerate(sorted(files.get(table.name, {}).items()))
        ]
        nothing = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in table.columns.items())
        parts = parts or [f"select cast(null as varchar) as feed, cast(null as bigint) as row_no, {nothing} where false"]
        warehouse.run(f"create or replace view received_{table.name} as {' union all '.join(parts)}")


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def load_areas(warehouse: Warehouse, small_areas: pl.DataFrame) -> None:
    """`small_area_now`: every small area code ever used here, the code that stands today, and the place it lies in."""
    warehouse.table_from("small_area_now", current_small_areas(small_areas))


def current_small_areas(small_areas: pl.DataFrame) -> pl.DataFrame:
    """given, small_area, place: each code with its last successor and where that lies (its latest span of days)."""
    latest = small_areas.sort("small_area", "valid_from").unique("small_area", keep="last", maintain_order=True)
    successor = dict(latest.select("small_area", "successor").iter_rows()) if "successor" in latest.columns else {}
    place = dict(latest.select("small_area", "place").iter_rows()) if "place" in latest.columns else {}
    codes = latest["small_area"].to_list()
    now = [_last_successor(code, successor) for code in codes]
    schema = {"given": pl.String, "small_area": pl.String, "place": pl.String}
    return pl.DataFrame({"given": codes, "small_area": now, "place": [place.get(code) for code in now]}, schema=schema)


def _last_successor(code: str, successor: Mapping[str, str | None]) -> str:
    while following := successor.get(code):
        code = following
    return code


__all__ = ["Linked", "current_small_areas", "key_rows", "keyed_rows", "load_areas", "load_received"]
