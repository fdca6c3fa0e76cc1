"""Splink alone, set up as its own examples for people do (deduplicate_50k_synthetic and link_only, Splink 5.0.0).

Names with term frequencies, birth date, postcode, sex; u by random sampling, m by expectation maximisation in three sessions (its example's
two, on names and on birth date, give tens of millions of pairs at this size and took several times the seconds, for no better links).
Blocking as in the 50k example, without the rules on three letters of a name and of the postcode alone, which give hundreds of millions of
pairs at this size, and with swapped names. It sees each earlier address as a row of its own. The UPRN is left out, as Splink's
FEBRL 4 example advises for places that go with the postcode.
"""

import logging
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as cl

NAMES = """
  regexp_extract(trim(lower(strip_accents(replace(replace(given_name, 'ł', 'l'), 'Ł', 'L')))), '^[^ ]+') as first_name,
  trim(lower(strip_accents(replace(replace(family_name, 'ł', 'l'), 'Ł', 'L')))) as surname,
  strftime(birth_date, '%Y-%m-%d') as dob, postcode, split_part(postcode, ' ', 1) as outcode, sex
"""
BLOCKING = [
    block_on("surname", "dob"),
    block_on("first_name", "dob"),
    block_on("postcode", "first_name"),
    block_on("postcode", "surname"),
    block_on("outcode", "dob"),
    block_on("outcode", "first_name", "surname"),
    block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)", "outcode"),
    "l.first_name = r.surname and l.surname = r.first_name and l.dob = r.dob",
]


def splink_alone(folder: Path, stages: Any, *, train: bool = True, memory_gib: float | None = None) -> pl.DataFrame:  # noqa: ARG001  it always trains
    """The best pair of each record, with its match weight."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect(":memory:", config={"memory_limit": f"{memory_gib}GiB"} if memory_gib else {})
    for name, key in (("register", "row_no"), ("records", "record_no")):
        connection.execute(
            f"create table {name} as select *, first_name || ' ' || surname as first_name_surname_concat from "
            f"(select {key} as unique_id, {NAMES} from read_parquet('{folder / name}.parquet'))"
        )
    connection.execute(f"create table person_of as select row_no, person from read_parquet('{folder}/register.parquet')")
    stages.done("read")
    api = DuckDBAPI(connection=connection)
    tables = [api.register("register", dataset_display_name="a_register"), api.register("records", dataset_display_name="b_records")]
    linker = Linker(tables, _settings(), log_level=None)
    _train(linker)
    stages.done("train")
    predicted = linker.inference.predict(threshold_match_weight=-4)
    found = connection.sql(
        f"""
        select unique_id_r as record_no, person, match_weight as score
        from {predicted.physical_name} join person_of on row_no = unique_id_l
        qualify row_number() over (partition by unique_id_r order by match_weight desc, person) = 1
        order by record_no
        """
    ).to_arrow_table()
    stages.done("predict")
    return pl.DataFrame(found)


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=BLOCKING,
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode"),
            cl.ExactMatch("sex"),
        ],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )


def _train(linker: Linker) -> None:
    training = linker.training
    rules = [
        block_on("first_name", "surname", "dob"),
        block_on("substr(first_name,1,2)", "surname", "postcode"),
        block_on("dob", "postcode"),
    ]
    training.estimate_probability_two_random_records_match(rules, recall=0.9)
    training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for rule in (block_on("dob", "outcode"), block_on("first_name", "surname", "outcode"), block_on("dob", "surname")):
        training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)
