"""The gate before uses beyond a person's own care: it leaves out, and fails closed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wholeplace.service.access.opt_outs import CLEARED, NATIONAL, ListRow, gate
from wholeplace.terms import DataProblem

TODAY = date(2026, 11, 2)
A, B, C = "9434765919", "4010232137", "9728173214"


def row(number: str, kind: str = CLEARED, days: int = 1) -> ListRow:
    return ListRow(nhs_number=number, kind=kind, list_date=TODAY - timedelta(days=days))


def test_only_those_who_were_cleared_come_through() -> None:
    opened = gate([row(A), row(B)], today=TODAY, oldest_days=21)
    assert [opened.leaves_out(number) for number in (A, B, C, "")] == [False, False, True, True]


def test_those_who_were_held_back_stay_out() -> None:
    opened = gate([row(A, NATIONAL)], today=TODAY, oldest_days=21)
    assert [opened.leaves_out(number) for number in (A, B, "")] == [True, False, True]


def test_the_newest_check_counts_and_an_older_one_only_holds_back() -> None:
    opened = gate([row(A, days=30), row(B, days=2), row(C, NATIONAL, days=30), row(A, NATIONAL, days=1)], today=TODAY, oldest_days=21)
    assert opened.leaves_out(A), "cleared long ago, held back since"
    assert not opened.leaves_out(B)
    assert opened.leaves_out(C)


def test_a_newer_check_clears_whoever_withdrew() -> None:
    assert not gate([row(A, NATIONAL, days=40), row(A, days=2)], today=TODAY, oldest_days=21).leaves_out(A)


@pytest.mark.parametrize(
    "rows",
    [
        [], [row(A, days=22)], [row(A, days=-1)], [row(A), ListRow(nhs_number=B, kind="", list_date=TODAY)],
        [row(A), ListRow(nhs_number=B, kind=CLEARED, list_date=None)], [ListRow(nhs_number=A, kind=NATIONAL, list_date=None)],
    ],
)  # fmt: skip
def test_it_fails_closed_and_names_nobody(rows: list[ListRow]) -> None:
    with pytest.raises(DataProblem) as refusal:
        gate(rows, today=TODAY, oldest_days=21)
    assert not {A, B} & set(str(refusal.value).split())


ROW = some.builds(row, some.sampled_from([A, B, C]), some.sampled_from([CLEARED, NATIONAL]), some.integers(0, 20))


@given(some.lists(ROW, min_size=1), some.sampled_from([A, B, C]))
def test_one_more_objection_never_lets_anybody_through(rows: list[ListRow], number: str) -> None:
    before = gate(rows, today=TODAY, oldest_days=21)
    after = gate([*rows, row(number, NATIONAL, days=0)], today=TODAY, oldest_days=21)
    assert after.leaves_out(number)
    assert all(after.leaves_out(one) for one in (A, B, C) if before.leaves_out(one))
