"""Every form that our SQL may use, over awkward values, on both engines: the same answers."""

from datetime import date

import polars as pl
import pytest

from wholeplace.warehouse import LargeWork, problems_in

pytestmark = pytest.mark.slow  # Spark alone needs several seconds to start: make test-spark

ODD = pl.DataFrame(
    {
        "row_no": [1, 2, 3, 4, 5, 6],
        "tiny": pl.Series([1, -2, None, 100, 127, 0], dtype=pl.Int8),
        "big": [7, -7, None, 0, 10**15, 3],
        "part": [0.5, 2.5, None, -3.7, 1.005, 0.7],
        "word": ["a", "", None, "Zé", "ab c ", "A.b"],
        "day": [date(2024, 2, 29), date(1900, 1, 1), None, date(2023, 12, 31), date(1500, 3, 1), date(2024, 1, 31)],
        "later": [date(2024, 3, 1), None, date(2020, 1, 1), date(2024, 1, 1), date(2024, 2, 29), date(2024, 3, 1)],
        # The hour that clocks here skip in March and repeat in October, and a time long before any zone was agreed.
        "moment": pl.Series(
            ["2024-03-31 01:30:59", "2024-03-31 02:00:00", None, "1999-12-31 23:59:59.999", "1850-01-01 00:00:00", "2024-10-27 01:00:00"]
        ).str.to_datetime("%Y-%m-%d %H:%M:%S%.f"),
        "yes": [True, False, None, True, False, True],
    }
)  # fmt: skip

OF_A_ROW = {
    "whole numbers divide as fractions": ["big / 2", "(big + 1) / 4", "tiny / 2.0", "100 / 7", "big / 2 / 3"],
    "and keep their rest": ["big % 3", "-7 % 3", "floor(big / 2)", "floor(-7 / 2)"],
    "fractions become whole": [
        "round(part)", "floor(part)", "ceil(part)", "round(part, 2)", "round(big / 3, 2)", "cast(round(part) as integer)",
        "cast(tiny / 2 as integer)", "cast((row_no + 1) / 2 as integer)", "cast(floor(row_no / 2) as smallint)",
    ],
    "numbers": ["big * 1.5", "part * 100", "0.1 + 0.2", "abs(tiny)", "part = 0.7", "part > 0.7", "1 = 1.0", "part between 0 and 1"],
    "bits": ["big & 3", "tiny & 2 <> 0", "row_no | 8"],
    "least and greatest look past nulls": ["least(big, 5)", "greatest(day, later)", "greatest(big, null)"],
    "nulls": ["big is distinct from tiny", "word is not distinct from ''", "yes and big > 0", "yes or big > 0", "not yes",
              "word not in ('a', null)", "coalesce(word, 'none')", "case when yes then 1 when big > 0 then 2 end", "ifnull(big, 1)"],
    "a text without letters is no null": ["word = ''", "word is null", "word is null or word = ''", "nullif(word, '')", "length(word)"],
    "texts": ["concat(word, 'x', null)", "word || 'x'", "upper(word)", "lower(word)", "trim(word)", "left(word, 1)", "right(word, 1)",
              "substring(word, 2)", "substring(word, 1, 2)", "replace(word, 'a', 'b')", "lpad(word, 5, '0')", "contains(word, '.')",
              "starts_with(word, 'a')", "split_part(word, ' ', 1)", "split_part(word, '.', 2)", "split_part(word, ' ', 5)"],
    "large and small letters differ": ["word = 'A.B'", "word in ('A', 'A.b')", "word < 'b'", "word like 'A%'", "word ilike 'a.%'"],
    "patterns": [r"regexp_matches(word, '^[a-z]+\z')", r"regexp_matches(word, '\.')", r"regexp_matches(word, '\w+\s')",
                 "regexp_matches(word, '(^|;)(ab|A)')", "word like '_b%'", "coalesce(regexp_matches(word, 'b'), false)"],
    "as text": ["cast(big as varchar)", "cast(day as varchar)", "cast(part as varchar)", "cast(yes as varchar)", "cast(moment as varchar)"],
    "as numbers": ["cast(yes as integer)", "cast(tiny as bigint)", "cast(cast(big as varchar) as bigint)", "try_cast(word as integer)"],
    "days": ["day + 1", "cast(day + interval 1 month as date)", "cast(day - interval 7 day * tiny as date)", "last_day(day)",
             "year(day) * 12 + month(day)", "day(day)", "quarter(day)", "dayofweek(day)", "isodow(day)", "date '2024-01-01' < day",
             "day < '2024-01-01'", "make_date(2024, 1, 1)", "strftime(day, '%Y-%m')"],
    "between days": ["date_diff('day', day, later)", "date_diff('month', day, later)", "date_diff('year', day, later)",
                     "date_diff('day', date '1900-01-06', day) % 7", "date_diff('month', day, later) / 12"],
    "between times": ["date_diff('day', moment, cast(later as timestamp))", "date_diff('hour', moment, cast(later as timestamp))",
                      "date_diff('minute', moment, cast(later as timestamp))"],
    "times have no zone": ["moment", "cast(moment as date)", "cast(day as timestamp)", "extract(hour from moment)", "year(moment)",
                           "moment < timestamp '2024-03-31 01:45:00'", "date_trunc('hour', moment)", "date_trunc('month', day)",
                           "cast(date_trunc('quarter', day) as date)", "cast(date_trunc('month', moment) as date)"],
}  # fmt: skip

