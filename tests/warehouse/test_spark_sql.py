"""How our SQL is carried to Spark, word for word. That it then means the same is seen in tests/spark, where Spark can be had."""

import pytest

from wholeplace.warehouse import problems_in, to_spark
from wholeplace.warehouse.spark_sql import Statement, statement_in

CARRIED = {
    # what we write: what Spark reads
    "date_diff('day', a, b)": "DATEDIFF(CAST(b AS DATE), CAST(a AS DATE))",
    "date_diff('month', a, b)": "TIMESTAMPDIFF(MONTH, DATE_TRUNC('MONTH', a), DATE_TRUNC('MONTH', b))",
    "date_diff('minute', a, b) / 60": ("CAST(TIMESTAMPDIFF(MINUTE, DATE_TRUNC('MINUTE', a), DATE_TRUNC('MINUTE', b)) AS DOUBLE) / 60"),
    "a / b": "CAST(a AS DOUBLE) / b",
    "cast(a / 2 as integer)": "CAST(RINT(CAST(a AS DOUBLE) / 2) AS INT)",
    "cast(floor(a / 2) as integer)": "CAST(FLOOR(CAST(a AS DOUBLE) / 2) AS INT)",
    "cast(a as integer)": "CAST(a AS INT)",
    "round(a)": "ROUND(a)",
    "round(a, 2)": "ROUND(CAST(a AS DOUBLE) * CAST(POWER(10, 2) AS DOUBLE)) / CAST(POWER(10, 2) AS DOUBLE)",
    "dayofweek(a)": "(DAYOFWEEK(a) - 1)",
    "isodow(a)": "(WEEKDAY(a) + 1)",
    "date_trunc('month', a)": "CAST(DATE_TRUNC('MONTH', a) AS TIMESTAMP_NTZ)",
    "concat(a, 'x')": "CONCAT(COALESCE(a, ''), 'x')",
    "regexp_matches(a, '\\.')": "a RLIKE '\\\\.'",
    "cast(a as timestamp)": "CAST(a AS TIMESTAMP_NTZ)",
    "a is not distinct from b": "a IS NOT DISTINCT FROM b",
    "count(*) filter (where a)": "COUNT(*) FILTER(WHERE a)",
    "row_number() over (order by a, b_no)": "ROW_NUMBER() OVER (ORDER BY a NULLS LAST, b_no NULLS LAST)",
    "row_number() over (order by a desc, b_no)": "ROW_NUMBER() OVER (ORDER BY a DESC, b_no NULLS LAST)",  # last on Spark as well
    "array_to_string(list_sort(list(a) filter (where a is not null)), ';')": (
        "ARRAY_JOIN(ARRAY_SORT(COLLECT_LIST(a) FILTER(WHERE NOT a IS NULL)), ';')"
    ),
}

REFUSED = [
    "date_diff('week', a, b)", "extract(dow from a)", "week(a)", "epoch(a)", "isnan(a)", "hash(a)", r"a like 'a\_b'", r"a ilike 'a\_b'",
    "regexp_matches(a, 'b$')", "regexp_matches(a, '[[:alpha:]]')", "list_sort(list(a))", "median(a)", "bit_count(a)",
]  # fmt: skip
"""Forms that both engines run, or nearly, with another answer."""


@pytest.mark.parametrize(("ours", "theirs"), CARRIED.items(), ids=CARRIED)
def test_each_form_is_carried_as_spark_means_it(ours: str, theirs: str) -> None:
    assert problems_in(f"select {ours} as told from t", where="a test") == ()
    assert to_spark(f"select {ours} as told from t") == f"SELECT {theirs} AS told FROM t"


@pytest.mark.parametrize("form", REFUSED)
def test_what_would_differ_is_refused(form: str) -> None:
    assert problems_in(f"select {form} as told from t", where="a test")


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("create or replace table t as select 1 as a", Statement(kind="table", name="t", query="SELECT 1 AS a")),
        ("create or replace temp table t as\nwith s as (select 1 as a) select a from s",
         Statement(kind="table", name="t", query="WITH s AS (SELECT 1 AS a) SELECT a FROM s")),
        ("create or replace view t as select a from u", Statement(kind="view", name="t", query="SELECT a FROM u")),
        ("drop table t", Statement(kind="drop", name="t")),
        ("drop view if exists t", Statement(kind="drop", name="t")),
    ],
)  # fmt: skip
def test_a_statement_is_known_by_its_parts(sql: str, found: Statement) -> None:
    assert statement_in(sql) == found


@pytest.mark.parametrize("sql", ["create type t as enum ('a')", "insert into t select 1", "create table t (a integer)", "select 1"])
def test_other_statements_run_on_duckdb_alone(sql: str) -> None:
    with pytest.raises(ValueError, match="runs on DuckDB alone"):
        statement_in(sql)
