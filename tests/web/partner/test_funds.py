"""Money held together, on its pages: what is shown adds up to the penny, and what the law stops is said in red."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.web.partner.busy import make_busy
from tests.web.partner.conftest import Clock
from tests.web.partner.fund_books import FUND, MONTHS, books, spent
from tests.web.partner.fund_examples import a_recovery
from tests.web.partner.test_desk_items import person as person_of_desk
from wholeplace.agreement.funds import Entry
from wholeplace.web.access import Role
from wholeplace.web.house import House
from wholeplace.web.partner.desk_items import of_person
from wholeplace.web.partner.funds import book
from wholeplace.web.partner.publishing import record_of

SUM = re.compile(r"-?£[\d,]+(?:\.\d\d)?")


@pytest.fixture
def reader(sign_in: Callable[..., Client]) -> Client:
    return sign_in("officer.one", (Role.OFFICER, "place-committee"))


@pytest.fixture
def received(monkeypatch: pytest.MonkeyPatch) -> Callable[[tuple[Entry, ...]], None]:
    """Books as if they had been received for the fund FUND."""

    def put(entries: tuple[Entry, ...]) -> None:
        monkeypatch.setattr(book, "books_of", lambda place, fund: entries if fund.name == FUND else ())

    put(books())
    return put


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", answer.content.decode())


def pence(text: str) -> int:
    return int(f"{text.replace('£', '').replace(',', '')}{'' if '.' in text else '.00'}".replace(".", ""))


def test_the_list_says_what_is_blocked_in_law_and_what_is_left_of_each_award(reader: Client) -> None:
    shown = page(reader, "/partners/funds/")
    assert "Home sooner fund" in shown
    assert shown.count("blocked in law") == 1
    assert "term (g)" in shown
    assert "No figures were received of it yet." in shown
    assert "Kind Neighbours £50,000" in shown
    assert "(outside the partnership)" in shown
    assert '>£100,000</td><td class="num">£100,000</td></tr>' in shown, "two of four grants of £50,000 are left"


def test_a_fund_is_told_in_words_step_by_step(reader: Client) -> None:
    shown = page(reader, f"/partners/funds/{FUND}/")
    for sentence in (
        "A line that one partner carries is that partner’s alone", "Up to £10,000 comes from the risk reserve.",
        "The next £20,000 is shared in proportion to what each puts in.", "Anywhere Integrated Care Board bears what is left.",
        "(g) How the pooled fund is managed",
    ):  # fmt: skip
        assert sentence in shown
    assert shown.count("comes from the risk reserve") == 1, "an underspend fills nothing up"


def test_without_books_the_month_says_what_to_do(reader: Client) -> None:
    assert "feeds/fund_books/" in page(reader, f"/partners/funds/{FUND}/month/")
    assert reader.get(f"/partners/funds/{FUND}/return.csv").status_code == 404


def test_the_pence_shown_add_up_to_the_variance(reader: Client, received: object) -> None:
    """Care: six months of £4,000.17 over, less the 4 odd pence that its first months hold: £24,000.98. Equipment: 6 pence under."""
    shown = page(reader, f"/partners/funds/{FUND}/month/")
    table = re.search(r"Who bears what, step by step.*?</table>", shown)
    assert table
    *rows, whole = [pence(SUM.findall(row)[-1]) for row in re.findall(r"<tr.*?</tr>", table.group())[1:]]
    assert sum(rows) == whole
    lines = re.search(r"Lines at the end of September 2026.*?</table>", shown)
    assert lines
    *each, all_lines = re.findall(r"<tr.*?</tr>", lines.group())[1:]
    for column in range(4):
        assert sum(pence(SUM.findall(row)[column]) for row in each) == pence(SUM.findall(all_lines)[column])
    assert pence(SUM.findall(all_lines)[3]) - 100_000_000 == whole


@pytest.mark.parametrize(("over", "stop"), [(11_800_000, False), (11_800_001, True)])
def test_a_duty_that_is_broken_by_a_penny_is_a_stop_with_its_law(reader: Client, received: Callable, over: int, stop: bool) -> None:
    """£118,000 over: the reserve 10,000, shared 20,000 (12,000 the board's), the rest 88,000: the board is at its limit of 100,000."""
    received((spent("care", MONTHS[0], 5_833_334 + over),))
    shown = page(reader, f"/partners/funds/{FUND}/month/")
    assert ("<strong>Stop.</strong>" in shown) is stop
    assert ("£0.01 beyond what its duty allows" in shown) is stop
    assert ("A board spends no more than it is given" in shown) is stop


def test_every_figure_has_its_receipt(reader: Client, received: object) -> None:
    shown = page(reader, f"/partners/funds/{FUND}/month/")
    assert shown.count("fund_books, ledger 2026-") == len(books())


def test_a_month_that_was_not_spent_is_not_there(reader: Client, received: object) -> None:
    assert reader.get(f"/partners/funds/{FUND}/month/?month=2026-05").status_code == 200
    assert reader.get(f"/partners/funds/{FUND}/month/?month=2027-01").status_code == 404
    assert reader.get("/partners/funds/nothing/month/").status_code == 404


def test_books_that_do_not_fit_the_fund_are_told_on_its_page(reader: Client, received: Callable) -> None:
    received((Entry(line="caer", month=books()[0].month, amount=books()[0].amount, receipt="ledger 1"),))
    assert "it has no line “caer”" in page(reader, "/partners/funds/").replace("&#34;caer&#34;", "“caer”")


def test_two_rules_stand_beside_each_other_over_the_same_years(reader: Client) -> None:
    alone = page(reader, f"/partners/funds/{FUND}/outlook/")
    both = page(reader, f"/partners/funds/{FUND}/outlook/?rule=reserve-then-shares&beside=halves")
    assert (alone.count("<svg"), both.count("<svg")) == (1, 2)
    assert "Bad year (1 of 20)" in alone
    assert "Choose one of the list." in page(reader, f"/partners/funds/{FUND}/outlook/?rule=nothing")
    assert "Nobody has said what the lines may come to" in page(reader, "/partners/funds/unsigned/outlook/")


@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_the_return_is_a_file(reader: Client, received: object, kind: str) -> None:
    answer = reader.get(f"/partners/funds/{FUND}/return.{kind}?month=2026-06")
    assert answer["Content-Disposition"] == f'attachment; filename="home-fund-2026-06.{kind}"'
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        variance = {part: sum(pence(row["variance"]) for row in rows if row["part"] == part) for part in {row["part"] for row in rows}}
        assert variance["line"] == variance["all lines"] == variance["who bears it"]
    assert reader.get(f"/partners/funds/{FUND}/return.pdf").status_code == 404


def test_the_pack_of_a_meeting_and_the_public_record_tell_the_fund(
    sign_in: Callable[..., Client], received: object, partnership: Path, clock: Clock
) -> None:
    house = House(partnership, clock)
    make_busy(house)
    pack = page(sign_in("clerk.one", (Role.CLERK, "place-committee")), "/partners/meetings/next/pack/")
    assert "Home sooner fund</a>, after September 2026" in pack
    assert "It is expected to end £24,000.92 over its budget of £1,000,000." in pack
    record = record_of(house, clock.at)
    assert set(record.standings) == {FUND}
    assert len(record.funds.funds) == 2


def _officer(sign_in: Callable[..., Client]) -> Client:
    return sign_in("officer.two", (Role.OFFICER, "place-committee"))


def test_an_overspend_lies_on_the_desk_of_officers_whose_partners_pay_until_it_is_told(
    sign_in: Callable[..., Client], received: object, partnership: Path, clock: Clock
) -> None:
    house = House(partnership, clock)
    browser = _officer(sign_in)
    shown = page(browser, "/partners/")
    assert "Home sooner fund" in shown
    assert ": to be done." in shown
    member = page(sign_in("member.one", (Role.MEMBER, "place-committee")), "/partners/")
    assert "/partners/funds/home-fund/month/" not in member, "whoever cannot record it is not asked to"
    a_recovery(house)
    items = [one for one in of_person(person_of_desk((Role.OFFICER, "place-committee")), house) if one.title == "Home sooner fund"]
    assert [one.what for one in items] == ["Progress of the recovery plan is told: to be done."]


def test_a_notice_and_a_plan_are_corrected_by_a_new_version_and_the_log_keeps_the_old(
    sign_in: Callable[..., Client], received: object, partnership: Path, clock: Clock
) -> None:
    from wholeplace.agreement.records.funds.models import Notice, Recovery
    from wholeplace.ledger.records.keeping import history

    a_recovery(House(partnership, clock))
    browser = _officer(sign_in)
    shown = page(browser, "/partners/funds/home-fund/month/")
    assert "Correct this notice" in shown
    assert "Change the plan" in shown
    form = page(browser, "/partners/funds/recovery/a-recovery/change/")
    assert 'value="20,000.00"' in form, "the plan comes with what it says now"
    days = {"known_on-day": "12", "known_on-month": "10", "known_on-year": "2026"}
    given = {"given_on-day": "14", "given_on-month": "10", "given_on-year": "2026"}
    version = str(Notice.objects.get().version)
    sent = browser.post("/partners/funds/notices/a-notice/change/", {"version": version, **days, **given, "words": "By letter of the 14th"})
    assert sent.status_code == 302
    notice = Notice.objects.get()
    assert (notice.words, notice.over, len(history(notice))) == ("By letter of the 14th", 2_400_096, 2)
    stale = browser.post("/partners/funds/notices/a-notice/change/", {"version": version, **days, **given, "words": "Another"})
    assert stale.status_code == 409, "nobody overwrites what they have not seen"
    agreed = {"agreed_on-day": "20", "agreed_on-month": "10", "agreed_on-year": "2026"}
    plan = {"version": str(Recovery.objects.get().version), **agreed, "words": "Fewer agency hours, and a freeze", "owner": "Head of care"}
    assert browser.post("/partners/funds/recovery/a-recovery/change/", {**plan, "saves": "24,000.96"}).status_code == 302
    assert (Recovery.objects.get().saves, len(history(Recovery.objects.get()))) == (2_400_096, 2)


def test_months_stand_on_the_page_and_add_up_to_what_each_bears_to_date(reader: Client, received: object) -> None:
    """Six months of care £4,000.17 over, less the 4 pence that the first months' budgets are rounded up by, and equipment 6 under."""
    shown = page(reader, "/partners/funds/home-fund/month/")
    table = shown.split("<caption>What each bears, month by month</caption>")[1].split("</table>")[0]
    assert len(re.findall(r'<tr><th scope="row">', table)) == 6
    assert sum(pence(each) for each in SUM.findall(table)) == 6 * 400_017 - 4 - 6
