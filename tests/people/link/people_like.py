"""Identities for tests: say what matters, the rest is filled in. All people are plainly invented."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from wholeplace.people.link import IDENTITIES, LinkRun, link_identities
from wholeplace.warehouse import Warehouse

KINDS = {"BIGINT": pl.Int64, "VARCHAR": pl.String, "DATE": pl.Date}
SCHEMA = {name: KINDS[kind] for name, (kind, _) in IDENTITIES.items()}
NUMBERS = ("9990000018", "9990000026", "9990000034", "9990000042", "9990000050", "9990000069", "9990000077", "9990000085", "9990000093")
"""Right by their check digit, from the range kept for tests."""


def identities(*rows: Mapping[str, Any]) -> pl.DataFrame:
    """The table `identities`, one row for each of `rows`, numbered from 0 unless a row says its own number."""
    filled = []
    for number, row in enumerate(rows):
        base = {
            "identity_no": number, "feed": "council", "received": "social_care", "role": "self", "in_feed_no": number, "rows": 1,
            "first_day": date(2026, 1, 1), "last_day": date(2026, 3, 1),
        }  # fmt: skip
        filled.append({**base, **row})
    return pl.DataFrame(filled, schema=SCHEMA)


def person(number: str | None = None, **said: Any) -> dict[str, Any]:
    """One row of somebody with name, birth date, postcode and sex; anything can be said otherwise."""
    base = {"given_name": "Testina", "family_name": "Examplewood", "birth_date": date(1961, 5, 23), "postcode": "QA1 1AA", "sex": "female"}
    base |= {"feed": "person_list", "received": "persons", "nhs_number": number} if number else {}
    return {**base, **said}


def linked(rows: pl.DataFrame, **asked: Any) -> tuple[dict[int, int], dict[int, str], pl.DataFrame, LinkRun]:
    """Person key by identity, what joined each, the pairs to review, and the run."""
    with Warehouse(threads=1) as warehouse:
        warehouse.table_from("identities", rows)
        run = link_identities(warehouse, asked.pop("store", None), **asked)
        links = warehouse.frame("select * from links order by identity_no")
        grey = warehouse.frame("select * from grey_pairs order by identity_no, other_identity_no")
    keys = dict(zip(links["identity_no"].to_list(), links["person_key"].to_list(), strict=True))
    return keys, dict(zip(links["identity_no"].to_list(), links["how"].to_list(), strict=True)), grey, run


def groups(keys: Mapping[int, int]) -> set[frozenset[int]]:
    """Who is together with whom, whatever the keys are."""
    together: dict[int, set[int]] = {}
    for identity, key in keys.items():
        together.setdefault(key, set()).add(identity)
    return {frozenset(members) for members in together.values()}


class Kept:
    """A store in memory."""

    def __init__(self) -> None:
        self.tables: dict[str, pl.DataFrame] = {}

    def read(self, name: str) -> pl.DataFrame | None:
        return self.tables.get(name)

    def write(self, name: str, frame: pl.DataFrame) -> None:
        self.tables[name] = frame
