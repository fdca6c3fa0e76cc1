"""The open data: every column described, the same in CSV and JSON, and safe to open in a spreadsheet."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.publish.public_record.entries import OPEN, entry_of
from wholeplace.place import Place
from wholeplace.publish.public_record import PublicRecord
from wholeplace.publish.public_record.making import files_of
from wholeplace.publish.public_record.tables import TABLES

TYPES = {"string", "date", "datetime", "integer", "number", "boolean"}


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_the_same_as_csv_and_as_json(name: str, record: PublicRecord, place: Place) -> None:
    files = files_of(record, place)
    rows = json.loads(files[f"data/{name}.json"])["rows"]
    read = list(csv.DictReader(io.StringIO(files[f"data/{name}.csv"].decode(), newline="")))
    assert rows, "the record of the tests has something of everything"
    as_text = [{key: "" if value is None else json.dumps(value).strip('"') for key, value in row.items()} for row in rows]
    assert [{key: json.dumps(value).strip('"').removeprefix("'") for key, value in row.items()} for row in read] == as_text


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described_in_a_sentence(name: str) -> None:
    for column in TABLES[name].columns:
        assert column.type in TYPES
        assert column.says.endswith((".", "?"))


def test_the_description_names_every_file_with_its_fingerprint(record: PublicRecord, place: Place) -> None:
    files = files_of(record, place)
    package = json.loads(files["data/datapackage.json"])
    assert [one["path"] for one in package["resources"]] == [f"{name}.csv" for name in TABLES]
    assert package["log"] == {"number": 47, "seal": "ab" * 32}
    assert package["resources"][0]["bytes"] == len(files["data/register.csv"])


@pytest.mark.parametrize("text", ["=HYPERLINK(0)", "+44", "-1 beds", "@cmd", "\tx"])
def test_a_spreadsheet_shows_a_text_and_does_not_run_it(text: str, record: PublicRecord, place: Place) -> None:
    entry = replace(entry_of(OPEN), title=text)
    written = files_of(replace(record, decisions=(entry,)), place)["data/register.csv"].decode()
    (row,) = csv.DictReader(io.StringIO(written, newline=""))
    assert row["title"] == f"'{text}"


def test_a_licence_is_told_as_the_place_says_it_and_never_invented(record: PublicRecord, place: Place) -> None:
    without = files_of(record, place)
    assert "licenses" not in json.loads(without["data/datapackage.json"])
    assert "has not said under which licence" in without["check.html"].decode()
    licensed = files_of(record, replace(place, settings=replace(place.settings, licence="Open Government Licence v3.0")))
    assert json.loads(licensed["data/datapackage.json"])["licenses"] == [{"title": "Open Government Licence v3.0"}]
    assert "May be used again under: Open Government Licence v3.0." in licensed["check.html"].decode()


def test_the_end_of_the_log_is_on_the_page_and_in_the_data(record: PublicRecord, place: Place) -> None:
    files = files_of(record, place)
    assert f"47:{'ab' * 32}" in files["check.html"].decode()
    assert json.loads(files["data/register.json"])["log"]["number"] == 47


def test_shares_of_a_fund_come_to_its_variance_and_a_sum_below_nought_stays_a_number(record: PublicRecord, place: Place) -> None:
    files = files_of(record, place)
    lines, shares, awards = (_rows(files[f"data/{name}.csv"]) for name in ("fund_lines", "fund_shares", "awards"))
    for fund in {row["fund"] for row in lines}:
        told = [row for row in lines if row["fund"] == fund and row["variance"]]
        borne = [Decimal(row["would_bear"]) for row in shares if row["fund"] == fund and row["would_bear"]]
        assert sum(Decimal(row["variance"]) for row in told) == sum(borne)
    assert any(row["as_of"] for row in lines)
    assert all(not cell.startswith("'") for row in (*lines, *shares) for cell in row.values())
    assert awards


def _rows(written: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written.decode(), newline="")))
