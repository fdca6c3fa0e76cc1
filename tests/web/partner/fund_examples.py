"""For each address about money: what it names."""

from collections.abc import Callable, Mapping
from datetime import date

from tests.web.partner.fund_books import FUND
from tests.web.partner.live_examples import HERE, kept
from wholeplace.web.house import House


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
    "notice-change": a_notice,
    "recovery-change": a_recovery,
    "call-new": lambda house: {"body": HERE},
    **dict.fromkeys(("call", "call-change", "call-award"), a_call),
    "bid-new": lambda house: {"body": HERE, "to": a_call(house)["call"]},
    "bid-change": a_bid,
    "bid-score": lambda house: {"scored": a_bid(house)["bid"]},
}
