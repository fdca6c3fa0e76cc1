"""A tuned deterministic cascade, in the manner of the match keys of the Office for National Statistics and the NHS.

A key links a record where exactly one person of the register agrees with it on the key; a record that a key linked is not looked at
again. Which keys there are and their order were found by search (bench/linkage_tuning.py) among 105 on another seed of this
benchmark (seed 2, 1,000,000 people, truth known), for recall at a precision of at least 0.998: a fair peer is a tuned one. The keys
are of the kind that ONS published for the 2011 Census to the Patient Register (names, birth date, sex, postcode, parts of each).
"""

from pathlib import Path
from typing import Any

import duckdb
import polars as pl

KEYS = (
    "initial, family, born",
    "given, birth_year, postcode",
    "swapped: given, family, born",
    "family, born, uprn",
    "given3, family4, birth_day, postcode",
    "given3, family4, born",
    "given3, family4, birth_year, postcode",
    "swapped: given, family, postcode",
    "given, birth_year, uprn",
    "initial, family, birth_day, postcode",
    "given, born, postcode",
)
SWAP = "swapped: "
"""Before a key: the record's given name is held against the register's family name, and the other way round."""

PARTS = """
  regexp_extract(trim(lower(strip_accents(replace(replace(given_name, 'ł', 'l'), 'Ł', 'L')))), '^[^ ]+') as given,
  regexp_replace(lower(strip_accents(replace(replace(family_name, 'ł', 'l'), 'Ł', 'L'))), '[^a-z]', '', 'g') as family,
  birth_date as born, postcode, uprn, sex, split_part(postcode, ' ', 1) as outcode,
  substr(given, 1, 3) as given3, substr(given, 1, 1) as initial, substr(family, 1, 4) as family4,
  year(birth_date) as birth_year, strftime(birth_date, '%d%m') as birth_day
"""


def cascade(folder: Path, stages: Any, *, train: bool = False, memory_gib: float | None = None) -> pl.DataFrame:  # noqa: ARG001  nothing to train
    """The person that the first key with one answer gives to each record. Score: how early that key stands."""
    connection = duckdb.connect(":memory:", config={"memory_limit": f"{memory_gib}GiB"} if memory_gib else {})
    connection.execute(f"create table register as select person, {PARTS} from read_parquet('{folder}/register.parquet')")
    connection.execute(f"create table records as select record_no, {PARTS} from read_parquet('{folder}/records.parquet')")
    connection.execute("create table found (record_no bigint, person bigint, score double)")
    stages.done("read")
    for place, key in enumerate(KEYS):
        connection.execute(
            f"""
            insert into found
            select record_no, min(person), {len(KEYS) - place}
            from records join register on {agreement(key)}
            group by record_no having min(person) = max(person)
            """
        )
        connection.execute("delete from records where record_no in (select record_no from found)")
    found = pl.DataFrame(connection.sql("select * from found order by record_no").to_arrow_table())
    stages.done("keys")
    return found


def agreement(key: str) -> str:
    """SQL: a record and a person agree on the key."""
    swapped, columns = key.startswith(SWAP), key.removeprefix(SWAP).split(", ")
    theirs = [{"given": "family", "family": "given"}.get(name, name) if swapped else name for name in columns]
    return " and ".join(f"records.{one} = register.{other}" for one, other in zip(columns, theirs, strict=True))
