"""Housing, births, answers and exposures: small dirty files, the rows that become of them and the receipts they get."""

from datetime import date

import polars as pl
import pytest

from tests.feeds.conftest import Dropped
from wholeplace.feeds import Receipt
from wholeplace.feeds.contract_reading import read_contract
from wholeplace.feeds.tables import RECEIVED_TABLES

NUMBERS = ("9990000018", "9990000026", "9990000034", "9990000042")
"""NHS numbers of the range kept for tests, with a right check digit."""
TENANCIES = """LANDLORD,TENANCY_REF,PERSON_REF,FORENAME,SURNAME,DOB,SEX,POSTCODE,ADDRESS,UPRN,TENURE,DAMP_MOULD,TENANCY_START,TENANCY_END
Z1,T1,7,Testa,Mockford,01/02/1980,F,qx11aa,"1 Nowhere Row, Nullham",100000001,Secure tenancy,Y,2020-04-01,
Z1,T1,8,Samplo,Mockford,1900-01-01,M,QX1 1AA,"1 Nowhere Row, Nullham",100000001,secure,N,2020-04-01,
Z1,T2,9,Dummia,Blankley,2024-05-01,X,not known,,n/k,Houseboat,maybe,2019-01-01,2021-01-01
Z1,T3,9,Dummia,Blankley,,,,,,Introductory,,2022-01-01,2021-01-01
Z1,T1,7,Testa,Mockford,01/02/1980,F,QX1 1AA,"1 Nowhere Row, Nullham",100000001,Secure tenancy,N,2020-04-01,
"""
BIRTHS = f"""PROVIDER_CODE,NOTIFICATION_REF,BABY_NHS_NUMBER,MOTHER_NHS_NUMBER,MOTDOB,BIRTH_DATE,BIRSTAT,BIRTH_WEIGHT,GESTAT,BIRORDR
RXX,1,{NUMBERS[0]},{NUMBERS[1]},1995-01-01,2024-05-01,1,3200,40,1
RXX,2,{NUMBERS[2]},{NUMBERS[1]},1995-01-01,2024-05-01,Live,9999,99,2
RXX,3,,{NUMBERS[3]},2020-05-01,2024-05-01,3,150,38,8
RXX,4,{NUMBERS[3]},{NUMBERS[3]},1990-01-01,2024-06-01,7,4000,24,1
RXX,5,,,,never,1,3000,39,1
"""
ANSWERS = """SURVEY,RESPONDENT_ID,QUESTION,ANSWERED,VALUE,SAID,DOB
Walk well,1,UCLA,2024-05-01,7,,1950-01-01
Walk well,1,Satisfaction,2024-05-01,11,,1950-01-01
Walk well,2,Smoking,2024-05-01,,Never smoked,2025-01-01
Walk well,2,Own question,2024-05-01,lots,,
Walk well,3,UCLA,2024-05-01,12,,
"""
EXPOSURES = """POLLUTANT,LSOA,YEAR,VALUE,UNIT
NO2,a1,2023,18.5,ug/m3
NO2,a1,2024,16.5,ug/m3
PM2.5,A1,2023,-1,ug/m3
PM2.5,A1,twenty,9,ug/m3
NO2,,2023,12,ug/m3
NO2,A2,2023,18500,ng/m3
"""


def received(dropped: Dropped, feed: str, text: str) -> tuple[pl.DataFrame, Receipt]:
    dropped.put(feed, a=text)
    return dropped.rows(feed) if (receipt := dropped.receive()[feed]).accepted else pl.DataFrame(), receipt


def faults(receipt: Receipt) -> set[tuple[str, int]]:
    return {(fault.column, fault.rows) for fault in receipt.faults}


