"""Money is whole pence everywhere: the code is walked, and nothing that is called after money may be a float."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.walk import ROOT
from wholeplace.terms import Money

MONEY = re.compile(r"(^|_)(pence|pounds|money|amount|budget|cost|spend|spent|price|award|grant|contribution|variance)s?($|_)")
PACKAGE = ROOT / "src" / "wholeplace"
NOT_MONEY = {
    # A variance of statistics is a spread, and has nothing to do with pounds.
    "measures",
    # The flow model gives costs as means over runs: estimates with a range, never an account. They become pence where a fund takes them.
    "flow",
}

REASONS = {
    ("agreement/funds/beforehand.py", "costs"): "the flow model's estimates, which only say how far a year may be from its usual one",
    ("agreement/plans/shapes.py", "amount"): "of a target: a level, a share or a count, never a sum of money",
    ("demo/network.py", "each.one_off_cost.pence * times / 100000"): "an invented sum, rounded to whole thousands of pounds",
    ("publish/wording.py", "pounds"): "a published figure such as spend for each person, never a sum that is paid",
}
"""What the walk finds and is not money that anybody holds: each with why. A reason without its finding fails the test too."""


def floats(source: str) -> Iterator[str]:
    """Names called after money whose annotation holds a float, and pence that are divided into one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and _float(node.annotation, node.target.id):
            yield node.target.id
        if isinstance(node, ast.arg) and node.annotation is not None and _float(node.annotation, node.arg):
            yield node.arg
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and "pence" in ast.unparse(node) and not _exact(node):
            yield ast.unparse(node)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Money" and "float(" in ast.unparse(node):
            yield ast.unparse(node)


def _exact(node: ast.BinOp) -> bool:
    """Fractions and decimals divide without a float; the value of an option is a fraction by its shape."""
    return any(word in ast.unparse(node) for word in ("Fraction(", "Decimal(", ".value"))


def _float(annotation: ast.expr, name: str) -> bool:
    return bool(MONEY.search(name)) and "float" in ast.unparse(annotation)


def test_no_money_is_a_float():
    files = [file for file in sorted(PACKAGE.rglob("*.py")) if file.relative_to(PACKAGE).parts[0] not in NOT_MONEY]
    assert len(files) > 200
    found = {(str(file.relative_to(PACKAGE)), name) for file in files for name in floats(file.read_text("utf-8"))}
    assert found == set(REASONS)


@pytest.mark.parametrize("planted", ["cost: float = 0", "def f(total_pence: float | None): ...", "x = y.pence / 3", "Money(int(float(z)))"])
def test_the_walk_finds_a_planted_float(planted: str):
    assert list(floats(planted))


def test_money_itself_refuses_a_float():
    with pytest.raises(TypeError, match="whole pence"):
        Money(1.0)  # type: ignore[arg-type]
