"""The published specification: small tables of rows in and rows out, written once, tested here and printed in the docs."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from wholeplace.people import JOURNEY_TABLES

FOLDER = Path(__file__).parent

HOSPITAL_WORDS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "admitted_as": {
        "emergency": {"admission_method": "21", "admission_source": "19"},
        "elective": {"admission_method": "11", "admission_source": "19"},
        "transfer": {"admission_method": "81", "admission_source": "51"},
        "maternity": {"admission_method": "31", "admission_source": "19"},
        "emergency by another's A&E": {"admission_method": "21", "admission_source": "51"},
    },
    "left_for": {
        "home": {"discharge_method": "1", "discharge_destination": "19"},
        "another hospital": {"discharge_method": "1", "discharge_destination": "51"},
        "care home": {"discharge_method": "1", "discharge_destination": "85"},
        "home, against advice": {"discharge_method": "2", "discharge_destination": "19"},
        "died": {"discharge_method": "4", "discharge_destination": "79"},
    },
    "as_a": {
        "night or more": {"patient_class": "1"},
        "day case": {"patient_class": "2"},
        "regular attender": {"patient_class": "3"},
    },
}
"""Words of the tables, and the codes of the NHS Data Dictionary that they stand for."""

CARE_WORDS: Mapping[str, Mapping[str, Any]] = {
    "home care": {"service_type": "Long term support: Community", "service_component": "Home support or domiciliary care"},
    "reablement": {"service_type": "Short term support: ST-Max", "service_component": "Reablement"},
    "residential": {"service_type": "Long term support: Residential care", "service_component": "Residential care"},
    "nursing": {"service_type": "Long term support: Nursing care", "service_component": "Nursing care"},
}

HEADINGS = {
    "spells": {"hospital": "provider", "starts": "admitted", "ends": "discharged", "reasons": "delay_reasons"},
    "services": {"starts": "event_starts", "ends": "event_ends"},
    "people": {"born": "birth_date", "lives_in": "small_area"},
}
"""Headings of the tables that stand for a received column of another name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One case. `given`: spells, services or people, as tables. `expected`: a journey table and the columns that matter."""

    chapter: str
    title: str
    why: str
    given: Mapping[str, str]
    journey: str
    expected: str


def cases() -> tuple[Case, ...]:
    """Every case of every chapter, in the order of the files."""
    found: list[Case] = []
    for path in sorted(FOLDER.glob("*.toml")):
        chapter = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in chapter["case"]:
            (journey,) = case.keys() & JOURNEY_TABLES.keys()
            given = {table: case[table] for table in HEADINGS if table in case}
            found.append(
                Case(chapter=chapter["title"], title=case["title"], why=case["why"], given=given, journey=journey, expected=case[journey])
            )
    return tuple(found)


def read_table(text: str) -> list[dict[str, Any]]:
    """The rows of a table drawn with | between its columns. An empty cell is None; dates, numbers, yes and no are read."""
    heading, *lines = [line for line in text.splitlines() if line.strip()]
    names = [name.strip() for name in heading.split("|")]
    return [dict(zip(names, map(read_cell, line.split("|")), strict=True)) for line in lines]


def read_cell(text: str) -> Any:
    """A cell's value: None, date, number, bool or text. A quoted number stays text."""
    cell = text.strip()
    if cell in ("yes", "no"):
        return cell == "yes"
    if cell.startswith('"'):
        return cell.strip('"')
    for kind in (int, date.fromisoformat, float):
        try:
            return kind(cell)
        except ValueError:
            continue
    return cell or None


def received_rows(case: Case) -> dict[str, list[dict[str, Any]]]:
    """The case's given tables as rows of received tables."""
    return {
        "episodes": [_episode(row, number) for number, row in enumerate(_rows(case, "spells"))],
        "social_care": [_service(row) for row in _rows(case, "services")],
        "persons": [{"starts": date(2000, 1, 1), **row} for row in _rows(case, "people")],
    }


def _rows(case: Case, table: str) -> list[dict[str, Any]]:
    renamed = HEADINGS[table]
    return [{renamed.get(name, name): value for name, value in row.items()} for row in read_table(case.given.get(table, "-"))]


def _episode(row: dict[str, Any], number: int) -> dict[str, Any]:
    plain = {name: value for name, value in row.items() if name not in HOSPITAL_WORDS}
    ordinary = {"admitted_as": "emergency", "left_for": "home" if row.get("discharged") else None, "as_a": "night or more"}
    meant: dict[str, Any] = {}
    for name, words in HOSPITAL_WORDS.items():
        word = row.get(name) or ordinary[name]
        meant |= words[word] if word else {}
    return {"spell_id": str(number), "provider": "North", **meant, **plain}


def _service(row: dict[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in row.items() if name != "service"}
    return {"event_type": "Service", "council": "Council", **CARE_WORDS[row["service"]], **plain}
