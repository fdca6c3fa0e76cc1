"""Files as partners really write them: handled, or refused with a letter, never a traceback."""

import io

import polars as pl
import pytest

from tests.feeds.conftest import NUMBERS
from wholeplace.terms import DataProblem

HEADER = "NHS_NUMBER,LOCAL_ID,PROVIDER_CODE,CONTACT_ID,CARE_SETTING,TEAM,CONTACT_DATE,ATTENDED"
LINES = f"{HEADER}\n{NUMBERS[0]},L1,RXX,1,gp,Café,05/06/2024,Y\n,L2,RXX,2,community,,06/06/2024,N\n"


def same(frame: pl.DataFrame) -> bool:
    return (
        frame["team"].to_list() == ["Café", None] and frame["contact_ref"].to_list() == ["1", "2"] and frame["nhs_number"][0] == NUMBERS[0]
    )


@pytest.mark.parametrize(
    ("data", "noted"),
    [
        (LINES.encode("utf-8-sig"), ""),
        (LINES.encode("utf-16"), "utf-16"),
        (LINES.encode("utf-16-le"), "utf-16-le"),
        (LINES.encode("cp1252"), "cp1252"),
        (LINES.replace("\n", "\r\n").encode(), ""),
        (LINES.replace("\n", "\r").encode(), ""),
        (LINES.replace("\n", "\r\n", 1).encode(), ""),
        (LINES.replace(",", ";").encode(), "semicolon"),
        (LINES.replace(",", "\t").encode(), "tab"),
        (LINES.replace(",", "|").encode(), "bar"),
        (("Contacts of one year\nMade for a test\n\n" + LINES).encode(), "the header stands in line 4"),
        (LINES.rstrip("\n").encode(), ""),
        ((LINES + "\n\n").encode(), ""),
        (LINES.replace("Café", " Café ").replace("RXX", "\u00a0RXX\t").encode(), ""),
        (LINES.replace("NHS_NUMBER", "nhs number").replace("CONTACT_DATE", "Contact Date ").encode(), ""),
        (LINES.replace("Café", '"Café"').encode(), ""),
        (LINES.replace("Café", "Caf\x00é").encode(), "zero bytes"),
    ],
)
def test_one_text_in_many_writings(contacts, data, noted):
    frame, receipt = contacts(a=data)
    assert same(frame)
    assert noted in " ".join(receipt.files[0].notes)


def test_a_packed_file(contacts):
    frame, _ = contacts(a__csv__gz=LINES)
    assert same(frame)


def test_a_parquet_file(contacts):
    buffer = io.BytesIO()
    frame = pl.read_csv(LINES.encode(), try_parse_dates=False, schema_overrides={"NHS_NUMBER": pl.Float64})
    frame.with_columns(pl.col("CONTACT_DATE").str.to_date("%d/%m/%Y")).write_parquet(buffer)
    frame, receipt = contacts(a__parquet=buffer.getvalue())
    assert same(frame)
    assert receipt.rows_in == 2


def test_quoted_line_breaks_and_quotes(contacts):
    frame, receipt = contacts(a=LINES.replace("Café", '"one\nside, ""quoted"""'))
    assert frame["team"][0] == 'one\nside, "quoted"'
    assert receipt.rows_in == 2


def test_rows_with_too_few_or_too_many_cells_are_kept_apart(dropped):
    ragged = LINES + ",L3,RXX\n" + ",L4,RXX,4,gp,T,07/06/2024,Y,more\n" + ",L5,RXX,5,gp,T,99/06/2024,Y\n"
    dropped.put("contacts", a=ragged)
    receipt = dropped.receive()["contacts"]
    assert (receipt.rows_in, receipt.accepted, receipt.quarantined) == (5, 2, 3)
    told = dropped.quarantine("contacts").select("row", "reason").rows()
    assert told == [(3, "has fewer values than the header"), (4, "has more values than the header"), (5, "is not a date")]


def test_empty_and_header_only_files_are_said_and_do_no_harm(contacts):
    frame, receipt = contacts(a=b"", b=HEADER + "\n", c=LINES, d=b"\xef\xbb\xbf")
    assert same(frame)
    assert [file.notes for file in receipt.files[:2]] == [("the file is empty",), ("it holds a header and no rows",)]


def test_only_empty_files_are_a_letter(dropped):
    dropped.put("contacts", a=b"", b=HEADER + "\n")
    with pytest.raises(DataProblem, match="no file holds a row"):
        dropped.receive()


def test_a_file_that_is_not_what_it_says_is_a_letter(dropped):
    dropped.put("contacts", a=LINES, b__parquet=b"not parquet", c__csv__gz=b"")
    (dropped.folder / "feeds" / "contacts" / "c.csv.gz").write_bytes(b"not gzip either")
    (dropped.folder / "feeds" / "contacts" / "d.xlsx").write_bytes(b"PK")
    letters = dropped.letters()
    assert "files of this kind cannot be read" in letters
    (dropped.folder / "feeds" / "contacts" / "d.xlsx").unlink()
    letters = dropped.letters()
    assert "is not a Parquet file" in letters
    assert "c.csv.gz: it cannot be opened" in letters
    with pytest.raises(DataProblem):
        dropped.receive()


def test_notes_and_hidden_files_are_no_data(contacts, dropped):
    dropped.put("contacts", README__md="hello", __hidden__csv="x", notes__toml="a = 1")
    frame, _ = contacts(a=LINES)
    assert same(frame)


def test_a_quote_that_never_closes_is_kept_apart_or_told(dropped):
    dropped.put("contacts", a=LINES + ',L3,RXX,3,gp,"open,07/06/2024,Y\n,L4,RXX,4,gp,T,07/06/2024,Y\n')
    receipt = dropped.receive()["contacts"]
    assert receipt.accepted == 2
    assert receipt.quarantined >= 1
