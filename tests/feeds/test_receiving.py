"""What receiving does with rows: typed, kept apart, counted once, and never lost."""

import stat
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.feeds.conftest import NUMBERS
from wholeplace.feeds import receive, received
from wholeplace.terms import DataProblem

HEADER = "NHS_NUMBER,LOCAL_ID,DATE_OF_BIRTH,PROVIDER_CODE,CONTACT_ID,CARE_SETTING,TEAM,CONTACT_DATE,ATTENDED"


def line(ref: object, *, number: str = "", day: str = "2024-06-05", setting: str = "gp", team: str = "T", born: str = "1980-01-01") -> str:
    return f"{number},L{ref},{born},RXX,{ref},{setting},{team},{day},Y"


def file(*lines: str) -> str:
    return "\n".join([HEADER, *lines]) + "\n"


def conserved(receipt) -> bool:
    return receipt.rows_in == receipt.accepted + receipt.quarantined + receipt.repeated + receipt.replaced + receipt.left_out


def test_a_wrong_nhs_number_is_emptied_and_the_row_stays(contacts):
    frame, receipt = contacts(a=file(line(1, number="9434765918"), line(2, number=NUMBERS[0])))
    assert frame["nhs_number"].to_list() == [None, NUMBERS[0]]
    (fault,) = receipt.faults
    assert (fault.column, fault.rows, fault.effect) == ("nhs_number", 1, "empty")


def test_null_and_blank_both_mean_empty(contacts):
    frame, _ = contacts(a=file(line(1, team="NULL"), line(2, team=""), line(3, team=" "), line(4, team='""')))
    assert frame["team"].null_count() == 4


def test_the_whole_column_decides_between_day_first_and_month_first(contacts):
    frame, receipt = contacts(a=file(line(1, day="06/25/2024"), line(2, day="06/05/2024")), b=file(line(3, day="06/05/2024")))
    assert frame["happened"].to_list() == [date(2024, 6, 25), date(2024, 6, 5), date(2024, 5, 6)]
    assert "happened is written month first" in receipt.files[0].notes[0]
    assert receipt.files[1].notes == ()


def test_a_column_that_proves_both_is_day_first_and_the_rest_is_kept_apart(contacts):
    frame, receipt = contacts(a=file(line(1, day="25/06/2024"), line(2, day="06/25/2024")))
    assert frame["happened"].to_list() == [date(2024, 6, 25)]
    assert receipt.quarantined == 1


def test_the_same_file_twice_is_read_once(contacts):
    text = file(line(1), line(2))
    frame, receipt = contacts(a=text, b=text)
    assert frame.height == receipt.rows_in == 2
    assert receipt.files[1].same_as == "a.csv"


def test_alike_rows_count_once_and_a_later_naming_replaces_the_earlier(contacts):
    frame, receipt = contacts(a=file(line(1), line(2), line(1)), b=file(line(2, team="New"), line(3)))
    assert (receipt.repeated, receipt.replaced, receipt.accepted) == (1, 1, 3)
    assert dict(frame.select("contact_ref", "team").iter_rows())["2"] == "New"
    assert conserved(receipt)


def test_rows_without_a_naming_are_the_same_only_when_alike_in_all(contacts):
    frame, receipt = contacts(a=file(line(""), line(""), line("", team="U")))
    assert (frame.height, receipt.repeated, receipt.replaced) == (2, 1, 0)


def test_rows_come_out_in_the_order_of_the_files(contacts):
    texts = [file(*(line(f"{name}{at}") for at in range(3000)), line(f"{name}7")) for name in "ab"]
    frame, _ = contacts(a=texts[0], b=texts[1])
    assert frame["contact_ref"].to_list() == [f"{name}{at}" for name in "ab" for at in [*(at for at in range(3000) if at != 7), 7]]


def test_what_breaks_the_contract_is_kept_apart_with_file_row_column_and_reason(contacts, dropped):
    contacts(a=file(line(1), line(2, setting="space"), line(3, day="")))
    assert dropped.quarantine("contacts").rows() == [
        ("a.csv", 2, "setting", "is not one of the values that the contract knows", "space"),
        ("a.csv", 3, "happened", "is empty", None),
    ]
    whole = dropped.refused("contacts")
    assert whole.height == 2
    assert '"CARE_SETTING":"space"' in whole["whole_row"][0]


