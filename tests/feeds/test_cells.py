"""Each kind of cell, as text in and value out: the table of the contract's types."""

from datetime import date, datetime

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.feeds.cells import accepted, parsed, translated
from wholeplace.feeds.contract import Column


def read(kind: str, text: str | None, sql_type: str = "VARCHAR", **more):
    column = Column(name=more.pop("name", "x"), sql_type=sql_type, type=kind, **more)
    layers = f"select {parsed(column, translated(column, 'g', '', ()))} as p from (select cast(? as varchar) as g)"
    return duckdb.execute(f"select {accepted(column, 'p')} from ({layers})", [text]).fetchone()[0]


@pytest.mark.parametrize(
    "text",
    ["2024-06-05", "05/06/2024", "5/6/2024", "05-06-2024", "05.06.2024", "20240605", "05-Jun-2024", "5-JUN-2024", "5 June 2024",
     "5 Jun 2024", "05/06/24", "05-JUN-24", "2024-06-05 10:20:30", "2024-06-05T10:20:30", "05/06/2024 10:20", "05/06/2024 10:20:30",
     "2024/06/05"],
)  # fmt: skip
def test_dates(text):
    assert read("date", text, "DATE") == date(2024, 6, 5)


@pytest.mark.parametrize("text", ["31/02/2024", "13/13/2024", "0204-01-01", "x", "infinity", "epoch", "2024", "05/06/20244", "-"])
def test_what_is_no_date(text):
    assert read("date", text, "DATE") is None


def test_the_contract_may_say_month_first():
    assert read("date", "05/06/2024", "DATE", form="month first") == date(2024, 5, 6)
    assert read("date", "05.06.24", "DATE", form="%d.%m.%y") == date(2024, 6, 5)


def test_a_birth_date_never_has_its_century_guessed():
    assert read("date", "05/06/31", "DATE", name="birth_date") is None
    assert read("date", "05/06/1931", "DATE", name="birth_date") == date(1931, 6, 5)


@pytest.mark.parametrize(
    ("kind", "sql_type", "text", "value"),
    [
        ("whole number", "SMALLINT", "10", 10),
        ("whole number", "SMALLINT", "10.0", 10),
        ("whole number", "SMALLINT", "1,234", 1234),
        ("whole number", "SMALLINT", "10.4", None),
        ("whole number", "SMALLINT", "99999", None),
        ("number", "DOUBLE", "1,234.5", 1234.5),
        ("number", "DOUBLE", "nan", None),
        ("number", "DOUBLE", "inf", None),
        ("pounds", "BIGINT", "1,234.50", 123450),
        ("pounds", "BIGINT", "£12.5", 1250),
        ("pounds", "BIGINT", "(12.00)", -1200),
        ("pounds", "BIGINT", "-£4.20", -420),
        ("pounds", "BIGINT", "free", None),
        ("yes or no", "BOOLEAN", "Yes", True),
        ("yes or no", "BOOLEAN", "n", False),
        ("yes or no", "BOOLEAN", "maybe", None),
        ("code", "VARCHAR", "e01000001", "E01000001"),
        ("codes", "VARCHAR", "I50.0,J18.9", "I500;J189"),
        ("codes", "VARCHAR", "I500;-;J189", "I500;J189"),
        ("codes", "VARCHAR", "-", None),
        ("postcode", "VARCHAR", "hx11aa", "HX1 1AA"),
        ("postcode", "VARCHAR", "nowhere", None),
        ("month", "DATE", "2025-07", date(2025, 7, 1)),
        ("month", "DATE", "July 2025", date(2025, 7, 1)),
        ("month", "DATE", "31/07/2025", date(2025, 7, 1)),
        ("timestamp", "TIMESTAMP", "05/06/2024 10:20", datetime.fromisoformat("2024-06-05T10:20")),
        ("timestamp", "TIMESTAMP", "05/06/2024", None),
    ],
)
def test_other_kinds(kind, sql_type, text, value):
    assert read(kind, text, sql_type) == value


def test_bounds_domain_pattern_and_scale():
    assert read("whole number", "10", "SMALLINT", least=3, most=9) is None
    assert read("date", "1879-01-01", "DATE", least=date(1880, 1, 1)) is None
    assert read("text", "b", domain=("a",)) is None
    assert read("text", "a1", pattern="[a-z][0-9]") == "a1"
    assert read("number", "50", "DOUBLE", scale=0.01) == 0.5


def test_values_do_not_mind_capitals():
    assert read("text", "CARER", values={"carer": "Unpaid carer"}) == "Unpaid carer"
    assert read("text", "other", values={"carer": "Unpaid carer"}) is None
    assert read("text", "Other", values={"carer": "Unpaid carer"}, others="keep") == "Other"


def check_digit_right(number: str) -> bool:
    """The NHS Data Dictionary's own words, digit by digit: the slow road."""
    total = sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False))
    check = 11 - total % 11
    check = 0 if check == 11 else check
    return check != 10 and check == int(number[9]) and len(set(number)) > 1


@settings(deadline=None)
@given(st.integers(0, 9_999_999_999).map(lambda number: f"{number:010}"))
def test_nhs_numbers_two_roads(number):
    assert (read("nhs number", number) == number) == check_digit_right(number)


@pytest.mark.parametrize("text", ["943 476 5919", "943-476-5919", "9434765919"])
def test_nhs_numbers_may_be_spaced(text):
    assert read("nhs number", text) == "9434765919"


@pytest.mark.parametrize("text", ["9434765918", "943476591", "+943476591", "1e9", "0000000000", "1111111111", "94347659191", "943476591X"])
def test_wrong_nhs_numbers_are_emptied(text):
    assert read("nhs number", text) is None