OF_ALL_ROWS = [
    "sum(tiny)", "sum(big)", "avg(tiny)", "avg(big)", "count(*)", "count(word)", "count(distinct word)", "min(word)", "max(word)",
    "max(day)", "min(moment)", "bool_or(yes)", "bool_and(yes)", "count(*) filter (where yes)", "cast(sum(row_no * row_no) as bigint)",
    "sum(big) filter (where big > 10000000000000000)", "cast(coalesce(sum(big) filter (where not yes), 0) as bigint)",
    "sum(case when yes then 1 else 0 end)", "array_to_string(list_sort(list(word) filter (where word is not null)), ';')",
]  # fmt: skip

OVER_ROWS = [
    "row_number() over (order by word, row_no)", "row_number() over (order by word desc, row_no)",
    "row_number() over (order by word desc nulls first, row_no)", "row_number() over (order by part desc, row_no)",
    "rank() over (order by yes)", "lag(word) over (order by day, row_no)", "lag(word, 2, 'z') over (order by row_no)",
    "lead(day) over (partition by yes order by moment, row_no)", "sum(big) over (partition by yes)",
    "count(*) over (partition by word)", "sum(tiny) over (order by day)",
    "sum(tiny) over (order by row_no rows between unbounded preceding and current row)",
    "max(word) over (order by row_no rows between unbounded preceding and 1 preceding)",
]  # fmt: skip

EACH_ROW = [form for forms in OF_A_ROW.values() for form in forms]
Answers = dict[str, list]


@pytest.fixture(scope="module")
def answers(engines: dict[str, LargeWork]) -> dict[str, Answers]:
    """Each form's answers on each engine, worked out in three queries."""
    found: dict[str, Answers] = {}
    for name, engine in engines.items():
        engine.table_from("odd", ODD)
        found[name] = {
            **_asked(engine, EACH_ROW, "select row_no, {} from odd order by row_no"),
            **_asked(engine, OF_ALL_ROWS, "select {} from odd"),
            **_asked(engine, OVER_ROWS, "select * from (select row_no, {} from odd) as told order by row_no"),
        }
    return found


def _asked(engine: LargeWork, forms: list[str], query: str) -> Answers:
    names = [f"answer_{number}" for number in range(len(forms))]
    told = engine.frame(query.format(", ".join(f"{form} as {name}" for form, name in zip(forms, names, strict=True))))
    return {form: told[name].to_list() for form, name in zip(forms, names, strict=True)}


@pytest.mark.parametrize("form", [*EACH_ROW, *OF_ALL_ROWS, *OVER_ROWS])
def test_both_engines_say_the_same(form: str, answers: dict[str, Answers]) -> None:
    assert problems_in(f"select {form} as told from odd", where="a test") == ()
    assert answers["spark"][form] == answers["duckdb"][form]


@pytest.mark.parametrize(
    ("order", "first"), [("word", ""), ("word desc", "ab c "), ("word nulls first", None), ("word desc nulls first", None)]
)
def test_nulls_stand_where_duckdb_has_them(order: str, first: str | None, engines: dict[str, LargeWork]) -> None:
    for engine in engines.values():
        engine.table_from("odd", ODD)
        told = engine.frame(f"select word from odd order by {order}, row_no")["word"].to_list()
        assert told[0] == first
    query = f"select row_no from odd order by {order}, row_no"
    assert engines["spark"].rows(query) == engines["duckdb"].rows(query)


@pytest.mark.parametrize("form", ["cast(big as integer)", "cast(1000 as tinyint)", "tiny + tiny", "cast(word as integer)"])
def test_a_number_that_does_not_fit_is_an_error_on_both(form: str, engines: dict[str, LargeWork]) -> None:
    for engine in engines.values():
        engine.table_from("odd", ODD)
        with pytest.raises(Exception, match=r"(?i)overflow|cast|convert|out of range"):
            engine.frame(f"select {form} as told from odd")


def test_a_division_by_nothing_is_never_passed_over(engines: dict[str, LargeWork]) -> None:
    """DuckDB says infinity, which no cell can hold; Spark stops. Neither gives a number."""
    for engine in engines.values():
        engine.table_from("odd", ODD)
        with pytest.raises(Exception, match=r"(?i)by zero|can't be cast"):
            engine.frame("select cast(big / tiny as bigint) as told from odd where row_no = 6")
