"""Before the year: many possible years of a fund, a rule run over each, and what each partner would bear in a usual and in a bad one.

A possible year is a variance for every line, drawn from what partners say of it (lowest, likely, highest) or from the flow model's
runs. Lines tied to the model move together as its people do; others move alone. Two rules are compared over the same years, so that
they differ by the rules and not by luck.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from wholeplace.agreement.funds.duties import after_sharing
from wholeplace.agreement.funds.pence import nearest
from wholeplace.agreement.funds.rules import RiskRule
from wholeplace.agreement.funds.shapes import BodyPosition, Fund, LineOutlook
from wholeplace.agreement.funds.sharing import LineVariance, allocate
from wholeplace.terms import Money

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Years = Mapping[str, NDArray[np.int64]]

BAD, WORST = 0.05, 0.01
"""A bad year: as bad or worse comes once in 20 years. A very bad one: once in 100."""
_EXACT_BELOW = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class PartnerOutlook:
    """What one partner would bear over all possible years (below nought: keep), and the sentence that says so.

    `bad`: as much or more in 1 of 20 years; `worst`: in 1 of 100. `breaks`: the share of years in which its own duty would be
    broken; None where its position is not known.
    """

    partner: str
    expected: Money
    bad: Money
    worst: Money
    good: Money
    breaks: float | None
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleOutlook:
    """One rule over all possible years: each partner's outlook, sources of money among them, in order of name."""

    rule: str
    years: int
    partners: tuple[PartnerOutlook, ...]

    def of(self, partner: str) -> PartnerOutlook:
        """One partner's outlook. Raises KeyError where it bears nothing in any year."""
        found = [one for one in self.partners if one.partner == partner]
        if not found:
            raise KeyError(partner)
        return found[0]


def years_from_ranges(fund: Fund, outlooks: Sequence[LineOutlook], *, years: int, seed: int) -> "Years":
    """Variances in pence, line -> [year], each line from a triangle over its own range. A line without an outlook keeps to its budget.

    Each line has dice of its own, by name, so that one more outlook changes no other line's luck.
    """
    found = {}
    for line in fund.lines:
        said = next((one for one in outlooks if one.fund == fund.name and one.line == line.name), None)
        if said is None or said.low == said.high:
            known = 0 if said is None else said.likely.pence - line.amount.pence
            found[line.name] = np.full(years, known, dtype=np.int64)
            continue
        dice = np.random.default_rng([seed, *line.name.encode()])
        drawn = dice.triangular(said.low.pence, said.likely.pence, said.high.pence, years)
        found[line.name] = np.rint(drawn).astype(np.int64) - line.amount.pence
    return found


def years_from_costs(fund: Fund, costs: "Mapping[str, NDArray[np.float64]]") -> "Years":
    """Variances in pence, line -> [replication], of lines whose cost the flow model gives (in any unit, over any time).

    The model's costs say how far a year may be from its usual one, and the budget says how much that is in money: a replication that
    costs a tenth more than the mean of all is a tenth over budget. Lines that the model does not know keep to their budget.
    """
    (runs,) = {len(cost) for cost in costs.values()}
    found = {line.name: np.zeros(runs, dtype=np.int64) for line in fund.lines}
    for name, cost in costs.items():
        line = fund.line(name)
        if line is None or not cost.mean():
            raise KeyError(f"{name} is no line of {fund.name}, or costs nothing in the model")
        found[name] = np.rint((cost / cost.mean() - 1) * line.amount.pence).astype(np.int64)
    return found


def years_from_model(fund: Fund, outlooks: Sequence[LineOutlook], costs: "Mapping[str, NDArray[np.float64]]", *, seed: int) -> "Years":
    """Variances in pence, line -> [run of the model]: lines that pay for a service of the model move as its runs do, all by the same
    people of one run; the others are drawn from what partners said of them, one year for each run.

    `costs`: what each service of the model costs in each run. Raises KeyError where no line of the fund pays for any of them.
    """
    tied = {line.name: costs[line.station] for line in fund.lines if line.station in costs}
    if not tied:
        raise KeyError(f"no line of {fund.name} pays for a service of the model")
    (runs,) = {len(cost) for cost in tied.values()}
    modelled = years_from_costs(fund, tied)
    return {**years_from_ranges(fund, outlooks, years=runs, seed=seed), **{name: modelled[name] for name in tied}}


def outlook_of(
    fund: Fund, rule: RiskRule, years: "Years", positions: Sequence[BodyPosition] = (), called: Mapping[str, str] | None = None
) -> RuleOutlook:
    """What each partner would bear under a rule, over all possible years.

    Expected is the mean, rounded to the penny; the bad year is the smallest sum that is not exceeded in 19 of 20 years (an order
    statistic: no formula is fitted to the tail), so that in 1 of 20 it is as much or more.
    """
    (number,) = {len(variances) for variances in years.values()}
    shared = [allocate(rule, variances_of(fund, years, year), fund.put_in()) for year in range(number)]
    names = sorted({one.bearer for each in shared for one in each.borne if one.amount.pence} | set(fund.put_in()))
    borne = {name: np.array([each.of(name).pence for each in shared], dtype=np.int64) for name in names}
    broken = {
        position.body: float(np.mean([after.fails for each in shared for after in after_sharing(each, [position])]))
        for position in positions
    }
    calls = {name: f"The {name}" for name in names if name not in fund.put_in()} | dict(called or {})
    found = tuple(_partner(name, borne[name], broken.get(name), calls) for name in names)
    return RuleOutlook(rule=rule.name, years=number, partners=found)


def variances_of(fund: Fund, years: "Years", year: int) -> list[LineVariance]:
    """The lines of one possible year, as they are shared."""
    return [
        LineVariance(line=line.name, amount=Money(int(years[line.name][year])), owner=line.owner, carried_by=line.carried_by)
        for line in fund.lines
    ]


def _partner(name: str, pence: "NDArray[np.int64]", breaks: float | None, called: Mapping[str, str]) -> PartnerOutlook:
    ordered = np.sort(pence)
    expected = nearest(int(ordered.sum()), len(ordered))
    bad, worst, good = (Money(int(ordered[ceil(len(ordered) * share) - 1])) for share in (1 - BAD, 1 - WORST, BAD))
    sentence = _sentence(called.get(name, name), expected, bad)
    if breaks:
        sentence += f" In {_share(breaks)} years it would break its own duty."
    return PartnerOutlook(partner=name, expected=expected, bad=bad, worst=worst, good=good, breaks=breaks, sentence=sentence)


def _sentence(name: str, expected: Money, bad: Money) -> str:
    usual = f"keeps {_about(expected)}" if expected.pence < 0 else f"bears {_about(expected)}"
    if bad.pence < 0:
        return f"{name} {usual} on average. In 19 of 20 years it keeps {_about(bad)} or more."
    return f"{name} {usual} on average. In 1 of 20 years it bears {_about(bad)} or more."


def _about(amount: Money) -> str:
    """A sum of an estimate: from £1,000 on to three figures, since the rest would be luck."""
    pounds = abs(amount.pence) // 100
    if pounds < _EXACT_BELOW:
        return str(Money(abs(amount.pence)))
    step = 10 ** (len(str(pounds)) - 3)
    return f"about £{round(Fraction(abs(amount.pence), 100 * step)) * step:,}"


def _share(share: float) -> str:
    return f"{round(100 * share)} of 100" if share >= 0.01 else "fewer than 1 of 100"
