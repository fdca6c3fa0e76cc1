"""Lists of objections are read so that no objection is lost on the way."""

from datetime import date

from tests.feeds.conftest import NUMBERS


def test_a_national_list_needs_only_numbers_and_a_date_said_once(dropped):
    told = 'contract = "opt_outs"\n[constants]\nkind = "national"\nlist_date = 2026-09-20\n'
    dropped.put("national", told, list=f"NHS_NUMBER\n{NUMBERS[0]}\n{NUMBERS[1]}\n")
    receipt = dropped.receive()["national"]
    assert (receipt.accepted, receipt.quarantined) == (2, 0)
    rows = dropped.rows("opt_outs")
    assert set(rows["kind"]) == {"national"}
    assert set(rows["list_date"]) == {date(2026, 9, 20)}


def test_what_cannot_be_read_is_emptied_and_the_objection_stands(dropped):
    lines = (
        "NHS_NUMBER,GIVEN_NAME,FAMILY_NAME,DATE_OF_BIRTH,POSTCODE,KIND,PURPOSE,START_DATE,END_DATE,LIST_DATE",
        f"{NUMBERS[0]},,,,,Local objection,Planning,2025-01-01,,2026-09-20",
        f"{NUMBERS[1]},,,,,local,everything,yesterday,never,soon",
        f"{NUMBERS[2]},,,,,Form 7,,2025-01-01,2024-01-01,",
        "1234567890,Testa,Aaexample,31/02/1950,nowhere,,,,,",
    )
    dropped.put("local_objections", a="\n".join(lines) + "\n")
    receipt = dropped.receive()["local_objections"]
    assert (receipt.accepted, receipt.quarantined) == (4, 0)
    said = dropped.rows("opt_outs").select("kind", "purpose", "starts", "ends", "list_date").rows()
    assert set(said) == {
        ("local", "planning", date(2025, 1, 1), None, date(2026, 9, 20)),
        ("local", "everything", None, None, None),
        ("Form 7", None, date(2025, 1, 1), None, None),
        (None, None, None, None, None),
    }


def test_a_withdrawal_in_a_later_drop_replaces_the_objection(dropped):
    head = "NHS_NUMBER,KIND,PURPOSE,START_DATE,END_DATE\n"
    dropped.put(
        "objections", a=f"{head}{NUMBERS[0]},local,planning,2025-01-01,\n", b=f"{head}{NUMBERS[0]},local,planning,2025-01-01,2026-02-01\n"
    )
    dropped.receive()
    assert dropped.rows("opt_outs")["ends"].to_list() == [date(2026, 2, 1)]
