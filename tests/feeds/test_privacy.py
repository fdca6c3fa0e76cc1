"""No value that identifies a person is in any letter, receipt or quarantine report; the whole row lies in a closed file only."""

import pytest

from tests.feeds.conftest import NUMBERS
from wholeplace.feeds import in_words
from wholeplace.terms import DataProblem

SECRETS = (NUMBERS[0], "943 476 5918", "L-4711", "Zebedee", "Featherstonehaugh", "1931-05-17", "17/05/1931", "ZE1 9XX")
HEADER = "NHS_NUMBER,LOCAL_ID,GIVEN_NAME,FAMILY_NAME,DATE_OF_BIRTH,SEX,POSTCODE,LSOA,START_DATE,END_DATE"
PERSON = f"{NUMBERS[0]},L-4711,Zebedee,Featherstonehaugh,1931-05-17,1,ZE1 9XX,A1,2024-01-01,"
SPOILED = (
    PERSON,
    PERSON.replace("2024-01-01", "Zebedee"),  # a name where a date belongs
    PERSON.replace("2024-01-01", "ZE1 9XX"),
    PERSON.replace("2024-01-01", NUMBERS[0]),
    PERSON.replace("2024-01-01", "L-4711"),
    PERSON.replace(NUMBERS[0], "943 476 5918").replace(",1,ZE1", ",Featherstonehaugh,ZE1"),
    PERSON.replace("2024-01-01,", "2024-01-01,1931-05-17"),  # the birth date as the end
    PERSON.replace("1931-05-17", "17/05/1931").replace("2024-01-01", "17/05/1931,2024"),  # one cell too many
    "Zebedee," + PERSON.replace("Zebedee,", "", 1),  # shifted
)


def without_secrets(text: str) -> bool:
    return not any(secret.lower() in text.lower() for secret in SECRETS)


def test_receipts_and_reports_hold_no_identifier(dropped, capfd, caplog):
    dropped.put("person_list", a="\n".join([HEADER, *SPOILED * 6]) + "\n")
    receipt = dropped.receive()["person_list"]
    told = capfd.readouterr()
    assert receipt.quarantined > 0
    assert without_secrets(receipt.to_json())
    assert without_secrets(in_words(receipt))
    assert without_secrets(str(dropped.quarantine("person_list").rows()))
    assert without_secrets(told.out + told.err + caplog.text)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join([HEADER, *(PERSON.replace("2024-01-01", "Zebedee") for _ in range(9))]) + "\n",
        "\n".join([HEADER.replace("START_DATE", "SINCE"), PERSON]) + "\n",
        f'{HEADER}\n{PERSON},"Zebedee\n{PERSON}\n',
    ],
)
def test_letters_hold_no_identifier(dropped, text):
    dropped.put("person_list", a=text)
    try:
        said = in_words(dropped.receive()["person_list"])
    except DataProblem as problem:
        said = str(problem) + str(problem.for_machines())
    assert without_secrets(said)
    assert without_secrets(dropped.letters())


def test_a_receipt_reads_as_plain_words(dropped):
    dropped.put("person_list", a="\n".join([HEADER, *SPOILED]) + "\n")
    said = in_words(dropped.receive()["person_list"])
    assert f"Rows that came in: {len(SPOILED)}." in said
    assert "In quarantine, for they broke the contract:" in said
    assert "Since the last drop: This is the first drop." in said


def test_an_id_that_slipped_into_many_rows_is_not_shown_as_an_example(dropped):
    head = "LOCAL_ID,PROVIDER_CODE,CONTACT_ID,CARE_SETTING,CONTACT_DATE"
    shifted = [f"L-4711,RXX,{at},L-4711,2024-05-01" for at in range(9)] + [f"L-4711,RXX,{at},dentist,2024-05-01" for at in range(10, 19)]
    dropped.put("contacts", a="\n".join([head, *shifted, "L1,RXX,99,gp,2024-05-01"]) + "\n")
    receipt = dropped.receive()["contacts"]
    assert receipt.faults[0].examples == ("dentist",)
    assert without_secrets(receipt.to_json() + in_words(receipt))


def test_days_are_shown_by_their_form_only(dropped):
    head = "LOCAL_ID,GIVEN_NAME,DATE_OF_BIRTH,PROVIDER_CODE,CONTACT_ID,CARE_SETTING,CONTACT_DATE"
    days = ("31/02/2024", "born 17.05.1931", "Zebedee's", "17 May", "1931-05-17T")
    dropped.put(
        "contacts",
        a="\n".join([head, *(f"L4711,Zebedee,1931-05-17,RXX,{at},gp,{day}" for at, day in enumerate(days))])
        + "\nL1,,,RXX,9,gp,2024-05-01\n",
    )
    dropped.receive()
    assert dropped.quarantine("contacts")["value"].to_list() == ["99/99/9999", "born 99.99.9999", None, "17 May", None]


@pytest.mark.parametrize("first", [NUMBERS[0], "943 476 5919", "ZE1 9XX", "17/05/1931", "z@example.org"])
def test_a_row_where_the_headers_should_be_is_not_told(dropped, first):
    head = "LOCAL_ID,PROVIDER_CODE,CONTACT_ID,CARE_SETTING,CONTACT_DATE"
    dropped.put("contacts", a=f"{head},{first},Zebedee\nL1,RXX,1,gp,2024-05-01,,\n")
    receipt = dropped.receive()["contacts"]
    assert receipt.ignored_columns == ("column 6", "column 7")
    dropped.put("contacts", a=f"{first},Zebedee,CONTACT_DATES\nx,y,z\n")
    assert "Zebedee" not in dropped.letters()
    assert first not in dropped.letters()


def test_other_headers_are_told_by_name(dropped):
    head = "LOCAL_ID,PROVIDER_CODE,CONTACT_ID,CARE_SETTING,CONTACT_DATE,LSOA11CD,Notes 2024"
    dropped.put("contacts", a=f"{head}\nL1,RXX,1,gp,2024-05-01,,\n")
    assert dropped.receive()["contacts"].ignored_columns == ("LSOA11CD", "Notes 2024")
