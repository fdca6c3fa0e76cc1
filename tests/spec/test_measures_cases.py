"""The published cases of the measures: small tables of journey rows, and what each measure makes of them."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from tests.measures.towns import table
from tests.spec.cases import read_table
from wholeplace.measures import Kind, Measure
from wholeplace.measures.cells import cells_sql, column_of
from wholeplace.measures.definitions import library_measures
from wholeplace.warehouse import Warehouse

MEASURES = library_measures()
CASES = [
    (case["title"], case)
    for path in sorted((Path(__file__).parent / "measures").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]

_DAY = date(2025, 8, 5)
ORDINARY = {
    "stays": {
        "age": 70, "started": date(2025, 8, 1), "ended": _DAY, "nights": 4, "admitted_as": "emergency", "day_case": False, "alive": True,
        "self_discharge": False, "maternity": False, "cancer": False, "falls": False, "avoidable_chronic": False, "avoidable_acute": False,
    },
    "attendances": {"age": 40, "arrived": _DAY},
    "contacts": {"age": 40, "happened": _DAY},
    "care": {"age": 80, "starts": _DAY},
    "register_months": {"age": 40, "month": date(2025, 8, 1)},
    "support": {"age": 40, "ended": _DAY},
    "births": {"age": 0, "born": _DAY},
    "tenancies": {"age": 40, "starts": _DAY},
    "answers": {"age": 40, "answered": _DAY},
    "deaths": {"age": 80, "died": _DAY},
    "spend": {"organisation": "O1", "area": "P1", "month": date(2025, 8, 1)},
}  # fmt: skip
"""What a row of a case is when the case does not say: an ordinary one."""


def made_of(measure: Measure, rows: list[dict]) -> dict[str, int]:
    """Numerator and denominator that the one pass gives for these rows."""
    with Warehouse() as warehouse:
        warehouse.table_from(measure.table, table(measure.table, rows))
        cells = warehouse.frame(cells_sql([measure]))

    def total(part: str) -> int:
        return cells[column_of(measure.name, part)].sum()

    if measure.kind is Kind.PROPORTION:
        parts = ("of_which", "amount") if measure.amount else ("events", "counted")
        return {"numerator": total(parts[0]), "denominator": total(parts[1])}
    numerator = total("amount" if measure.amount else "counted")
    return {"numerator": numerator} | ({"denominator": total("counted")} if measure.kind is Kind.MEAN else {})


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[title for title, _ in CASES])
def test_the_measure_makes_of_it_what_the_case_says(case: dict) -> None:
    measure = MEASURES[case["measure"]]
    given = [{"person_key" if name == "person" else name: cell for name, cell in row.items()} for row in read_table(case[measure.table])]
    (expected,) = read_table(case["result"])
    assert made_of(measure, [ORDINARY[measure.table] | row for row in given]) == expected


def test_every_counted_measure_has_a_case() -> None:
    counted = {name for name, measure in MEASURES.items() if measure.table != "published"}
    assert counted == {case["measure"] for _, case in CASES}


def test_cases_say_why_in_short_sentences_and_have_titles_of_their_own() -> None:
    assert len({title for title, _ in CASES}) == len(CASES)
    for _, case in CASES:
        assert case["why"].endswith(".")
        assert all(len(sentence.split()) <= 20 for sentence in case["why"].split(". "))
