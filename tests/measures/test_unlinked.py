"""Rows that a measure leaves out because nobody knows whose they are: counted, never lost."""

from dataclasses import replace

import polars as pl
import pytest

from tests.measures.conftest import frames
from wholeplace.measures.cells import cells_sql, column_of
from wholeplace.measures.definitions import library_measures
from wholeplace.measures.unlinked import follows_people, without_a_person
from wholeplace.warehouse import Warehouse

MEASURES = library_measures()
SEEN_IN_FRAMES = ("back-within-30-days", "back-within-30-days-home-with-support", "care-started-within-2-days")
"""Measures that many of the generated rows count in, a third of them without a person."""
FOLLOWING = sorted(name for name, measure in MEASURES.items() if follows_people(measure))


def test_measures_that_follow_a_person_are_known_by_their_own_condition() -> None:
    assert {"back-within-30-days", "still-at-home-91-days", "care-started-within-2-days"} <= set(FOLLOWING)
    assert not follows_people(MEASURES["long-stays"])
    assert not follows_people(MEASURES["delayed-transfers"])


def test_the_opposite_condition_asks_for_the_same_but_the_person() -> None:
    measure = replace(MEASURES["back-within-30-days"], counts="person_key is not null and alive and not day_case")
    assert without_a_person(measure) == "person_key IS NULL AND alive AND NOT day_case"
    assert without_a_person(replace(measure, counts="NOT person_key IS NULL")) == "person_key IS NULL"


@pytest.mark.parametrize("name", [name for name in FOLLOWING if MEASURES[name].table in frames()])
def test_counted_and_unlinked_add_up_to_the_condition_without_the_person(name: str) -> None:
    measure = MEASURES[name]
    either = measure.counts.replace("NOT person_key IS NULL", "true")
    assert either != measure.counts
    rows = frames()[measure.table]
    some = pl.when(pl.int_range(pl.len()) % 3 == 0).then(None).otherwise(pl.col("person_key"))
    with Warehouse() as warehouse:
        warehouse.table_from(measure.table, rows.with_columns(some.alias("person_key")))
        cells = warehouse.frame(cells_sql([measure]))
        whole = warehouse.rows(f"select count(*) from {measure.table} where {measure.on} is not null and ({either})")[0][0]
    counted, unlinked = (int(cells[column_of(name, part)].sum()) for part in ("counted", "unlinked"))
    assert counted + unlinked == whole
    if name in SEEN_IN_FRAMES:
        assert unlinked > 0
