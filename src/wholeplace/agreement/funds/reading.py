"""Reads funds, risk rules and awards from the TOML files under a place's agreement/ (mostly funds.toml)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wholeplace.agreement.funds.checks import problems_of_equity, problems_of_funds
from wholeplace.agreement.funds.rules import Bear, NobodyWorseOff, Offset, OwnLines, RiskRule, ShareOut, Step, TakeFrom
from wholeplace.agreement.funds.shapes import Award, BodyPosition, EquityWeights, Fund, FundKind, Funds, LineOutlook
from wholeplace.agreement.tomls import TableKind, read_row, read_tables
from wholeplace.place import Place
from wholeplace.terms import DataProblem, Money, Problem
from wholeplace.terms.spelling import did_you_mean

_WHY = "Money that cannot be read cannot be shared."


@dataclass(frozen=True, kw_only=True, slots=True)
class _WrittenRule:
    """A rule as it is written: its steps are tables, each with the kind of step it is."""

    name: str
    title: str
    source: str
    steps: tuple[dict[str, Any], ...]
    gains: tuple[dict[str, Any], ...] | None = None


STEPS: Mapping[str, type] = {
    "own lines": OwnLines,
    "offset": Offset,
    "take from": TakeFrom,
    "bear": Bear,
    "share": ShareOut,
    "nobody worse off": NobodyWorseOff,
}
"""How each kind of step is named in a file."""


def read_funds(place: Place) -> Funds:
    """What a place agreed about money. A place that wrote nothing down has none. Raises DataProblem with everything that is wrong."""
    kinds = {
        "fund": TableKind(shape=Fund, prepare=_fund, words={"kind": FundKind}),
        "risk_rule": TableKind(shape=_WrittenRule),
        "award": TableKind(shape=Award, prepare=_award),
        "outlook": TableKind(shape=LineOutlook, prepare=_sums("low", "likely", "high")),
        "position": TableKind(shape=BodyPosition, prepare=_sums("expected", "limit")),
        "equity": TableKind(shape=EquityWeights),
    }
    held, problems = read_tables(place.folder, kinds, _WHY)
    rules = [_rule(written, problems) for written in held["risk_rule"]]
    funds = Funds(
        funds=tuple(held["fund"]), rules=tuple(rule for rule in rules if rule), awards=tuple(held["award"]),
        outlooks=tuple(held["outlook"]), positions=tuple(held["position"]), equity=next(iter(held["equity"]), None),
    )  # fmt: skip
    problems += problems_of_equity(held["equity"])
    if not problems:
        problems = problems_of_funds(funds, [name for one in place.organisations for name in (one.code, one.name)])
    if problems:
        raise DataProblem("The funds cannot be used", problems)
    return funds


def _rule(written: _WrittenRule, problems: list[Problem]) -> RiskRule | None:
    before = len(problems)
    steps = _steps(written.steps, f"rule {written.name}", problems)
    gains = None if written.gains is None else _steps(written.gains, f"rule {written.name}, gains", problems)
    if len(problems) > before:
        return None
    return RiskRule(name=written.name, title=written.title, source=written.source, steps=steps, gains=gains)


def _steps(rows: tuple[dict[str, Any], ...], where: str, problems: list[Problem]) -> tuple[Step, ...]:
    steps = []
    for number, row in enumerate(rows, start=1):
        kind = row.get("kind", "")
        if kind not in STEPS:
            fix = did_you_mean(str(kind), list(STEPS)) or f"Use one of: {', '.join(STEPS)}."
            problems.append(Problem(where=f"{where}, step {number}", what=f'"{kind}" is no kind of step.', why=_WHY, fix=fix))
            continue
        given = {key: value for key, value in row.items() if key != "kind"}
        step, wrong = read_row(given, TableKind(shape=STEPS[kind], prepare=_step), f"{where}, step {number}", _WHY)
        problems += wrong
        steps += [] if step is None else [step]
    return tuple(steps)


def _step(row: dict[str, Any]) -> dict[str, Any]:
    formed = _with_money(row, "up_to")
    return {**formed, "caps": _each(row["caps"])} if "caps" in row else formed


def _fund(row: dict[str, Any]) -> dict[str, Any]:
    row["contributions"] = [_contribution(one) for one in row.get("contributions", ())]
    row["lines"] = [
        {**_with_money(line, "amount"), **({"months": [_money(month) for month in line["months"]]} if "months" in line else {})}
        for line in row.get("lines", ())
    ]
    return row


def _contribution(row: dict[str, Any]) -> dict[str, Any]:
    formed = _with_money(row, "amount")
    if "instalments" in row:
        formed["instalments"] = [_with_money(one, "amount") for one in row["instalments"]]
    return formed


def _award(row: dict[str, Any]) -> dict[str, Any]:
    formed = _with_money(row, "amount")
    return {**formed, "grants": _each(row["grants"])} if "grants" in row else formed


def _sums(*keys: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def formed(row: dict[str, Any]) -> dict[str, Any]:
        for key in keys:
            row = _with_money(row, key)
        return row

    return formed


def _each(amounts: Mapping[str, object]) -> dict[str, Any]:
    return {name: _money(amount) for name, amount in amounts.items()}


def _with_money(row: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {**row, key: _money(row[key])} if key in row else dict(row)


def _money(given: object) -> dict[str, int]:
    """Pounds as somebody writes them, as pence. Another currency, or a part of a penny, is refused in words."""
    try:
        return {"pence": Money.pounds(str(given)).pence}
    except ArithmeticError:
        raise ValueError(f'"{given}" is no sum in pounds. Every sum is in pounds, such as "1,250,000" or "99.50"') from None
