"""Conditions: what the subset lets through, and the letters for what it does not."""

import pytest

from wholeplace.measures.vocabulary import TABLES
from wholeplace.terms import Problem
from wholeplace.warehouse import NUMBER, YES_OR_NO, CodeList, read_condition

LISTS = {
    "asthma": CodeList(name="asthma", system="ICD-10", codes=("J45", "J46")),
    "teeth-out": CodeList(name="teeth-out", system="OPCS-4", codes=("F09", "F10")),
}


def read(text: str, *, table: str = "stays", wants: str = YES_OR_NO) -> tuple[str | None, list[Problem]]:
    problems: list[Problem] = []
    found = read_condition(text, TABLES[table], where="a.toml, counts", wants=wants, problems=problems, lists=LISTS)
    return (found.sql if found else None), problems


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("alive and not day_case", "alive AND NOT day_case"),
        ("nights between 1 and 20 or nights is null", "nights BETWEEN 1 AND 20 OR nights IS NULL"),
        ("admitted_as in ('emergency', 'elective')", "admitted_as IN ('emergency', 'elective')"),
        ("started >= DATE '2025-01-01'", "started >= CAST('2025-01-01' AS DATE)"),
        ("(delay_days - 1) * 2 > abs(-3)", "(delay_days - 1) * 2 > ABS(-3)"),
        ("coalesce(delay_days, 0) = 0", "COALESCE(delay_days, 0) = 0"),
        ("diagnosis like 'S%'", "diagnosis LIKE 'S%'"),
        ("diagnosis in codes('asthma')", "(SUBSTRING(diagnosis, 1, 3) IN ('J45', 'J46'))"),
        ("not any_of(diagnoses, codes('asthma'))", "NOT COALESCE(REGEXP_MATCHES(diagnoses, '(^|;)(J45|J46)'), FALSE)"),
        ("any_of(procedures, codes('teeth-out')) and alive", "COALESCE(REGEXP_MATCHES(procedures, '(^|;)(F09|F10)'), FALSE) AND alive"),
        ("diagnoses is not null", "NOT diagnoses IS NULL"),
        ("true", "TRUE"),
        ("alive /* a remark */", "alive"),
    ],
)
def test_the_subset_is_read(text: str, sql: str) -> None:
    assert read(text) == (sql, [])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("alivee", 'Did you mean "alive"?'),
        ("nights > 'many'", "compares a number with a text"),
        ("nights", "gives a number"),
        ("alive = 1", "compares a yes or no with a number"),
        ("nights + admitted_as > 2", "is a text where a number is needed"),
        ("nights and alive", "is a number where a yes or no is needed"),
        ("admitted_as = 'emergancy'", 'Did you mean "emergency"?'),
        ("nights in (select 1)", "looks into another table"),
        ("exists (select 1 from stays)", "is not allowed in a condition"),
        ("count(*) > 1", "is not allowed in a condition"),
        ("row_number() over (order by nights) = 1", "is not allowed in a condition"),
        ("read_csv('/etc/passwd') is null", "is not allowed in a condition"),
        ("random() < 0.5", "is not allowed in a condition"),
        ("nights::text = '1'", "changes a type"),
        ("started > DATE '2025-02-30'", "is not a day"),
        ("alive; drop table stays", "is not one condition"),
        ("alive and (", "cannot be read as SQL"),
        ("other.alive", "names a table"),
        ("alive is true", "is not allowed"),
        ("", "is not one condition"),
        ("any_of(diagnosis, codes('asthma'))", "Write diagnosis in codes('...')."),
        ("diagnoses in codes('asthma')", "Write any_of(diagnoses, codes('...'))."),
        ("any_of(procedures, codes('asthma'))", "holds codes of ICD-10, and column procedures those of OPCS-4"),
        ("any_of(provider, codes('asthma'))", "Table stays has codes in: diagnosis, diagnoses, procedures."),
        ("any_of(diagnoses, codes('astma'))", 'Did you mean "asthma"?'),
        ("any_of(diagnoses, codes(asthma))", "Put it in quotation marks: codes('asthma')."),
        ("any_of(diagnoses, codes())", "codes() names no list"),
        ("any_of(diagnoses, 'asthma')", "\"any_of(diagnoses, 'asthma')\" is not whole"),
        ("any_of(diagnosess, codes('asthma'))", 'Did you mean "diagnoses"?'),
        ("codes('asthma')", "is not whole"),
        ("diagnoses = 'J45'", "Write any_of(diagnoses, codes('...'))"),
        ("diagnoses in ('J45', 'J46')", "Write any_of(diagnoses, codes('...'))"),
        ("diagnoses like '%J45%'", "Write any_of(diagnoses, codes('...'))"),
        ("coalesce(diagnoses, '') = ''", "Write any_of(diagnoses, codes('...'))"),
        ("diagnoses", "gives a list of codes"),
        ("nights like '3%'", "Use a column of texts"),
    ],
)
def test_all_else_gets_a_letter(text: str, says: str) -> None:
    sql, problems = read(text)
    assert sql is None
    assert any(says in str(problem) for problem in problems), [str(problem) for problem in problems]


def test_every_problem_is_told_at_once() -> None:
    _, problems = read("alivee and nightss > 1 and provider = 3")
    assert len(problems) == 3


def test_an_amount_is_a_number() -> None:
    assert read("delay_days", wants=NUMBER) == ("delay_days", [])
    assert "gives a yes or no" in str(read("alive", wants=NUMBER)[1][0])


def test_an_open_list_of_texts_takes_any() -> None:
    assert read("kind = 'group session'", table="contacts") == ("kind = 'group session'", [])
