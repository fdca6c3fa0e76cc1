"""Every published case holds, and says what it is for."""

from collections.abc import Callable

import pytest

from tests.spec.cases import Case, cases, read_table

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_the_case_holds(case: Case, spec: Callable[[Case], None]) -> None:
    spec(case)


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_the_case_can_be_read(case: Case) -> None:
    assert not case.title.endswith(".")
    assert case.why.endswith(".")
    assert all(len(sentence.split()) <= 20 for sentence in case.why.split(". "))


def test_titles_are_not_used_twice() -> None:
    assert len({case.title for case in CASES}) == len(CASES)


def test_cells_are_read_by_their_kind() -> None:
    (row,) = read_table('a | b | c | d\n1 | | yes | "1"')
    assert row == {"a": 1, "b": None, "c": True, "d": "1"}
