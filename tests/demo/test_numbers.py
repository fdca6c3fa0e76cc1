"""rates.toml: every number has a unit and a source and is used; codes fall into the lists that measures go by."""

import csv
import tomllib
from pathlib import Path

import pytest

import wholeplace.demo
import wholeplace.people
from wholeplace.demo import codes
from wholeplace.demo.truth import NOISE

ROOM = Path(wholeplace.demo.__file__).parent
RATES = tomllib.loads((ROOM / "rates.toml").read_text())
ENTRIES = [(room, name, entry) for room, entries in RATES.items() for name, entry in entries.items()]


@pytest.mark.parametrize(("room", "name", "entry"), ENTRIES)
def test_every_number_says_its_unit_and_source(room: str, name: str, entry: dict) -> None:
    assert {"value", "unit", "source"} <= set(entry)
    assert len(entry["source"]) > 3


def test_every_number_is_used() -> None:
    code = "\n".join(path.read_text() for path in ROOM.glob("*.py"))
    computed = ("dirt", "slips", "no_number", "published", "planted_changes", "planted_side_effects")  # read as a whole
    unused = [f"{room}.{name}" for room, name, _ in ENTRIES if room not in computed and f'"{room}.{name}"' not in code]
    assert unused == []


def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    with (Path(wholeplace.people.__file__).parent / "codes" / "diagnoses.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            lists.setdefault(row["list"].split(",")[0], []).append(row["code"])  # some lists go on: "..., no heart operation"
    return lists


@pytest.mark.parametrize(
    ("group", "name"),
    [("fall", "falls"), ("fall_injury", "injury"), ("chronic", "avoidable chronic"), ("acute", "avoidable acute"), ("cancer", "cancer")],
)
def test_codes_fall_into_the_lists_that_measures_go_by(group: str, name: str) -> None:
    assert all(code.startswith(tuple(_lists()[name])) for code in codes.DIAGNOSES[group])


@pytest.mark.parametrize("group", ["other", "late_care", "elective", "day_case"])
def test_other_codes_fall_into_none_of_them(group: str) -> None:
    known = tuple(code for name in ("falls", "avoidable chronic", "avoidable acute", "cancer", "maternity") for code in _lists()[name])
    assert not [code for code in codes.DIAGNOSES[group] if code.startswith(known)]


def test_noise_and_planted_changes_do_not_overlap_and_every_measure_exists() -> None:
    changes = {change["measure"] for table in ("planted_changes", "planted_side_effects") for change in RATES[table]["list"]["value"]}
    library = {path.stem for path in (ROOM.parent / "measures" / "library").glob("*.toml")}
    assert not changes & set(NOISE)
    assert changes | set(NOISE) <= library
