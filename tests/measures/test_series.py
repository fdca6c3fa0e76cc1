"""Two definitions never make one series."""

from datetime import date

import polars as pl
import pytest

from wholeplace.measures import join
from wholeplace.measures.series import kept_apart
from wholeplace.terms import DataProblem


def part(definition: str, year: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "area": "S",
            "split": "all",
            "group": "all",
            "starts": [date(year, 1, 1)],
            "ends": [date(year + 1, 1, 1)],
            "value": [1.0],
            "definition_id": definition,
        }
    )


def test_delayed_transfers_and_ready_date_delay_are_kept_apart() -> None:
    with pytest.raises(DataProblem, match="every day after a person could leave"):
        join(part("delayed-transfers-of-care-2010-to-2020", 2018), part("discharge-ready-date-delay-2023", 2024))


def test_32_and_23_8_per_cent_are_kept_apart() -> None:
    (letter,) = kept_apart(["active-calderdale-rarely-active", "active-lives-inactive-16-and-over"], where="here")
    assert "32%" in letter.why
    assert "23.8%" in letter.why


def test_any_other_two_are_kept_apart_too() -> None:
    with pytest.raises(DataProblem, match='"a" and "b" cannot make one series'):
        join(part("a", 2018), part("b", 2019))


def test_the_same_days_twice_are_refused() -> None:
    with pytest.raises(DataProblem, match="2 parts give a value for the same days"):
        join(part("a", 2018), part("a", 2018))


def test_parts_of_one_definition_join_in_order() -> None:
    assert join(part("a", 2019), part("a", 2018))["starts"].to_list() == [date(2018, 1, 1), date(2019, 1, 1)]
