"""Where the pound goes: each fund with its partners, lines and providers, where it stands, who would bear what; and awards made."""

from collections.abc import Iterator
from dataclasses import dataclass

from wholeplace.agreement.funds import Award, Fund, blocked, split
from wholeplace.agreement.funds.saying import rule_in_words
from wholeplace.agreement.funds.standing import FundStanding, left_of
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.terms import Money


@dataclass(frozen=True, kw_only=True, slots=True)
class LineView:
    """One line of a fund: who provides it, its budget, and how many pence of each pound it is."""

    title: str
    provider: str
    budget: Money
    of_a_pound: Money


@dataclass(frozen=True, kw_only=True, slots=True)
class FundView:
    """One fund in words. `standing`: None before its books were received. `bears`: who, and how much of what it is over or under."""

    fund: Fund
    host: str
    put_in: tuple[tuple[str, Money], ...]
    lines: tuple[LineView, ...]
    steps: tuple[str, ...]
    standing: FundStanding | None
    bears: tuple[tuple[str, Money], ...]
    blocked: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AwardView:
    """One award: who gave it, who holds it, what is left of it."""

    award: Award
    giver: str
    holder: str
    left: Money


def money_pages(edition: RecordEdition) -> Iterator[tuple[str, str]]:
    """money.html, where there is any money to show."""
    record = edition.record
    if not (record.funds.funds or record.funds.awards or record.calls):
        return
    funds = [_fund(one, edition) for one in record.funds.funds]
    awards = [
        AwardView(award=one, giver=edition.name_of(one.giver), holder=edition.name_of(one.holder), left=left_of(one))
        for one in record.funds.awards
    ]
    yield "money.html", edition.render("money.html", "money.html", funds=funds, awards=awards, calls=record.calls)


def _fund(fund: Fund, edition: RecordEdition) -> FundView:
    standing, rule = edition.record.standings.get(fund.name), edition.record.funds.rule(fund.rule)
    called = {name: edition.name_of(name) for name in (*fund.put_in(), *(line.carried_by for line in fund.lines))}
    borne = standing.shared.by_bearer().items() if standing else ()
    return FundView(
        fund=fund, host=edition.name_of(fund.host), put_in=tuple((edition.name_of(name), amount) for name, amount in fund.put_in().items()),
        lines=_lines(fund, edition), steps=rule_in_words(rule, called) if rule else (), standing=standing,
        bears=tuple((_bearer(name, fund, edition), amount) for name, amount in borne if amount.pence), blocked=bool(blocked(fund)),
    )  # fmt: skip


def _bearer(name: str, fund: Fund, edition: RecordEdition) -> str:
    """Who bears something: a partner or another organisation by its name, a source of money as "The risk reserve"."""
    known = edition.name_of(name)
    return known if known != name or name in fund.put_in() else f"The {name}"


def _lines(fund: Fund, edition: RecordEdition) -> tuple[LineView, ...]:
    """The lines, the dearest first. The pence of a pound add up to a pound."""
    weights = {line.name: line.amount.pence for line in fund.lines}
    pence = split(Money(100), weights) if sum(weights.values()) else dict.fromkeys(weights, Money(0))
    ordered = sorted(fund.lines, key=lambda line: (-line.amount.pence, line.name))
    return tuple(
        LineView(title=line.title, provider=edition.name_of(line.provider), budget=line.amount, of_a_pound=pence[line.name])
        for line in ordered
    )