def test_a_rule_may_refuse_empty_or_note(dropped):
    head = "NEWNHSNO,PROCODE,PROVSPNO,EPIKEY,EPISTART,EPIEND,ADMIDATE,DISDATE,DISREADYDATE\n"
    dropped.put("admitted_patient_care", a=head + (
        ",RXX,1,1,2024-01-01,2024-01-05,2024-01-01,2024-01-05,2024-01-04\n"
        ",RXX,2,2,2024-01-01,2024-01-05,2024-01-01,2023-12-31,\n"  # left before coming in: refused
        ",RXX,3,3,2024-01-01,2024-01-05,2024-01-01,2024-01-05,2023-12-30\n"  # ready before coming in: emptied
        ",RXX,4,4,2023-12-31,2024-01-05,2024-01-01,2024-01-05,1801-01-01\n"  # episode before admission: noted; no ready date given
    ))  # fmt: skip
    receipt = dropped.receive()["admitted_patient_care"]
    assert dropped.rows("episodes")["ready"].to_list() == [date(2024, 1, 4), None, None]
    assert {(fault.reason, fault.effect) for fault in receipt.faults} == {
        ("left hospital before coming in", "refuse"),
        ("ready to leave before coming in", "empty"),
        ("episode starts before the admission", "note"),
        ("episode ends after leaving hospital", "note"),  # of the refused row
    }
    assert {fault.effect for fault in receipt.contradictions} == {"note"}


def test_completeness_months_and_coverage(contacts):
    days = [date(2024, 4, 1) + timedelta(days=at) for at in range(91 + 4)]  # April to June and 4 days of July
    _, receipt = contacts(a=file(*(line(f"{day}-{n}", day=str(day), team="T" if n else "") for day in days for n in range(2))))
    assert receipt.completeness["team"] == 0.5
    assert receipt.months == {"2024-04-01": 60, "2024-05-01": 62, "2024-06-01": 60, "2024-07-01": 8}
    assert (receipt.covers_from, receipt.covers_to) == (date(2024, 4, 1), date(2024, 7, 1))


def test_several_feeds_fill_one_table_and_the_shortest_says_what_is_covered(dropped):
    def month(*months: str) -> str:
        return file(*(line(f"{m}-{day}", day=f"2024-{m}-{day:02}") for m in months for day in range(1, 31)))

    dropped.put("contacts", a=month("04", "05", "06"))
    dropped.put("more_contacts", 'contract = "contacts"', a=month("04", "05"))
    dropped.receive()
    have = received(dropped.place)
    assert len(have.paths("contacts")) == 2
    assert have.covers("contacts") == (date(2024, 4, 1), date(2024, 6, 1))
    assert have.paths("spend") == ()


def test_change_since_the_last_drop_is_said(dropped):
    dropped.put("contacts", a=file(*(line(at) for at in range(10))))
    assert dropped.receive()["contacts"].change == ("This is the first drop.",)
    dropped.put("contacts", a=file(*(line(at, team="") for at in range(8))))
    said = " ".join(dropped.receive()["contacts"].change)
    assert "2 fewer rows were accepted (10 before)" in said
    assert "team: the share that is filled fell from 100% to 0%" in said
    assert "2024-06 has 8 rows, and had 10" in said


def test_nothing_is_done_again_when_nothing_changed(dropped):
    dropped.put("contacts", a=file(line(1)))
    dropped.put("spend", a="ORGANISATION,AREA,SETTING,LINE,MONTH,AMOUNT\nRXX,P1,hospital,Wards,2024-05,10.50\n")
    first = dropped.receive()
    written = {path: path.stat().st_mtime_ns for path in dropped.state.rglob("*.parquet")}
    assert dropped.receive() == first
    assert {path: path.stat().st_mtime_ns for path in dropped.state.rglob("*.parquet")} == written
    dropped.put("contacts", b=file(line(2)))
    again = dropped.receive()
    assert again["spend"] == first["spend"]  # a feed that did not change is taken over
    assert again["contacts"].accepted == 2


def test_a_feed_that_is_taken_away_is_gone(dropped):
    dropped.put("contacts", a=file(line(1)))
    dropped.put("spend", a="ORGANISATION,AREA,SETTING,LINE,MONTH,AMOUNT\nRXX,P1,hospital,Wards,2024-05,10.50\n")
    dropped.receive()
    (dropped.folder / "feeds" / "spend" / "a.csv").unlink()
    assert list(dropped.receive()) == ["contacts"]
    assert received(dropped.place).paths("spend") == ()


def test_a_refused_drop_leaves_the_last_good_one(dropped):
    dropped.put("contacts", a=file(line(1)))
    dropped.receive()
    dropped.put("contacts", b="SOMETHING,ELSE\n1,2\n")
    with pytest.raises(DataProblem):
        dropped.receive()
    assert received(dropped.place).receipts[0].accepted == 1
    assert sorted(path.name for path in dropped.state.parent.iterdir()) == ["received", "vault"]
    assert [path.name for path in (dropped.state.parent / "vault" / "received").iterdir()] == ["1"]


