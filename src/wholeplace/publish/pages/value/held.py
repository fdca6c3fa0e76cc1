"""Money held together: where each fund stands, who would bear what, and what a bad year would cost each partner."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.agreement.funds import FundInPack
from wholeplace.agreement.funds.standing import FundStanding
from wholeplace.publish.charts.ranges import Range
from wholeplace.publish.pages.tables import TableRow, TableView
from wholeplace.terms import Money
from wholeplace.terms.period import MONTH_NAMES


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldView:
    """One fund in words. `table` None: its books were not received. `ranges` empty: nobody said what its lines may come to."""

    title: str
    kind: str
    put_in: str
    stands: str
    bears: Sequence[str]
    stops: Sequence[str]
    table: TableView | None
    ranges: Sequence[Range]
    ranges_say: str
    ahead: Sequence[str]
    lawful: bool


def held_views(funds: Sequence[FundInPack]) -> list[HeldView]:
    """Every fund, in the order of the agreement."""
    return [_view(one) for one in funds]


def _view(one: FundInPack) -> HeldView:
    fund, standing = one.fund, one.standing
    put_in = "; ".join(f"{one.called.get(name, name)} puts in {amount}" for name, amount in fund.put_in().items())
    outlook = one.outlook.partners if one.outlook else ()
    ranges = [
        Range(
            label=_name(each.partner, one), low=each.good.pence, middle=each.expected.pence, high=each.bad.pence,
            words=f"good year: {_estimate(each.good)}; bad year: {_estimate(each.bad)}",
        )
        for each in outlook
    ]  # fmt: skip
    return HeldView(
        title=fund.title, kind=fund.kind.value, put_in=put_in, stands=_stands(standing), lawful=one.lawful,
        bears=_bears(one), stops=[problem.what for problem in standing.stops] if standing else (),
        table=_table(standing) if standing else None, ranges=ranges,
        ranges_say="What each bears, from a good year to a bad one. " + " ".join(each.sentence for each in outlook),
        ahead=[each.sentence for each in outlook],
    )  # fmt: skip


def _stands(standing: FundStanding | None) -> str:
    if standing is None:
        return "Its books were not received, or do not fit it, so nobody can say where it stands."
    month = standing.position.month
    return f"After {MONTH_NAMES[month.month - 1]} {month.year}: {standing.sentence[0].lower()}{standing.sentence[1:]}"


def _bears(one: FundInPack) -> list[str]:
    if one.standing is None:
        return []
    borne = one.standing.shared.by_bearer().items()
    return [
        f"{_name(name, one)} {'would keep' if amount.pence < 0 else 'would bear'} {Money(abs(amount.pence))}."
        for name, amount in borne
        if amount.pence
    ]


def _name(bearer: str, one: FundInPack) -> str:
    """A partner by its name; a source of money as "The risk reserve"."""
    known = one.called.get(bearer)
    return known or (bearer if bearer in one.fund.put_in() else f"The {bearer}")


def _estimate(amount: Money) -> str:
    """To the nearest £1,000: pence of a year that nobody has seen would say more than is known."""
    return f"{'keeps' if amount.pence < 0 else 'bears'} {Money(round(abs(amount.pence), -5))}"


def _table(standing: FundStanding) -> TableView:
    rows = [
        TableRow(name=one.line.title, link="", cells=(str(one.line.amount), str(one.spent), str(one.outturn), _way(one.variance)))
        for one in standing.position.lines
    ]
    sums = standing.sums
    rows.append(
        TableRow(name="All lines", link="", cells=(str(sums["budget"]), str(sums["spent"]), str(sums["outturn"]), _way(sums["variance"])))
    )
    return TableView(
        caption=f"{standing.fund.title}, line by line", heads=("Line", "Budget", "Spent so far", "Expected", "Over or under"), rows=rows
    )


def _way(variance: Money) -> str:
    if not variance.pence:
        return "on budget"
    return f"{Money(abs(variance.pence))} {'over' if variance.pence > 0 else 'under'}"


def first_held(views: Sequence[HeldView]) -> list[str]:
    """What the first page says of each fund: where it stands, and who would bear it."""
    return [wording_of(view) for view in views]


_MOST_SAID = 2


def wording_of(view: HeldView) -> str:
    """One fund in at most three sentences."""
    return " ".join([f"{view.title}.", view.stands, *view.bears[:_MOST_SAID]])


__all__ = ["HeldView", "first_held", "held_views"]
