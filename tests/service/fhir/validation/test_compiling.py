"""The tables are what the compiler makes of the owners' files, byte for byte, and hold what the files say."""

from pathlib import Path

import pytest

from wholeplace.service.fhir.validation.building import base_checks
from wholeplace.service.fhir.validation.compiling.__main__ import TABLES, texts_of
from wholeplace.service.fhir.validation.fhirpath import compiled
from wholeplace.service.fhir.validation.profiled import known_profiles
from wholeplace.service.fhir.validation.table import base_table


def test_the_tables_are_made_anew_byte_for_byte(standards: Path):
    for name, text in texts_of(standards).items():
        assert (TABLES / name).read_text() == text


def test_the_tables_name_their_source():
    assert base_table().source["licence"] == "CC0-1.0"
    assert base_table().source["version"] == "4.0.1"
    assert "Apache-2.0" in known_profiles().source["licence"]


def test_what_is_known():
    kinds = [said.kind for said in base_table().types.values()]
    assert kinds.count("resource") == 42
    assert kinds.count("resource") + kinds.count("shape") == 146


def test_every_rule_of_every_type_is_understood():
    table = base_table()
    rules = [rule for said in table.types.values() for rule in said.rules]
    rules += [rule for said in table.types.values() for element in said.elements.values() for rule in element.rules]
    assert len({(rule.key, rule.expression) for rule in rules}) > 90
    for rule in rules:
        compiled(rule.expression, base_checks().names)


def test_every_type_that_an_element_has_is_known():
    table, primitives = base_table(), base_checks().primitives
    for said in table.types.values():
        for element in said.elements.values():
            assert all(kind in table.types or kind in primitives or kind == "Resource" for kind in element.types)
            assert not element.codes or element.codes in table.codes or element.codes == "mimetypes"
            assert all(target in table.resources() for target in element.targets)


@pytest.mark.parametrize("name", ["Appointment", "Bundle", "Patient", "Extension", "Claim"])
def test_a_check_is_built_for_each_type(name: str):
    assert base_checks().of(name) is base_checks().of(name)
