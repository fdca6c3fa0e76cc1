"""Which key a person has: the one it had. A key is drawn only for a person that nobody in the last version was."""

import secrets
from pathlib import Path
from typing import Protocol

import polars as pl

from wholeplace.people.models import read_models
from wholeplace.people.vault import new_keys
from wholeplace.people.vault.keys import Draw
from wholeplace.warehouse import Warehouse

PERSONS, LAST_LINKS = "persons", "version_links"
LAST_NUMBER = -1 - 10**10
"""Persons below nought stand for their NHS number, and from here down for a sender's own id."""

_PERSONS = {"number": pl.String, "person_key": pl.Int64, "since": pl.Int64}
_LAST = {"who": pl.String, "person_key": pl.Int64}
FOLDER = Path(__file__).parent


class Store(Protocol):
    """Closed tables of `people`, by name."""

    def read(self, name: str) -> pl.DataFrame | None:
        """The table; None when there is none."""
        ...

    def write(self, name: str, frame: pl.DataFrame) -> None:
        """Put `frame` in its place."""
        ...


def give_keys(warehouse: Warehouse, store: Store | None, *, draw: Draw = secrets.token_bytes) -> None:
    """Leaves `links` from `belongs`, and keeps every key ever given with its NHS number and the run that first gave it.

    A person keeps the key of its NHS number; else the oldest key that any of its identities had in the last version, if no other
    person has the better claim to it (a number, then more identities, then the identity that comes first); else it gets a new
    one. Without a store every key is new.
    """
    known = _read(store, PERSONS, _PERSONS)
    people = warehouse.frame("select person_no from belongs")["person_no"].unique().sort()
    keyed = _by_number(warehouse, people, known)
    if store is not None:
        keyed = pl.concat([keyed, _claimed(warehouse, store, people, known, keyed)])
    new = people.to_frame().join(keyed, on="person_no", how="anti", maintain_order="left")
    keyed = pl.concat([keyed, new.with_columns(person_key=new_keys(len(new), known["person_key"], draw=draw))])
    warehouse.table_from("person_keys", keyed)
    warehouse.run(f"create or replace table links as {read_models(FOLDER / 'outcome')['links'].sql}")
    warehouse.run("drop table person_keys")
    if store is not None:
        _keep(store, known, keyed.join(_numbers(warehouse, people), on="person_no", how="left").select("number", "person_key"))


def _numbers(warehouse: Warehouse, people: pl.Series) -> pl.DataFrame:
    """person_no, number: the NHS number (ten digits) or sender's own id of every person that has one."""
    numbered = people.filter(people < 0).to_frame()
    nhs = numbered.filter(pl.col("person_no") > LAST_NUMBER).with_columns(number=(-1 - pl.col("person_no")).cast(pl.String).str.zfill(10))
    own = warehouse.frame(read_models(FOLDER / "outcome")["own_ids"].sql).select("person_no", pl.col("number").cast(pl.String))
    return pl.concat([nhs, numbered.filter(pl.col("person_no") <= LAST_NUMBER).join(own, on="person_no")])


def _by_number(warehouse: Warehouse, people: pl.Series, known: pl.DataFrame) -> pl.DataFrame:
    """person_no, person_key: of persons whose number had a key before."""
    if not len(known):
        return pl.DataFrame(schema={"person_no": pl.Int64, "person_key": pl.Int64})
    numbers = _numbers(warehouse, people)
    return numbers.join(known.drop_nulls("number"), on="number", maintain_order="left").select("person_no", "person_key")


def _claimed(warehouse: Warehouse, store: Store, people: pl.Series, known: pl.DataFrame, keyed: pl.DataFrame) -> pl.DataFrame:
    """person_no, person_key: keys of the last version that persons without a known number take over."""
    nothing = pl.DataFrame(schema={"person_no": pl.Int64, "person_key": pl.Int64})
    keyless = people.to_frame().join(keyed, on="person_no", how="anti")
    last = _read(store, LAST_LINKS, _LAST).drop_nulls("person_key")
    if not len(last) or not len(keyless):
        return nothing
    warehouse.table_from("persons_without_key", keyless)
    warehouse.table_from("links_of_last", last)
    had = warehouse.frame(read_models(FOLDER / "outcome")["keys_had"].sql)
    for table in ("persons_without_key", "links_of_last"):
        warehouse.run(f"drop table {table}")
    free = had.join(keyed, on="person_key", how="anti")
    free = free.join(known.select("person_key", "since"), on="person_key", how="left")
    most = -pl.col("had").cast(pl.Int64)
    best = free.sort(pl.col("person_no") >= 0, most, "first_no").unique("person_key", keep="first", maintain_order=True)
    oldest = best.sort("since", most, "first_no", nulls_last=True).unique("person_no", keep="first", maintain_order=True)
    return pl.concat([nothing, oldest.select("person_no", "person_key")])


def _keep(store: Store, known: pl.DataFrame, now: pl.DataFrame) -> None:
    run = max(known["since"], default=0) + 1
    numbered = known.drop_nulls("number")
    fresh = now.join(numbered.select("person_key"), on="person_key", how="anti").with_columns(since=pl.lit(run, dtype=pl.Int64))
    first = fresh.join(known.select("person_key", earlier="since"), on="person_key", how="left")
    first = first.with_columns(since=pl.coalesce("earlier", "since")).select(_PERSONS.keys())
    kept = pl.concat([known.join(first.select("person_key"), on="person_key", how="anti"), first])
    if not kept.equals(known):
        store.write(PERSONS, kept.sort("number", "since", "person_key", nulls_last=True))


def _read(store: Store | None, name: str, schema: dict) -> pl.DataFrame:
    kept = store.read(name) if store is not None else None
    return pl.DataFrame(schema=schema) if kept is None else kept.select(schema.keys())


__all__ = ["LAST_LINKS", "PERSONS", "Store", "give_keys"]
