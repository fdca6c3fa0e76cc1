"""Every scenario of GP Connect is a test of ours, or has its reason why not. None is forgotten, none is named twice."""

import csv
from importlib import import_module
from pathlib import Path

from tests.web.fhir.gpconnect import _MANY, NOT_OURS, OURS

MODULES = ("test_gpconnect_amend", "test_gpconnect_book", "test_gpconnect_cancel", "test_gpconnect_find", "test_gpconnect_everywhere")
FEATURES = ("AppointmentAmend", "AppointmentBook", "AppointmentCancel", "AppointmentRead", "AppointmentRetrieve", "SearchForFreeSlots")
FIRST = (1, 22, 65, 92, 104, 125)


def test_every_scenario_has_its_test_or_its_reason(shared_data: Path) -> None:
    rows = list(csv.DictReader((shared_data.parent / "standards" / "gpconnect" / "scenarios.csv").read_text("utf-8").splitlines()))
    assert set(OURS) | set(NOT_OURS) == set(range(1, len(rows) + 1))
    assert not set(OURS) & set(NOT_OURS)
    assert [rows[first - 1]["feature"] for first in FIRST] == list(FEATURES)
    assert sum(len(each) for each in _MANY.values()) == len(OURS)


def test_every_test_that_is_named_is_there() -> None:
    there = {name for module in MODULES for name in vars(import_module(f"tests.web.fhir.{module}"))}
    assert set(_MANY) <= there
