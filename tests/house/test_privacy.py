"""Invariant 1: what names a person stays in the vault and the received tables. It is nowhere else that the tool writes."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

REFUSED_ROWS = ".rows.parquet"
NAMING = ("NHS_NUMBER", "GIVEN_NAME", "FAMILY_NAME", "POSTCODE", "LOCAL_ID")


@pytest.fixture(scope="module")
def what_names_people(with_pack: Path) -> set[str]:
    """Values of the person list that name someone. Given and family names only together: apart they are also words."""
    found: set[str] = set()
    for file in (with_pack / "feeds" / "person_list").glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as rows:
            for row in csv.DictReader(rows):
                found |= {row[name] for name in ("NHS_NUMBER", "POSTCODE") if row.get(name)}
                found.add(f"{row['GIVEN_NAME']} {row['FAMILY_NAME']}")
    return {value for value in found if len(value) > 5}


def texts_outside_the_vault(place: Path) -> Iterator[tuple[Path, str]]:
    """Everything the tool wrote that is not the vault, the keyed tables' own folder, a received table or a refused row.
    Refused rows are kept whole, so that nothing is lost, in files for their owner alone."""
    state = place / ".wholeplace"
    closed = (state / "people", state / "received" / "tables")
    for path in sorted([*state.rglob("*"), *(place / "releases").rglob("*")]):
        kept_whole = path.name.endswith(REFUSED_ROWS)
        if path.is_file() and not kept_whole and not any(path.is_relative_to(folder) for folder in closed):
            yield path, pl.read_parquet(path).write_csv() if path.suffix == ".parquet" else path.read_text("utf-8", errors="replace")


def test_nothing_beyond_the_vault_names_a_person(with_pack: Path, what_names_people: set[str]) -> None:
    assert len(what_names_people) > 1000
    for path, text in texts_outside_the_vault(with_pack):
        words = set(text.replace(",", "\n").replace('"', "\n").split("\n"))
        named = words & what_names_people
        assert not named, f"{path.name} holds {len(named)} values that name a person"


def test_journeys_know_a_person_by_key_only(with_pack: Path) -> None:
    for path in (with_pack / ".wholeplace" / "journeys").glob("*.parquet"):
        assert not {name.upper() for name in pl.read_parquet_schema(path)} & {*NAMING, "BIRTH_DATE", "DATE_OF_BIRTH"}


def test_only_the_owner_can_open_what_the_tool_keeps(with_pack: Path) -> None:
    for room in ("received", "people"):
        assert (with_pack / ".wholeplace" / room).stat().st_mode & 0o077 == 0


def test_refused_rows_are_for_their_owner_alone(with_pack: Path) -> None:
    refused = list((with_pack / ".wholeplace" / "received" / "quarantine").glob(f"*{REFUSED_ROWS}"))
    assert refused
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in refused)


def test_letters_never_show_a_persons_value(with_pack: Path, what_names_people: set[str]) -> None:
    for path in (with_pack / ".wholeplace" / "received" / "receipts").glob("*.json"):
        text = json.dumps(json.loads(path.read_text("utf-8")))
        assert not [value for value in what_names_people if value in text]
