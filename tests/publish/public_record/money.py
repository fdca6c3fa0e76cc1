"""A call that was decided, and a fund after six months, as the public record is handed them."""

from datetime import date
from fractions import Fraction

from tests.web.partner.fund_books import FUND, books
from wholeplace.agreement.choosing import Criterion, Option
from wholeplace.agreement.choosing.awards import Awarded, FundAwards
from wholeplace.agreement.choosing.calls import CallForBids, DecidedCall
from wholeplace.agreement.funds import Funds
from wholeplace.agreement.funds.standing import FundStanding, standing_of
from wholeplace.terms import Money

CALL = CallForBids(
    reference="small-grants", title="Small grants", body="place-committee", amount=Money.pounds("100,000"),
    criteria=(Criterion(name="health", title="Better health", weight=Fraction(100), source="panel"),),
    opens_on=date(2026, 9, 1), closes_on=date(2026, 9, 30), decided_on=date(2026, 10, 29),
)  # fmt: skip
WALKS = Option(
    name="walks", title="Walking out", proposed_by="X02", programme="", cost=Money.pounds("60,000"), benefit=Fraction(1), people=1,
    chance=Fraction(1), source="x", inside=False,
)  # fmt: skip
DECIDED = DecidedCall(
    call=CALL, purpose="Fewer lonely people", decision="D-2026-014", paid={"walks": WALKS},
    awards=FundAwards(
        fund=CALL.amount, left=Money.pounds("40,000"), notes=(),
        awards=(
            Awarded(option="walks", asked=WALKS.cost, gets=WALKS.cost, words="Paid in full, in place 1."),
            Awarded(option="teas", asked=Money.pounds("50,000"), gets=Money(0), words="It asked for £50,000, and only £40,000 was left."),
        ),
    ),
)  # fmt: skip


def standings(funds: Funds) -> dict[str, FundStanding]:
    """The fund of the example after six months."""
    fund = funds.fund(FUND)
    assert fund is not None
    return {FUND: standing_of(funds, fund, books(), date(2026, 9, 1))}
