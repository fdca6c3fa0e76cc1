"""Everything that is wrong with a fund before it is used, and what blocks a pooled one in law."""

import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from wholeplace.agreement.funds.pence import added
from wholeplace.agreement.funds.rule_checks import problems_of_rule
from wholeplace.agreement.funds.shapes import Award, BodyPosition, Contribution, EquityWeights, Fund, FundKind, Funds, LineOutlook
from wholeplace.terms import Money, Problem
from wholeplace.terms.spelling import did_you_mean

_FILE = Path(__file__).with_name("terms.toml")
_FIFTHS = 5
LAW = "SI 2000/617, regulation 7(3)"


@cache
def statutory_terms() -> Mapping[str, str]:
    """What an agreement for a pooled fund must state, by letter, in words."""
    return {letter: term["words"] for letter, term in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()}


def blocked(fund: Fund) -> list[Problem]:
    """What the law misses in the agreement of a pooled fund: while this list has anything in it, nothing may be paid or shared."""
    if fund.kind is not FundKind.POOLED:
        return []
    missing = [(letter, words) for letter, words in statutory_terms().items() if not fund.terms.get(letter, "").strip()]
    problems = [
        Problem(
            where=f"fund {fund.name}, term ({letter})", what="the agreement does not state it.",
            why=f"{LAW} asks for: {words[0].lower()}{words[1:]}. Without it the fund is not lawful.",
            fix="Write it in, and have it signed.",
        )
        for letter, words in missing
    ]  # fmt: skip
    problems += [
        Problem(
            where=f"fund {fund.name}, {trust}", what="its commissioner's consent is not named.",
            why="An NHS trust takes part only with it (SI 2000/617).", fix="Name the paper that gives it.",
        )
        for trust, paper in fund.consents.items() if not paper.strip()
    ]  # fmt: skip
    return problems


def problems_of_equity(held: Sequence[EquityWeights]) -> list[Problem]:
    """What would make weights for fifths of deprivation mean nothing: two sets of them, not five, one at or below nought."""
    why = "Nobody could say what would be fair by them."
    problems = []
    if len(held) > 1:
        problems.append(_problem("equity", f"there are {len(held)} sets of weights.", why, "Keep the one that partners agreed."))
    for one in held:
        if len(one.weights) != _FIFTHS:
            fix = "Write five, the most deprived fifth first."
            problems.append(_problem("equity", f"it has {len(one.weights)} weights.", why, fix))
        elif min(one.weights) <= 0:
            problems.append(_problem("equity", "a weight is not above nought.", why, "Write 1 for a fifth that counts as any other."))
    return problems


def problems_of_funds(funds: Funds, known: Collection[str]) -> list[Problem]:
    """Everything that is wrong in what a place agreed about money. `known`: names and codes of its organisations; empty: not looked at."""
    named = [f"fund {one.name}" for one in funds.funds] + [f"rule {one.name}" for one in funds.rules]
    problems = [
        _problem(name, f"it stands there {count} times.", "Nobody could say which is meant.", "Give each its own name.")
        for name, count in Counter(named).items() if count > 1
    ]  # fmt: skip
    for fund in funds.funds:
        problems += _of_fund(fund, funds, known)
    for award in funds.awards:
        problems += _of_award(award)
    for outlook in funds.outlooks:
        problems += _of_outlook(outlook, funds)
    for position in funds.positions:
        problems += _of_position(position, funds)
    return problems


def _of_fund(fund: Fund, funds: Funds, known: Collection[str]) -> Iterator[Problem]:
    where = f"fund {fund.name}"
    put_in, budget = added(list(fund.put_in().values())), fund.budget()
    if put_in != budget:
        more = "less" if put_in < budget else "more"
        yield _problem(
            where, f"partners put in {put_in}, and its lines come to {budget}: {Money(abs((put_in - budget).pence))} {more}.",
            "What is planned and not put in is an overspend from the first day.",
            "Change a contribution or a line until both are the same.",
        )  # fmt: skip
    if not fund.manager.strip():
        yield _problem(where, "it has no manager.", "Nobody would see it go wrong.", "Name the post that manages it.")
    for name in dict.fromkeys((fund.host, *fund.put_in(), *(line.owner for line in fund.lines))):
        if known and name not in known:
            fix = did_you_mean(name, list(known)) or "Add it to organisations.csv."
            yield _problem(where, f'"{name}" is not known.', "Nobody could be asked to pay.", fix)
    if fund.host not in fund.put_in():
        yield _problem(where, f"its host {fund.host} puts nothing in.", "A host is one of the partners.", "Name a partner as host.")
    for contribution in fund.contributions:
        yield from _of_contribution(fund, contribution)
    yield from _of_lines(fund)
    rule = funds.rule(fund.rule)
    if rule is None:
        names = [one.name for one in funds.rules]
        fix = did_you_mean(fund.rule, names) or f"Rules: {', '.join(names) or 'none yet'}."
        yield _problem(where, f'its rule "{fund.rule}" is not there.', "An overspend would be nobody's.", fix)
    else:
        yield from problems_of_rule(rule, fund.put_in(), [line.name for line in fund.lines])


