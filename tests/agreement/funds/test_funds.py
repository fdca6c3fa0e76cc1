"""Funds as files: what they say, everything that can be wrong with them, what blocks one in law, and each body's own duty."""

from pathlib import Path

import pytest

from tests.feeds.conftest import _PLACE
from wholeplace.agreement.funds import (
    FundKind,
    Funds,
    LineVariance,
    RiskRule,
    ShareOut,
    allocate,
    blocked,
    months_of,
    read_funds,
    statutory_terms,
)
from wholeplace.agreement.funds.duties import after_sharing, stops, whole_gain
from wholeplace.agreement.funds.shapes import BodyPosition
from wholeplace.place import read_place
from wholeplace.terms import DataProblem, Money

FUND = """
[[risk_rule]]
name = "shares"
title = "By contribution"
source = "by hand"
[[risk_rule.steps]]
kind = "share"
name = "shared"
basis = "contribution"

[[fund]]
name = "joint"
title = "Joint fund"
kind = "pooled"
host = "Council"
manager = "Head of joint commissioning"
dates.since = 2026-04-01
dates.until = 2027-04-01
rule = "shares"
source = "by hand"
terms = { a = "x", b = "x", c = "x", d = "x", e = "x", f = "x", g = "x" }
contributions = [
  { partner = "Board", amount = "600", instalments = [ { on = 2026-04-01, amount = "300" }, { on = 2026-10-01, amount = "300" } ] },
  { partner = "Council", amount = "400" },
]
lines = [ { name = "care", title = "Care", amount = "1,000.00", owner = "Council", provider = "Council" } ]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in _PLACE.items():
        (tmp_path / name).write_text(text)
    rows = "X01,Board,icb,S1,,2000-01-01,,\nX02,Council,council,S1,,2000-01-01,,\n"
    (tmp_path / "organisations.csv").write_text(_PLACE["organisations.csv"] + rows)
    (tmp_path / "agreement").mkdir()
    return tmp_path


def read(folder: Path, text: str) -> Funds:
    (folder / "agreement" / "funds.toml").write_text(text)
    return read_funds(read_place(folder))


def told(folder: Path, text: str) -> list[str]:
    with pytest.raises(DataProblem) as letter:
        read(folder, text)
    return [f"{problem.where}: {problem.what}" for problem in letter.value.problems]


def test_a_fund_reads(folder: Path):
    (fund,) = read(folder, FUND).funds
    assert (fund.kind, fund.put_in(), fund.budget()) == (
        FundKind.POOLED,
        {"Board": Money(60_000), "Council": Money(40_000)},
        Money(100_000),
    )
    assert len(months_of(fund)) == 12


def test_a_place_without_funds_has_none(folder: Path):
    assert read_funds(read_place(folder)) == Funds()


@pytest.mark.parametrize(
    ("was", "now", "what"),
    [
        ('amount = "400"', 'amount = "399.99"', "fund joint: partners put in £999.99, and its lines come to £1,000: £0.01 less."),
        ('amount = "400"', 'amount = "-400"', "fund joint, contribution of Council: it is -£400."),
        ('"1,000.00"', '"-1,000"', "fund joint, line care: it is -£1,000."),
        ('amount = "400"', 'amount = "400 €"', 'agreement/funds.toml, fund 1: "400 €" is no sum in pounds. '
         'Every sum is in pounds, such as "1,250,000" or "99.50".'),
        ('amount = "400"', 'amount = "399.995"', 'agreement/funds.toml, fund 1: "399.995" has parts of a penny. '
         "Round it where it is paid, not here."),
        ("on = 2026-10-01", "on = 2027-04-01",
         "fund joint, contribution of Board: an instalment is due on 2027-04-01, outside the agreement."),
        ('on = 2026-10-01, amount = "300"', 'on = 2026-10-01, amount = "299"',
         "fund joint, contribution of Board: its instalments come to £599, and it is £600."),
        ('rule = "shares"', 'rule = "share"', 'fund joint: its rule "share" is not there.'),
        ('host = "Council"', 'host = "Hospital"', "fund joint: its host Hospital puts nothing in."),
        ('owner = "Council"', 'owner = "Counsil"', 'fund joint: "Counsil" is not known.'),
        ('manager = "Head of joint commissioning"', 'manager = " "', "fund joint: it has no manager."),
        ('kind = "share"', 'kind = "shares"', 'rule shares, step 1: "shares" is no kind of step.'),
        ('basis = "contribution"', 'basis = "contribution"\nup_to = "5"', "rule shares: no step bears all that is left of overspends."),
        ('provider = "Council"', 'provider = "Council", months = ["1,000"]', "fund joint, line care: it has 1 months, and the fund 12."),
        ("[[fund]]", '[[outlook]]\nfund = "joint"\nline = "cares"\nlow = "3"\nlikely = "2"\nhigh = "1"\nsource = "x"\n[[fund]]',
         "outlook of joint, cares: it goes from £3 over £2 to £1."),
        ("[[fund]]", '[[position]]\nbody = "Boards"\nexpected = "3"\nlimit = "0"\nduty = "x"\nsource = "x"\n[[fund]]',
         "position of Boards: it is no partner of any fund."),
    ],
)  # fmt: skip
def test_every_mistake_is_told_in_words(folder: Path, was: str, now: str, what: str):
    assert was in FUND
    assert what in told(folder, FUND.replace(was, now))


def test_grants_never_go_beyond_their_award(folder: Path):
    """Four micro-grants of £50,000 from £200,000; a fifth is money that is not there."""
    grants = "".join(f'"group {n}" = "50,000"\n' for n in range(5))
    award = (
        '[[award]]\nname = "staying-well"\ntitle = "Staying Well"\ngiver = "Council"\namount = "200,000"\npurpose = "x"\n'
        'dates.since = 2026-04-01\nholder = "Council"\nsource = "x"\n[award.grants]\n'
    )
    assert told(folder, award + grants) == ["award staying-well: its grants come to £250,000, and it is £200,000."]
    (kept,) = read(folder, award + "".join(grants.splitlines(keepends=True)[:4])).awards
    assert sum(amount.pence for amount in kept.grants.values()) == kept.amount.pence


def test_all_seven_terms_are_asked_for_and_a_missing_one_blocks_a_pooled_fund(folder: Path):
    assert list(statutory_terms()) == list("abcdefg")
    (whole,) = read(folder, FUND).funds
    assert blocked(whole) == []
    (gappy,) = read(folder, FUND.replace('a = "x", ', "").replace('g = "x"', 'g = " "')).funds
    assert [problem.where for problem in blocked(gappy)] == ["fund joint, term (a)", "fund joint, term (g)"]
    (aligned,) = read(folder, FUND.replace('kind = "pooled"', 'kind = "aligned"').replace('a = "x", ', "")).funds
    assert blocked(aligned) == [], "the terms are those of a pooled fund"


def test_a_trust_without_its_commissioners_consent_blocks_the_fund(folder: Path):
    (fund,) = read(folder, FUND.replace("[[fund]]", "[[fund]]\nconsents = { Trust = '' }")).funds
    assert [problem.where for problem in blocked(fund)] == ["fund joint, Trust"]


SHARES = RiskRule(name="shares", title="", source="", steps=(ShareOut(name="shared", basis="stated", parts={"Board": 3, "Council": 1}),))


def test_a_gain_for_the_whole_that_breaks_one_body_is_a_stop():
    """By hand: the fund saves £1.0m in all, but the Council's share of an overspent line of £400,000 takes it £100,000 past its limit."""
    lines = [LineVariance(line="care", amount=Money.pounds("400,000"), owner="Council")]
    shared = allocate(SHARES, lines, {"Board": Money(3), "Council": Money(1)})
    positions = [
        BodyPosition(body="Board", expected=Money.pounds("1,300,000"), limit=Money(0), duty="Break even", source="by hand"),
        BodyPosition(
            body="Council", expected=Money.pounds("-200,000"), limit=Money.pounds("-200,000"), duty="Balance its budget", source="law"
        ),
    ]
    (problem,) = stops(shared, positions)
    assert problem.where == "Council"
    assert problem.what == "Council would end with a deficit of £300,000, £100,000 beyond what its duty allows."
    assert [after.body for after in after_sharing(shared, positions)] == ["Council", "Board"]
    assert whole_gain(shared, positions) == Money.pounds("-400,000")
