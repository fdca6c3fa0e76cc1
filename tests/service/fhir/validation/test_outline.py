"""What the quick way writes of a rule is true only where the rule is."""

import ast
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.service.fhir.validation.fhirpath import Written, compiled, outlined, surely_true
from wholeplace.service.fhir.validation.fhirpath.values import Around
from wholeplace.service.fhir.validation.quick import base_quick
from wholeplace.service.fhir.validation.structures import attribute
from wholeplace.service.fhir.validation.table import choice_names

WALKS = base_quick().walks
TABLE = WALKS.checks.table
RULES = [
    (name, rule.expression, sure)
    for name, said in TABLE.types.items()
    for rule in said.rules
    if (sure := surely_true(outlined(rule.expression, WALKS.checks.names), WALKS.writing(name)))
]


def test_most_rules_have_an_outline():
    assert len(RULES) >= 60


@pytest.mark.parametrize(("name", "expression", "sure"), RULES, ids=[f"{name}-{at}" for at, (name, _, _) in enumerate(RULES)])
@given(data=st.data())
def test_what_is_surely_true_is_true(name: str, expression: str, sure: str, data: st.DataObject):
    asked = {node.attr for node in ast.walk(ast.parse(sure)) if isinstance(node, ast.Attribute)}
    texts = sorted({node.value for node in ast.walk(ast.parse(sure)) if isinstance(node, ast.Constant) and isinstance(node.value, str)})
    value: dict[str, Any] = {"resourceType": name}
    for stem, element in TABLE.elements(name).items():
        forms = [key for key in choice_names(stem, element) if attribute(key) in asked]
        if forms and data.draw(st.booleans()):
            key = data.draw(st.sampled_from(forms))
            kind = choice_names(stem, element)[key]
            each = data.draw(st.sampled_from([*texts, "surprise"])) if kind in ("code", "string", "uri") else {"display": "a"}
            value[key] = each if element.max == 1 else [each]
    absent = dict.fromkeys(asked)
    is_sure = eval(sure, {"value": SimpleNamespace(**absent | {attribute(key): each for key, each in value.items()})})
    assert not is_sure or compiled(expression, WALKS.checks.names)(value, Around(resource=value, context=value)) is True


WRITTEN = {name: Written(there=f"{name} there", absent=f"{name} absent", value=f"value of {name}") for name in ("a", "b")}


@pytest.mark.parametrize(
    ("expression", "sure"),
    [
        ("a.exists()", "a there"),
        ("a.empty()", "a absent"),
        ("a.exists().not()", "a absent"),
        ("a.hasValue().not()", "a absent"),
        ("a.hasValue()", None),
        ("a.exists() or b.exists()", "(a there or b there)"),
        ("a.exists() and b.exists()", "(a there and b there)"),
        ("a.exists() and c.exists()", None),
        ("a.exists() or c.exists()", "(a there)"),
        ("a.exists() implies b = 'x'", "(a absent or value of b in ('x',))"),
        ("a.exists() = b.exists()", "((a there and b there) or (a absent and b absent))"),
        ("a.exists() xor b.exists()", "((a there and b absent) or (a absent and b there))"),
        ("a != 'x'", "value of a not in (None, 'x')"),
        ("a = 'x' or a = 'y'", "value of a in ('x', 'y',)"),
        ("a.count() > 1", None),
    ],
)
def test_what_is_written(expression: str, sure: str | None):
    assert surely_true(outlined(expression, WALKS.checks.names), WRITTEN.get) == sure