def _of_contribution(fund: Fund, one: Contribution) -> Iterator[Problem]:
    where = f"fund {fund.name}, contribution of {one.partner}"
    if one.amount.pence < 0:
        yield _problem(where, f"it is {one.amount}.", "Nobody puts in less than nothing.", "Give nought or more.")
    parts = added([each.amount for each in one.instalments])
    if one.instalments and parts != one.amount:
        yield _problem(
            where, f"its instalments come to {parts}, and it is {one.amount}.", "A part would never be paid.", "Correct one of them."
        )
    for each in one.instalments:
        if not fund.dates.hold(each.on):
            yield _outside(where, f"an instalment is due on {each.on}", fund)


def _of_lines(fund: Fund) -> Iterator[Problem]:
    months = months_of(fund)
    for name, count in Counter(line.name for line in fund.lines).items():
        if count > 1:
            yield _problem(f"fund {fund.name}, line {name}", f"it stands there {count} times.", "It would be paid twice.", "Keep one.")
    for line in fund.lines:
        where = f"fund {fund.name}, line {line.name}"
        if line.amount.pence < 0:
            yield _problem(where, f"it is {line.amount}.", "A line is spent; income stands as a contribution.", "Give nought or more.")
        if line.units < 0:
            yield _problem(where, f"it is to buy {line.units} units.", "Nobody buys less than none.", "Give nought or more.")
        if line.months and len(line.months) != len(months):
            yield _problem(
                where, f"it has {len(line.months)} months, and the fund {len(months)}.", "A month would have no budget.", "Give one each."
            )
        elif line.months and added(list(line.months)) != line.amount:
            what = f"its months come to {added(list(line.months))}, and it is {line.amount}."
            yield _problem(where, what, "A part would be in no month.", "Correct one of them.")


def _of_award(award: Award) -> Iterator[Problem]:
    where = f"award {award.name}"
    given = added(list(award.grants.values()))
    if given > award.amount:
        yield _problem(
            where, f"its grants come to {given}, and it is {award.amount}.", "Somebody was promised money that is not there.",
            "Take a grant back, or make it smaller.",
        )  # fmt: skip
    for name, amount in award.grants.items():
        if amount.pence < 0:
            yield _problem(where, f"the grant to {name} is {amount}.", "Nobody is granted less than nothing.", "Give nought or more.")


def _of_outlook(one: LineOutlook, funds: Funds) -> Iterator[Problem]:
    where = f"outlook of {one.fund}, {one.line}"
    fund = funds.fund(one.fund)
    if fund is None or fund.line(one.line) is None:
        names = [line.name for line in fund.lines] if fund else [each.name for each in funds.funds]
        wrong = one.line if fund else one.fund
        yield _problem(
            where, f'"{wrong}" is not there.', "It would say nothing.", did_you_mean(wrong, names) or f"Use: {', '.join(names)}."
        )
    if not one.low <= one.likely <= one.high:
        what = f"it goes from {one.low} over {one.likely} to {one.high}."
        yield _problem(where, what, "The likeliest lies between the least and the most.", "Put them in order.")


def _of_position(one: BodyPosition, funds: Funds) -> Iterator[Problem]:
    partners = {name for fund in funds.funds for name in fund.put_in()}
    if one.body not in partners:
        fix = did_you_mean(one.body, sorted(partners)) or f"Partners: {', '.join(sorted(partners)) or 'none yet'}."
        yield _problem(f"position of {one.body}", "it is no partner of any fund.", "Nothing would be held against it.", fix)


def months_of(fund: Fund) -> list[date]:
    """The first day of every month that the fund touches, in order. A fund without an end has those of its first year."""
    until = fund.dates.until or date(fund.dates.since.year + 1, fund.dates.since.month, 1)
    month, months = fund.dates.since.replace(day=1), []
    while month < until:
        months.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return months


def _outside(where: str, what: str, fund: Fund) -> Problem:
    until = f"to {fund.dates.until} (the first day after)" if fund.dates.until else "on"
    return _problem(where, f"{what}, outside the agreement.", f"It holds from {fund.dates.since} {until}.", "Correct the day.")


def _problem(where: str, what: str, why: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why=why, fix=fix)
