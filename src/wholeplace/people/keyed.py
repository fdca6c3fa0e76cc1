"""From received rows to keyed rows: a person key and the person's characteristics in place of the number of an identity.

`say_who` leaves `who`. `key_rows` leaves `keyed_<table>`, `residents`, `residences` and `characteristics`. `identified_<table>`
and `keyed_<table>` are views over the received files, for a table of each would hold all that was received in memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

import polars as pl

from wholeplace.feeds.tables import BIRTHS, IDENTIFIERS, OPT_OUTS, PERSONS, ReceivedTable
from wholeplace.people.models import read_models, run_models
from wholeplace.people.sources import AREA_TABLES, PEOPLE_TABLES
from wholeplace.warehouse import LargeWork, Warehouse

FOLDER = Path(__file__).parent / "keyed"
TEMPLATE, WHO_MODEL = "keyed_rows", "who"
WHO = ("sex", "ethnic_group", "small_area")
"""Columns that every keyed row gets anew, so the record's own are not passed on beside them."""

REFERENCES = (
    "contact_ref", "attendance_ref", "activity_ref", "event_ref", "episode_id", "site", "address", "birth_ref", "tenancy_ref",
    "booking_ref",
)  # fmt: skip
"""What a sender could use to find the person again in their own books, or no journey needs. It stays behind."""

DAYS = {
    "episodes": "coalesce(admitted, episode_starts)",
    "emergency_care": "cast(arrived_at as date)",
    "social_care": "event_starts",
    "contacts": "happened",
    "voluntary_activity": "coalesce(ended, started)",
    "bookings": "booked",
    "referrals": "referred",
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
    """How many rows of one feed could be given to a person. The others stand alone and are counted.

    `by_how`: rows by what linked the identity they carry, one of link.HOW. Rows of people who are left out are in no count.
    """

    feed: str
    table: str
    rows: int
    with_person: int
    by_how: Mapping[str, int] = field(default_factory=dict)


def say_who(warehouse: Warehouse) -> None:
    """Make `who`: the person of each identity whose rows are used. Reads `identities`, `links` and `left_out`."""
    run_models(warehouse, {WHO_MODEL: read_models(FOLDER)[WHO_MODEL]}, keep=(WHO_MODEL,))


def key_rows(warehouse: LargeWork) -> tuple[Linked, ...]:
    """Give every received row of people its person key and the person's characteristics.

    Reads `received_<table>`, `who` and `small_area_now`. Rows in = rows out, per table, but for those of people who are left
    out or forgotten.
    """
    models = {name: model for name, model in read_models(FOLDER).items() if name not in (TEMPLATE, WHO_MODEL)}
    for table in PEOPLE_TABLES.values():
        warehouse.run(f"create or replace view identified_{table.name} as {_identified(table)}")
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


def _identified(table: ReceivedTable) -> str:
    """The rows of one table whose person may be known: those that carry no identity, and those of an identity that is used."""
    columns = ", ".join(f"record.{name}" for name in ("feed", "row_no", *WHO, *_own(table)))
    mother = "mothers.person_key as mother_key, " if table is BIRTHS else ""
    mothers = "left join who as mothers on mothers.identity_no = record.mother_no " if table is BIRTHS else ""
    return (
        f"select who.person_key, who.how, who.birth_date, {mother}{columns} from received_{table.name} as record "
        f"left join who on who.identity_no = record.identity_no {mothers}"
        "where record.identity_no is null or who.identity_no is not null"
    )


def _recorded() -> str:
    """What every record says of its person: the person list and all others, one row a record."""
    days = {**DAYS, PERSONS.name: "starts"}
    return " union all ".join(
        f"select person_key, sex, ethnic_group, birth_date, {DEATHS.get(name, 'cast(null as date)')} as died, "
        f"{day} as recorded, {int(name == PERSONS.name)} as on_person_list from identified_{name}"
        for name, day in days.items()
    )


def _linked(warehouse: LargeWork) -> tuple[Linked, ...]:
    counts = " union all ".join(
        f"select feed, '{name}' as received, how, count(*) as row_count, count(person_key) as linked_count "
        f"from identified_{name} group by feed, how"
        for name in PEOPLE_TABLES
        if name != OPT_OUTS.name
    )
    found: dict[tuple[str, str], dict[str | None, tuple[int, int]]] = {}
    for feed, table, how, rows, linked in warehouse.rows(f"select * from ({counts}) as counted order by feed, received, how"):
        found.setdefault((feed, table), {})[how] = (rows, linked)
    return tuple(
        Linked(
            feed=feed,
            table=table,
            rows=sum(rows for rows, _ in by_how.values()),
            with_person=sum(linked for _, linked in by_how.values()),
            by_how={how: rows for how, (rows, _) in by_how.items() if how is not None},
        )
        for (feed, table), by_how in found.items()
    )


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


__all__ = ["AREA_TABLES", "PEOPLE_TABLES", "Linked", "current_small_areas", "key_rows", "keyed_rows", "load_areas", "say_who"]
