"""Invariant 1: what names a person stays in the vault. It is nowhere else that the tool writes."""

import base64
import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from wholeplace.feeds import receive
from wholeplace.people import build_journeys
from wholeplace.place import read_place
from wholeplace.warehouse import is_encrypted

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
    """Everything the tool wrote that does not lie in the vault, read as text: received rows, reasons, receipts, journeys, releases."""
    state = place / ".wholeplace"
    for path in sorted([*state.rglob("*"), *(place / "releases").rglob("*")]):
        if path.is_file() and not path.is_relative_to(state / "vault"):
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
    for room in ("received", "vault", "vault/received", "vault/people", "journeys"):
        assert (with_pack / ".wholeplace" / room).stat().st_mode & 0o077 == 0


def test_refused_rows_are_for_their_owner_alone(with_pack: Path) -> None:
    refused = list((with_pack / ".wholeplace").rglob(f"*{REFUSED_ROWS}"))
    assert refused
    assert all(path.is_relative_to(with_pack / ".wholeplace" / "vault") for path in refused)
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in refused)


def test_with_a_key_the_vault_says_nothing_to_whoever_copies_it(
    with_pack: Path, what_names_people: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same place, received and linked under a key: every Parquet file in the vault is shut, and no byte of it names anybody."""
    monkeypatch.setenv("WHOLEPLACE_VAULT_KEY", base64.b64encode(b"k" * 32).decode())
    shutil.copytree(with_pack, tmp_path / "place", ignore=shutil.ignore_patterns(".wholeplace", "releases"))
    place = read_place(tmp_path / "place")
    receive(place)
    build_journeys(place)
    files = [path for path in (place.folder / ".wholeplace" / "vault").rglob("*") if path.is_file()]
    assert len(files) > 20
    secrets = [value.encode() for value in sorted(what_names_people)[::50]]
    for path in files:
        assert path.suffix == ".parquet"
        assert is_encrypted(path)
        assert not [value for value in secrets if value in path.read_bytes()]


def test_letters_never_show_a_persons_value(with_pack: Path, what_names_people: set[str]) -> None:
    for path in (with_pack / ".wholeplace" / "received" / "receipts").glob("*.json"):
        text = json.dumps(json.loads(path.read_text("utf-8")))
        assert not [value for value in what_names_people if value in text]
