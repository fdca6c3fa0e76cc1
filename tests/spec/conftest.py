"""`spec(case)`: run the rows of one published case and compare the columns that it speaks of."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.people.given import journeys_of
from tests.spec.cases import Case, read_table, received_rows

COVERS = {table: (date(2025, 1, 1), date(2027, 1, 1)) for table in ("episodes", "social_care")}
"""The cases play in 2025 and 2026; hospitals and social care are known to the end of 2026."""


@pytest.fixture(scope="session")
def spec() -> Callable[[Case], None]:
    def compare(case: Case) -> None:
        journeys = journeys_of(covers=COVERS, **received_rows(case))
        expected = read_table(case.expected)
        wanted = list(expected[0])
        found = journeys[case.journey].to_dicts()
        keys = sorted({row["person_key"] for row in found if row["person_key"] is not None}, key=lambda key: _first(found, key))
        person = {key: number for number, key in enumerate(keys, start=1)}
        seen = [{name: person.get(row["person_key"]) if name == "person" else row[name] for name in wanted} for row in found]
        assert seen == expected

    return compare


def _first(rows: list[dict], key: int) -> int:
    return next(number for number, row in enumerate(rows) if row["person_key"] == key)
