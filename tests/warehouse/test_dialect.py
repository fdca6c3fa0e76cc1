"""What may not be written in SQL here, each seen to be refused, and what is carried to Spark."""

from pathlib import Path

import pytest

import wholeplace
from wholeplace.feeds.tables import RECEIVED_TABLES
from wholeplace.people.keyed import DAYS, keyed_rows
from wholeplace.warehouse import problems_in, tables_read, to_spark

PLAIN = [
    "select a, count(*) as rows_seen from t where b is not null group by a",
    "select row_number() over (partition by a order by b, row_no) as place_in_order from t",
    "select max(b) over (partition by a order by b, stay_id rows between unbounded preceding and 1 preceding) as before from t",
    "select sum(b) over (partition by a) as total from t",
    "select upper(code) as code from t where code is not null",
    "select date_diff('day', a, b) as days, cast(a + interval 91 day as date) as day_91 from t",
    "select unnest(string_split(codes, ';')) as code from t",
]

REFUSED = {
    "select a from t asof join u on t.x >= u.x": "ASOF",
    "select * from t unpivot (v for n in (a, b))": "UNPIVOT",
    "pivot t on a using sum(b)": "PIVOT",
    "select a // 2 as half from t": "//",
    "select quantile_cont(a, 0.5) as middle from t": "quantile",
    "select a + 1 as b, b + 1 as c from t": 'alias "b"',
    "select a + 1 as b from t where b > 1": 'alias "b" in WHERE',
    "select row_number() over (partition by a order by b) as n from t": "row_number() over an order that is not total",
    "select lead(a) over (order by b) as n from t": "lead() over",
    "select max(a) over (order by b rows between unbounded preceding and current row) as n from t": "max() over",
    "select row_number() over () as n from t": "row_number() over",
    "select arg_min(a, b) as first_a from t": "arg_min",
    "select arg_max(a, b) as last_a from t": "arg_max",
    "select max_by(a, b) as last_a from t": "arg_max",
    "select any_value(a) as a from t": "any_value",
    "select first(a) as a from t": "first",
    "select string_agg(a, ';') as joined from t": "string_agg",
    "select list(a) as all_of_a from t": "list",
    "select list_transform(a, x -> x + 1) as b from t": "lambda",
    "select random() as r from t": "random",
    "select current_date as today from t": "current_date",
    "select now() as today from t": "now()",
    "select distinct on (a) a, b from t": "DISTINCT ON",
    "select a, sum(b) as total from t group by all": "GROUP BY ALL",
    "select * exclude (a) from t": "EXCLUDE",
    "select a from t limit 5": "LIMIT",
    "select a from t join u using (a)": "USING",
    "select a from t positional join u": "positional",
    "select epoch_sparkle(a) as b from t": "epoch_sparkle()",
    "select a from": "cannot be read",
}


@pytest.mark.parametrize("sql", PLAIN)
def test_plain_sql_passes(sql: str) -> None:
    assert problems_in(sql, where="a test") == ()


@pytest.mark.parametrize(("sql", "what"), REFUSED.items(), ids=REFUSED.values())
def test_what_is_not_portable_is_refused_with_a_letter(sql: str, what: str) -> None:
    problems = problems_in(sql, where="a test")
    assert any(what in problem.what for problem in problems), problems
    assert all(problem.why and problem.fix for problem in problems)


def test_every_problem_is_found_at_once() -> None:
    assert len(problems_in("select a // 2 as b, any_value(c) as c from t asof join u on t.x >= u.x", where="a test")) == 3


def test_a_query_is_carried_to_spark() -> None:
    assert to_spark("select date_diff('day', a, b) as days from t") == "SELECT DATEDIFF(CAST(b AS DATE), CAST(a AS DATE)) AS days FROM t"


def test_tables_read_leaves_out_steps_of_the_query_itself() -> None:
    assert tables_read("with step as (select a from t) select step.a from step join u on u.a = step.a") == {"t", "u"}


def every_query() -> dict[str, str]:
    """Every SQL file of the house, and the template filled in for each received table."""
    files = {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(Path(wholeplace.__file__).parent.rglob("*.sql"))
        if path.stem != "keyed_rows"
    }
    return files | {f"keyed_{name}": keyed_rows(RECEIVED_TABLES[name]) for name in DAYS}


@pytest.mark.parametrize(("name", "sql"), every_query().items(), ids=every_query())
def test_our_own_sql_keeps_to_the_subset(name: str, sql: str) -> None:
    assert problems_in(sql, where=name) == ()
    assert to_spark(sql)