def test_letters_of_all_feeds_come_at_once(dropped):
    dropped.put("contacts", a="NHS_NUMBER,PROVIDER\n1,2\n")
    dropped.put("spend", a="ORGANISATION,AREA\nRXX,P1\n")
    with pytest.raises(DataProblem) as raised:
        receive(dropped.place)
    letter = str(raised.value)
    assert 'feeds/contacts/a.csv: the column "CARE_SETTING" is missing' in letter
    assert 'feeds/spend/a.csv: the column "AMOUNT" is missing' in letter
    assert 'Did you mean "PROVIDER"?' in letter
    assert dropped.letters().count("is missing") == letter.count("is missing")


def test_a_folder_without_a_contract_gets_a_suggestion(dropped):
    dropped.put("contact", a=file(line(1)))
    assert 'there is no contract "contact"' in dropped.letters()
    assert 'Did you mean "contacts"?' in dropped.letters()


def test_an_absent_feed_is_no_problem_and_nothing_received_is_a_letter(dropped):
    assert receive(dropped.place) == ()
    with pytest.raises(DataProblem, match="nothing was received yet"):
        received(dropped.place)


def test_a_feed_of_which_nothing_fits_is_a_letter(dropped):
    dropped.put("contacts", a=file(*(line(at, day="soon") for at in range(3))))
    with pytest.raises(DataProblem, match="none of 3 rows keeps to the contract"):
        dropped.receive()


def test_unexpected_columns_are_listed_and_left_alone(contacts):
    _, receipt = contacts(a=f"{HEADER},SHOE_SIZE,SHOE_SIZE\n{line(1)},44,45\n")
    assert receipt.ignored_columns == ("SHOE_SIZE", "SHOE_SIZE (2)")


def test_common_unknown_values_are_shown_and_rare_ones_never(contacts):
    many = [line(at, setting="dentist") for at in range(5)] + [line(at, setting="Ann Other") for at in range(5, 9)] + [line(9)]
    _, receipt = contacts(a=file(*many))
    (fault,) = receipt.faults
    assert (fault.rows, fault.examples) == (9, ("dentist",))


def test_everything_written_is_closed_to_others(contacts, dropped):
    contacts(a=file(line(1), line(2, day="")))
    for path in [dropped.state, *dropped.state.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_the_same_drop_gives_the_same_bytes(dropped):
    dropped.put("contacts", a=file(*(line(at % 50, team=str(at)) for at in range(500))), b=file(line("x", day="?")))
    dropped.receive()
    first = {path.relative_to(dropped.state): path.read_bytes() for path in sorted(dropped.state.rglob("*.*"))}
    dropped.put("contacts", c=file(line("y")))
    dropped.receive()
    (dropped.folder / "feeds" / "contacts" / "c.csv").unlink()
    dropped.receive()
    again = {path.relative_to(dropped.state): path.read_bytes() for path in sorted(dropped.state.rglob("*.*"))}
    assert {name: data for name, data in again.items() if name.suffix != ".json"} == {
        name: data for name, data in first.items() if name.suffix != ".json"
    }


cells = st.sampled_from(["", "1", "2", "3", "x", "NULL"])
days = st.sampled_from(["2024-06-05", "05/06/2024", "06/05/2024", "31/31/2024", "", "soon", "2024-07-01"])
rows_of_a_file = st.lists(st.tuples(cells, days, st.sampled_from(["gp", "111", "space", ""]), cells), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(rows_of_a_file, min_size=1, max_size=3), ragged=st.integers(0, 2))
def test_no_row_is_ever_lost(tmp_path_factory, dropped, files, ragged):
    """Rows in = accepted + quarantined + repeated + replaced + left out, and each is where the receipt says it is."""
    folder = tmp_path_factory.mktemp("drop")
    for path in dropped.folder.iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    here = type(dropped)(folder)
    texts = {}
    for at, lines in enumerate(files):
        made = [f",L1,,RXX,{ref},{setting},{team},{day},Y" for ref, day, setting, team in lines]
        texts[f"f{at}"] = file(*made, *([",L1,,RXX"] * (ragged if at == 0 else 0)))
    here.put("contacts", **texts)
    try:
        receipt = here.receive()["contacts"]
    except DataProblem:
        assert all(day not in ("2024-06-05", "05/06/2024", "06/05/2024", "2024-07-01") or setting not in ("gp", "111")
                   for lines in files for _, day, setting, _ in lines)  # fmt: skip
        return
    assert conserved(receipt)
    read_once = {text: name for name, text in texts.items()}
    assert receipt.rows_in == sum(text.count("\n") - 1 for text in read_once)
    assert here.rows("contacts").height == receipt.accepted
    assert here.refused("contacts").height == receipt.quarantined
