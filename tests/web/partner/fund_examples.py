"""For each address about money: what it names. And a fund's books, as if they had been received."""

from collections.abc import Callable, Mapping
from datetime import date

from tests.web.partner.live_examples import HERE, kept
from wholeplace.agreement.funds import Entry
from wholeplace.terms import Money
from wholeplace.web.house import House

FUND = "home-fund"
MONTHS = [date(2026, month, 1) for month in range(4, 13)] + [date(2027, month, 1) for month in range(1, 4)]


def spent(line: str, month: date, pence: int, units: int | None = None) -> Entry:
    return Entry(line=line, month=month, amount=Money(pence), receipt=f"fund_books, ledger {month:%Y-%m}", units=units)


def books() -> tuple[Entry, ...]:
    """Six months: care 17 pence and £4,000 a month over its budget, equipment a penny a month under. Nothing is forecast."""
    care = [spent("care", month, 5_833_333 + 400_017) for month in MONTHS[:6]]
    equipment = [spent("equipment", month, 2_500_000 - 1) for month in MONTHS[:6]]
    return tuple(care + equipment)


def a_fund(house: House) -> Mapping[str, str]:
    return {"fund": FUND}


def a_notice(house: House) -> Mapping[str, str]:
    from wholeplace.agreement.records.funds.models import Notice

    days = {"month": date(2026, 9, 1), "known_on": date(2026, 10, 12), "given_on": date(2026, 10, 15)}
    kept(Notice(reference="a-notice", body=HERE, fund=FUND, over=2_400_096, words="By letter", **days), house)
    return {"overspend": "a-notice"}


def a_recovery(house: House) -> Mapping[str, str]:
    from wholeplace.agreement.records.funds.models import Recovery

    notice = a_notice(house)["overspend"]
    given = {"fund": FUND, "notice": notice, "agreed_on": date(2026, 10, 20), "words": "Fewer agency hours", "owner": "Head of care"}
    kept(Recovery(reference="a-recovery", body=HERE, saves=2_000_000, **given), house)
    return {"recovery": "a-recovery"}


def a_call(house: House) -> Mapping[str, str]:
    """A call for £100,000 of the micro-grants that has closed."""
    from wholeplace.agreement.records.funds.models import Call

    criteria = [
        {"name": "better-health", "title": "Better health", "weight": "70", "equity": False},
        {"name": "who-gains", "title": "Those with least gain most", "weight": "30", "equity": True},
    ]
    days = {"opens_on": date(2026, 9, 1), "closes_on": date(2026, 10, 31)}
    given = {"title": "Small grants", "purpose": "Fewer lonely people", "award": "micro-grants", "criteria": criteria}
    kept(Call(reference="small-grants", body=HERE, amount=10_000_000, least_score=40, parts=False, scorers=2, **given, **days), house)
    return {"call": "small-grants"}


def a_bid(house: House, title: str = "Tea at three", cost: int = 5_000_000) -> Mapping[str, str]:
    from wholeplace.agreement.records.funds.models import Bid, Call

    if not Call.objects.exists():
        a_call(house)
    given = {
        "title": title,
        "proposed_by": "X02",
        "source": "A year of the same elsewhere",
        "benefit": "50",
        "people": 100,
        "chance": "1/2",
    }
    bid = Bid(reference=title.lower().replace(" ", "-"), body=HERE, decided_by=HERE, call="small-grants", cost=cost, **given)
    kept(bid, house)
    return {"bid": bid.reference}


FUND_EXAMPLES: dict[str, Callable[[House], Mapping[str, str]]] = {
    **dict.fromkeys(("fund", "fund-month", "fund-outlook"), a_fund),
    "fund-return": lambda house: {"fund": FUND, "kind": "csv"},
    "notice-new": lambda house: {"body": HERE, "fund": FUND},
    "recovery-new": a_notice,
    "recovery-told": a_recovery,
    "call-new": lambda house: {"body": HERE},
    **dict.fromkeys(("call", "call-change", "call-award"), a_call),
    "bid-new": lambda house: {"body": HERE, "to": a_call(house)["call"]},
    "bid-change": a_bid,
    "bid-score": lambda house: {"scored": a_bid(house)["bid"]},
}