def test_tenancies_one_row_a_person_and_home(dropped: Dropped) -> None:
    rows, receipt = received(dropped, "tenancies", TENANCIES)
    assert (receipt.rows_in, receipt.accepted, receipt.quarantined, receipt.replaced) == (5, 3, 1, 1)
    assert rows["tenure"].to_list() == ["social rent", "Houseboat", "social rent"]
    assert rows["damp_or_mould"].to_list() == [False, None, False]  # what was sent later counts
    assert rows["starts"].to_list() == [date(2020, 4, 1), date(2019, 1, 1), date(2020, 4, 1)]
    assert receipt.covers_from == date(2019, 1, 1)


def test_births_keep_the_mother_apart_from_the_baby(dropped: Dropped) -> None:
    rows, receipt = received(dropped, "births", BIRTHS)
    assert (receipt.rows_in, receipt.accepted, receipt.quarantined) == (5, 4, 1)
    assert rows["born"].to_list() == [date(2024, 5, 1)] * 3 + [date(2024, 6, 1)]
    assert rows["live"].to_list() == [True, True, False, None]
    assert rows["weight_grams"].to_list() == [3200, None, None, 4000]
    assert rows["gestation_weeks"].to_list() == [40, None, 38, 24]
    assert rows["birth_order"].to_list() == [1, 2, None, 1]


@pytest.mark.parametrize(("column", "rows"), [("live", 1), ("weight_grams", 1), ("mother_birth_date", 1), ("nhs_number", 1), ("born", 1)])
def test_births_say_what_was_wrong(dropped: Dropped, column: str, rows: int) -> None:
    assert (column, rows) in faults(received(dropped, "births", BIRTHS)[1])


def test_answers_are_numbers_or_words_on_their_scale(dropped: Dropped) -> None:
    rows, receipt = received(dropped, "answers", ANSWERS)
    assert (receipt.rows_in, receipt.accepted, receipt.quarantined) == (5, 4, 1)
    assert rows.sort("question", "value")["question"].to_list() == ["life satisfaction", "loneliness", "loneliness", "smoking"]
    assert rows.filter(pl.col("question") == "loneliness").sort("value")["value"].to_list() == [None, 7.0]
    assert rows.filter(pl.col("question") == "smoking")["said"].to_list() == ["Never smoked"]


def test_exposures_stand_for_whole_years_of_one_small_area(dropped: Dropped) -> None:
    rows, receipt = received(dropped, "exposures", EXPOSURES)
    assert (receipt.rows_in, receipt.accepted, receipt.quarantined) == (6, 2, 4)
    assert rows.rows() == [
        ("nitrogen dioxide", "A1", date(2023, 1, 1), date(2024, 1, 1), 18.5, "ug/m3"),
        ("nitrogen dioxide", "A1", date(2024, 1, 1), date(2025, 1, 1), 16.5, "ug/m3"),
    ]
    assert (receipt.covers_from, receipt.covers_to) == (date(2023, 1, 1), date(2025, 1, 1))


@pytest.mark.parametrize(
    "feed", ["person_list", "social_care", "contacts", "admitted_patient_care", "emergency_care", "voluntary_activity"]
)
def test_names_and_address_may_come_with_every_record_of_a_person(feed: str) -> None:
    contract, problems = read_contract(feed)
    assert problems == ()
    assert contract is not None
    asked = {column.name for column in contract.columns}
    assert {"given_name", "family_name", "postcode", "address", "uprn"} <= asked <= set(RECEIVED_TABLES[contract.table.name].columns)


def test_a_property_number_that_is_none_is_emptied(dropped: Dropped) -> None:
    head = "LOCAL_ID,PROVIDER_CODE,CONTACT_ID,CARE_SETTING,CONTACT_DATE,GIVEN_NAME,POSTCODE,ADDRESS,UPRN\n"
    _, receipt = received(dropped, "contacts", head + "1,RXX,1,gp,2024-05-01,Testa,nowhere,1 Null Row,unknown\n")
    assert faults(receipt) == {("postcode", 1), ("uprn", 1)}
