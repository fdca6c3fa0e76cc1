"""The published cases of the measures: small tables of journey rows, and what each measure makes of them."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.measures.towns import table
from tests.spec.cases import read_table
from wholeplace.measures import Kind, Measure
from wholeplace.measures.cells import cells_sql, column_of
from wholeplace.measures.definitions import library_measures
from wholeplace.measures.ratio import denominators
from wholeplace.measures.spread import share_of, values_sql
from wholeplace.measures.statistics import quantiles_by_group
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
    "bookings": {"age": 40, "booked": _DAY, "starts": _DAY},
    "referrals": {"age": 40, "referred": _DAY, "ended": _DAY},
    "answers": {"age": 40, "answered": _DAY},
    "deaths": {"age": 80, "died": _DAY},
    "costs": {"age": 40, "month": date(2025, 8, 1), "followed": True},
    "path_costs": {"age": 80, "finished": _DAY},
    "spend": {"organisation": "O1", "area": "P1", "month": date(2025, 8, 1)},
}  # fmt: skip
"""What a row of a case is when the case does not say: an ordinary one."""


def made_of(measure: Measure, tables: Mapping[str, list[dict]]) -> Mapping[str, float]:
    """Numerator and denominator that the one pass gives for these rows, or the value of a measure that puts them in order."""
    with Warehouse() as warehouse:
        for name, rows in tables.items():
            warehouse.table_from(name, table(name, rows))
        if measure.orders_rows:
            return {"value": _in_order(warehouse, measure)}
        numerator, denominator = _counted(warehouse, measure)
        if measure.kind is Kind.RATIO:
            (below,) = denominators([measure])
            denominator, _ = _counted(warehouse, below)
    return {"numerator": numerator} | ({} if denominator is None else {"denominator": denominator})


def _counted(warehouse: Warehouse, measure: Measure) -> tuple[int, int | None]:
    cells = warehouse.frame(cells_sql([measure]))

    def total(part: str) -> int:
        return int(cells[column_of(measure.name, part)].sum())

    if measure.kind is Kind.PROPORTION:
        above, below = ("of_which", "amount") if measure.amount else ("events", "counted")
        return total(above), total(below)
    return total("amount" if measure.amount else "counted"), total("counted") if measure.kind is Kind.MEAN else None


def _in_order(warehouse: Warehouse, measure: Measure) -> float:
    values = warehouse.frame(values_sql([measure]))
    told, times = values["told"].to_numpy(), values["times"].to_numpy()
    return float(quantiles_by_group(np.zeros(len(told), dtype=np.int64), told, times, groups=1, quantile=share_of(measure)).value[0])


def given(case: dict, name: str) -> list[dict]:
    """The rows of one table of a case: an ordinary row each, but for what the case says."""
    rows = read_table(case[name])
    return [ORDINARY[name] | {"person_key" if column == "person" else column: cell for column, cell in row.items()} for row in rows]


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[title for title, _ in CASES])
def test_the_measure_makes_of_it_what_the_case_says(case: dict) -> None:
    (expected,) = read_table(case["result"])
    assert made_of(MEASURES[case["measure"]], {name: given(case, name) for name in case if name in ORDINARY}) == expected


def test_every_counted_measure_has_a_case() -> None:
    counted = {name for name, measure in MEASURES.items() if measure.table != "published"}
    assert counted == {case["measure"] for _, case in CASES}


def test_cases_say_why_in_short_sentences_and_have_titles_of_their_own() -> None:
    assert len({title for title, _ in CASES}) == len(CASES)
    for _, case in CASES:
        assert case["why"].endswith(".")
        assert all(len(sentence.split()) <= 20 for sentence in case["why"].split(". "))
