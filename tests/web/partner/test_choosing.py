"""Choosing, on its pages: a call, bids, members' scores, the ranking by their exact mean, awards that come to the sum, and the log."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from tests.web.partner.conftest import Clock
from tests.web.partner.fund_books import FUND, books, spent
from tests.web.partner.test_funds import page
from wholeplace.web.access import Role
from wholeplace.web.house import House
from wholeplace.web.partner.funds import book

HERE = "place-committee"
CALL = {
    "version": "0", "title": "Small grants", "purpose": "Fewer lonely people", "amount": "100,000", "award": "micro-grants",
    "criteria": "Better health: 70\nThose with least gain most: 30", "fair": "Those with least gain most", "least_score": "40",
    "scorers": "2", "opens_on-day": "2", "opens_on-month": "11", "opens_on-year": "2026", "closes_on-day": "9", "closes_on-month": "11",
    "closes_on-year": "2026",
}  # fmt: skip
BID = {
    "version": "0", "title": "Tea at three", "proposed_by": "Anywhere Voluntary Action", "cost": "60,000", "benefit": "50", "people": "100",
    "chance": "50", "source": "A year of it elsewhere",
}  # fmt: skip


@pytest.fixture
def who(sign_in: Callable[..., Client]) -> Callable[[str], Client]:
    """`who("clerk")` is a browser signed in anew as that person of the place committee: a session ends after ten hours."""
    roles = {"officer": Role.OFFICER, "clerk": Role.CLERK, "one": Role.MEMBER, "two": Role.MEMBER}
    for name, role in roles.items():
        sign_in(f"{name}.person", (role, HERE, "Council seat"))
    return lambda name: sign_in(f"{name}.person")


def sent(browser: Client, address: str, form: dict[str, str]) -> str:
    """The page after a form was sent: the next one where it was kept, the same with its letters where it was not."""
    answer = browser.post(address, form, follow=True)
    return re.sub(r"\s+", " ", answer.content.decode())


def scores(health: int, fair: int, **more: str) -> dict[str, str]:
    return {
        "version": "0", "score_0": str(health), "reason_0": "It was tried.", "score_1": str(fair), "reason_1": "It is where the need is.",
        **more,
    }  # fmt: skip


@pytest.fixture
def called(who: Callable[[str], Client]) -> str:
    """A call for £100,000 with two bids, of £60,000 and £50,000, and one that would set £20,000 free; open."""
    officer, bids = who("officer"), f"/partners/bodies/{HERE}/calls/small-grants-2026/bids/new/"
    assert "The call for bids is made." in sent(officer, f"/partners/bodies/{HERE}/calls/new/", CALL)
    for title, cost, benefit in (("Tea at three", "60,000", "50"), ("Walking out", "50,000", "50"), ("An old club", "-20,000", "10")):
        assert "is made." in sent(officer, bids, {**BID, "title": title, "cost": cost, "benefit": benefit})
    return "/partners/choosing/small-grants-2026/"


@pytest.fixture
def scored(called: str, who: Callable[[str], Client], clock: Clock) -> str:
    """The same, closed and scored by both members. Tea at three: health (80 + 61) / 2, fair 40. Walking out: 60, 80."""
    clock.at = datetime(2026, 11, 10, 12, tzinfo=UTC)
    for name, health in (("one", 80), ("two", 61)):
        member = who(name)
        assert "are kept" in sent(member, "/partners/choosing/bids/tea-at-three/score/", scores(health, 40))
        assert "are kept" in sent(member, "/partners/choosing/bids/walking-out/score/", scores(60, 80))
    return called


def test_a_ranking_by_the_mean_of_the_panel(who: Callable[[str], Client], scored: str) -> None:
    """Tea: 0.7 x 70.5 + 0.3 x 40 = 61.35. Walking: 42 + 24 = 66, of which 24 are about who gains."""
    shown = page(who("officer"), scored)
    rows = re.search(r"The ranking, with the part.*?</table>", shown)
    assert rows
    places = re.findall(
        r'<tr><td>(\d)</td><th scope="row">([^<]+)</th>.*?<strong>([\d.]+)</strong></td><td class="num">([\d.]+)', rows.group()
    )
    assert places == [("1", "Walking out", "66", "24"), ("2", "Tea at three", "61.35", "12")]
    assert "70.5" in rows.group()


def test_what_the_order_hangs_on_and_what_equity_changes_are_said_in_words(who: Callable[[str], Client], scored: str) -> None:
    """Level where 70.5 w + 40 (100 - w) = 60 w + 80 (100 - w), so 50.5 w = 4000: health 79.21. Without equity tea leads, 70.5 to 60."""
    shown = page(who("officer"), scored)
    assert "If “Better health” counted more (79.21 of 100 and not 70), “Tea at three” would draw level with “Walking out”." in shown
    assert "“Tea at three” goes up from place 2 to place 1." in shown
    assert "who gains" in shown


def test_triangles_and_the_frontier_with_what_could_be_stopped(who: Callable[[str], Client], scored: str) -> None:
    """£100,000 and the £20,000 that stopping the club frees pay for both bids, £110,000: worth more than one of them."""
    shown = page(who("officer"), scored)
    assert shown.count('class="triangle"') == 2
    assert "The most value for £100,000: An old club (stopped), Tea at three, Walking out. It costs £90,000." in shown
    assert "An old club: sets £20,000 free" in shown


def test_awards_follow_from_the_scores_and_are_kept_with_the_log(who: Callable[[str], Client], scored: str) -> None:
    from wholeplace.agreement.records.funds.models import Call
    from wholeplace.agreement.records.funds.reading import awarded_by
    from wholeplace.ledger.records.keeping import history

    assert "What is awarded" in page(who("clerk"), f"{scored}award/")
    day = {"decided_on-day": "10", "decided_on-month": "11", "decided_on-year": "2026"}
    version = str(Call.objects.get().version)
    wrong = sent(who("clerk"), f"{scored}award/", {"version": version, **day, "decision": "ANY-2026-999", "why": "As scored"})
    assert "there is no decision “ANY-2026-999”" in wrong or "there is no decision &#34;ANY-2026-999&#34;" in wrong
    assert Call.objects.get().decided_on is None, "nothing is kept of an award with a decision that nobody can look up"
    told = sent(who("clerk"), f"{scored}award/", {"version": version, **day, "decision": "", "why": "As scored"})
    assert "The awards are recorded. £50,000 of £100,000 is left." in told
    record = Call.objects.get()
    given = awarded_by(record)
    assert given is not None
    assert [(one.option, str(one.gets)) for one in given.awards] == [("walking-out", "£50,000"), ("tea-at-three", "£0")]
    assert sum(one.gets.pence for one in given.awards) + given.left.pence == given.fund.pence
    assert [entry["event"] for entry in history(record)] == ["call for bids made", "awards recorded"]
    assert history(record)[-1]["acting_as"] == "clerk"
    again = sent(who("clerk"), f"{scored}award/", {"version": str(record.version), **day})
    assert "it was decided." in again
    assert "it is decided" in sent(who("officer"), f"/partners/bodies/{HERE}/calls/small-grants-2026/bids/new/", {**BID, "title": "Late"})


@pytest.mark.parametrize(("body", "what"), [(HERE, "is not decided: it is draft."), ("elsewhere", "is a decision of another body.")])
def test_an_award_rests_only_on_a_decision_that_its_own_body_took(
    who: Callable[[str], Client], scored: str, partnership: Path, clock: Clock, body: str, what: str
) -> None:
    from tests.web.partner.decision_examples import a_decision
    from wholeplace.agreement.records.funds.doing import problems_of_decision

    reference = a_decision(House(partnership, clock))["decision"]
    assert [problem.what for problem in problems_of_decision(reference, body)] == [f"{reference} {what}"]
    assert problems_of_decision("", body) == []


def test_what_waits_lies_on_the_desk_of_members_then_of_the_clerk(who: Callable[[str], Client], called: str, clock: Clock) -> None:
    clock.at = datetime(2026, 11, 10, 12, tzinfo=UTC)
    assert "You have not scored 2 of its 2 bids." in page(who("one"), "/partners/")
    assert "Record the awards" not in page(who("clerk"), "/partners/")
    for name in ("one", "two"):
        for bid in ("tea-at-three", "walking-out"):
            sent(who(name), f"/partners/choosing/bids/{bid}/score/", scores(50, 50))
    assert "You have not scored" not in page(who("one"), "/partners/")
    assert "Every bid is scored. Record the awards" in page(who("clerk"), "/partners/")


def test_nothing_is_ranked_or_awarded_before_enough_members_scored(who: Callable[[str], Client], called: str, clock: Clock) -> None:
    day = {"version": "1", "decided_on-day": "2", "decided_on-month": "11", "decided_on-year": "2026"}
    assert "it is open to the end of 9 November 2026." in sent(who("clerk"), f"{called}award/", day)
    assert "it is open for bids." in sent(who("one"), "/partners/choosing/bids/tea-at-three/score/", scores(50, 50))
    clock.at = datetime(2026, 11, 10, 12, tzinfo=UTC)
    sent(who("one"), "/partners/choosing/bids/tea-at-three/score/", scores(50, 50))
    shown = page(who("clerk"), called)
    assert "1 of 2 members have scored it." in shown
    assert "It was tried." not in shown, "nobody sees another's scores before enough have given theirs"
    assert "0 of 2 members have scored it." in sent(who("clerk"), f"{called}award/", {**day, "decided_on-day": "10"})


def test_a_score_needs_its_reason_and_an_interest_takes_it_away(who: Callable[[str], Client], called: str, clock: Clock) -> None:
    from wholeplace.agreement.records.funds.models import Score

    clock.at = datetime(2026, 11, 10, 12, tzinfo=UTC)
    refused = sent(who("one"), "/partners/choosing/bids/tea-at-three/score/", scores(50, 50, reason_1=""))
    assert "Score for “Those with least gain most”: it has no reason." in refused
    assert not Score.objects.exists()
    sent(who("one"), "/partners/choosing/bids/tea-at-three/score/", scores(50, 50, interest="I chair that charity"))
    kept = Score.objects.get()
    assert (kept.scores, kept.interest) == ({}, "I chair that charity")
    assert "0 of 2 members have scored it." in page(who("two"), called)


def test_a_call_that_does_not_add_up_comes_back_with_everything_at_once(who: Callable[[str], Client]) -> None:
    wrong = {
        **CALL, "amount": "150,000", "criteria": "Better health: 60\nNo weight\nThose with least gain most: 30", "fair": "Fairness",
        "closes_on-year": "2025",
    }  # fmt: skip
    shown = sent(who("officer"), f"/partners/bodies/{HERE}/calls/new/", wrong)
    for letter in (
        "they add up to 90.", "it has no weight.", "it is none of the criteria.", "its award has £100,000 left.",
        "it closes before it opens.",
    ):  # fmt: skip
        assert letter in shown


def test_an_award_cannot_be_promised_twice(who: Callable[[str], Client], called: str) -> None:
    """Two of four grants of £50,000 are left, and the first call takes them."""
    shown = sent(who("officer"), f"/partners/bodies/{HERE}/calls/new/", {**CALL, "title": "More grants", "amount": "0.01"})
    assert "it gives £0.01, and its award has £0 left." in shown


def test_a_bid_can_be_withdrawn_and_a_call_that_was_bid_to_does_not_change(who: Callable[[str], Client], called: str) -> None:
    withdrawn = {**BID, "title": "Walking out", "version": "1", "withdrawn_why": "No hall"}
    shown = sent(who("officer"), "/partners/choosing/bids/walking-out/change/", withdrawn)
    assert "was withdrawn." in shown
    assert "No hall" in shown
    assert "somebody has bid to it." in sent(who("officer"), f"{called}change/", {**CALL, "version": "1"})


def test_of_two_who_change_a_bid_the_second_sees_both(who: Callable[[str], Client], called: str) -> None:
    from wholeplace.agreement.records.funds.models import Bid

    bid = "/partners/choosing/bids/walking-out/change/"
    first = {**BID, "title": "Walking out", "version": "1", "cost": "45,000"}
    assert "was changed." in sent(who("officer"), bid, first)
    second = sent(who("officer"), bid, {**first, "cost": "48,000"})
    assert "Somebody else changed this while you were writing" in second
    assert "£48,000" in second
    assert "£45,000" in second
    assert Bid.objects.get(pk="walking-out").cost == 4_500_000
    assert "was changed." in sent(who("officer"), bid, {**first, "cost": "48,000", "version": "2"})


def test_a_notice_a_plan_and_its_progress_stop_their_clocks(who: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    """Known on 2 November 2026, a Monday: told by 9 November; a plan by 14 December; progress six weeks after the plan."""
    monkeypatch.setattr(book, "books_of", lambda place, fund: books() if fund.name == FUND else ())
    month = f"/partners/funds/{FUND}/month/"
    shown = page(who("officer"), month)
    assert "by 9 November 2026" in shown
    assert "by 14 December 2026" in shown
    days = {f"{name}_on-{part}": value for name in ("known", "given") for part, value in (("day", "2"), ("month", "11"), ("year", "2026"))}
    told = sent(who("officer"), f"/partners/bodies/{HERE}/funds/{FUND}/notices/new/", {"version": "0", **days, "words": "By letter"})
    assert "The notice is recorded." in told
    assert "done in time" in told
    agreed = {
        "version": "0",
        "owner": "Head of care",
        "agreed_on-day": "2",
        "agreed_on-month": "11",
        "agreed_on-year": "2026",
        "saves": "20,000",
        "words": "Fewer hours",
    }
    plan = sent(who("officer"), "/partners/funds/notices/home-fund-notice-2026-11-02/recovery/", agreed)
    assert "The recovery plan is recorded." in plan
    assert "Progress of the recovery plan is told, by 14 December 2026." in plan
    assert "The plans leave £4,000" in plan
    progress = {
        "version": "0",
        "told_on-day": "2",
        "told_on-month": "11",
        "told_on-year": "2026",
        "saved": "500",
        "words": "One contract ended",
    }
    assert "£500 so far" in sent(who("officer"), "/partners/funds/recovery/home-fund-recovery-2026-11-02/told/", progress)


def test_a_notice_without_an_overspend_is_refused(who: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    within = (spent("care", date(2026, 4, 1), 5_833_334),)
    monkeypatch.setattr(book, "books_of", lambda place, fund: within if fund.name == FUND else ())
    days = {f"{name}_on-{part}": value for name in ("known", "given") for part, value in (("day", "2"), ("month", "11"), ("year", "2026"))}
    later = {**days, "given_on-year": "2027", "known_on-year": "2028"}
    shown = sent(who("officer"), f"/partners/bodies/{HERE}/funds/{FUND}/notices/new/", {"version": "0", **later, "words": "By letter"})
    for letter in ("no overspend is forecast.", "it was given before the overspend was known.", "2 November 2027 is still to come."):
        assert letter in shown
