"""Where the pound goes: what the page says is what may be said, and pence and shares come to their whole."""

import re
import shutil
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publish import builder
from tests.publish.test_accessibility import AXE, RULES
from wholeplace import publish
from wholeplace.agreement.funds import EquityWeights, PackMoney, ProgrammeMoney, money_in_pack, read_funds
from wholeplace.agreement.plans import Plan
from wholeplace.measures.definitions import library_measures
from wholeplace.measures.shapes import Better
from wholeplace.picture import Picture
from wholeplace.picture.heads import ALL_SPENT, ALL_USED, heads
from wholeplace.publish.charts import Axes, Pair, Placed, Stack, paired_bars, quadrant, stacked_bars
from wholeplace.publish.pages.value.beside import apart
from wholeplace.publish.pages.value.fair import fair_parts
from wholeplace.publish.pages.value.gained import fewer_than_before
from wholeplace.publish.pages.value.paths import KINDS
from wholeplace.terms import Money

PAGE = "value/index.html"


PATHS = ("path-cost", "path-cost-median", "path-cost-hospital", "path-cost-community", "path-cost-social-care")


@pytest.fixture(scope="module")
def costly() -> Picture:
    """A picture of money: every head, its outcome, and paths of four kinds (drawn as the four age groups are)."""
    names = [name for head in heads() for name in (*head.spent, head.used, head.outcome)]
    made = builder.picture((*names, ALL_SPENT, ALL_USED, *PATHS, "delayed-days"))
    of_paths = pl.col("measure").is_in(PATHS) & (pl.col("split") == "age")
    groups = dict(zip(builder.SPLITS["age"], KINDS, strict=True))
    rows = made.results.rows.filter(of_paths).with_columns(pl.lit("path").alias("split"), pl.col("group").replace_strict(groups))
    return builder.with_results(made, pl.concat([made.results.rows, rows]))


@pytest.fixture(scope="module")
def release_of_money(costly: Picture, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish.release(costly, builder.place(tmp_path_factory.mktemp("costly")))


@pytest.fixture(scope="module")
def page(release_of_money: Path) -> str:
    return (release_of_money / PAGE).read_text("utf-8")


def test_the_pound_is_a_hundred_pence_on_the_page_and_on_the_first_page(release_of_money: Path, page: str) -> None:
    for text in (page, (release_of_money / "index.html").read_text("utf-8")):
        says = re.search(r'aria-label="What a pound is spent on: ([^"]*)"', text)
        assert says, "the pound is drawn, and its words say the same"
        assert sum(int(pence) for pence in re.findall(r"(\d+)p", says[1])) == 100


def test_every_setting_of_a_spend_return_belongs_to_one_head() -> None:
    library, settings = library_measures(), set()
    for head in heads():
        assert {head.used, head.outcome, *head.spent} <= set(library)
        for measure in head.spent:
            found = set(re.findall(r"'([^']+)'", library[measure].counts))
            assert not settings & found, "a pound would be told twice"
            settings |= found
    assert settings == {"hospital", "emergency", "community", "mental health", "primary", "social care", "voluntary", "public health"}
    assert library[ALL_SPENT].counts == "NOT pence IS NULL"
    assert library[ALL_USED].table == "costs"


def test_neighbourhoods_fifths_and_paths_stand_on_it(page: str) -> None:
    for title in ("Neighbourhood by neighbourhood", "From the most to the least deprived", "Who the money reached", "What one path costs"):
        assert f"{title}</h2>" in page


def test_without_an_agreement_it_says_that_no_weights_were_agreed_and_tells_of_no_fund(page: str) -> None:
    assert "No weights were agreed" in page
    assert "Money held together" not in page


def test_a_place_without_spend_and_funds_has_no_page_of_money(tmp_path: Path) -> None:
    made = builder.picture(("back-within-30-days", "discharge-to-usual-home", "emergency-readmissions", "care-started-within-2-days"))
    folder = publish.release(made, builder.place(tmp_path))
    assert not (folder / PAGE).exists()
    assert "value/index.html" not in (folder / "index.html").read_text("utf-8")


FUNDS = """
[[risk_rule]]
name = "halves"
title = "Half each"
source = "Schedule 3 (invented)"
[[risk_rule.steps]]
kind = "share"
name = "all"
basis = "equal"
[[fund]]
name = "pool"
title = "The pool"
kind = "aligned"
host = "X9B"
manager = "Head of it"
dates.since = 2025-04-01
dates.until = 2026-04-01
rule = "halves"
source = "Invented"
[[fund.contributions]]
partner = "X9A"
amount = "600"
[[fund.contributions]]
partner = "X9B"
amount = "600"
[[fund.lines]]
name = "beds"
title = "Beds"
amount = "1,200"
owner = "X9A"
provider = "X9A"
[[outlook]]
fund = "pool"
line = "beds"
low = "1,000"
likely = "1,300"
high = "2,000"
source = "Invented"
[equity]
weights = ["2", "1", "1", "1", "1"]
source = "Invented"
"""


def with_money(tmp_path: Path, picture: Picture, *programmes: ProgrammeMoney) -> str:
    (tmp_path / "agreement").mkdir()
    (tmp_path / "agreement" / "funds.toml").write_text(FUNDS)
    place = builder.place(tmp_path)
    funds = read_funds(place)
    told = money_in_pack(place, funds, Plan(), builder.PERIOD)
    money = PackMoney(months=told.months, funds=told.funds, equity=told.equity, programmes=programmes)
    folder = publish.release(picture, place, beside=publish.Beside(money=money))
    return (folder / PAGE).read_text("utf-8")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, costly: Picture) -> str:
    named = ProgrammeMoney(name="home", title="Home first", lines=("Beds",), spent=Money(10**8), measures=("delayed-days", "no-such"))
    without = ProgrammeMoney(name="none", title="No line", lines=(), spent=None, measures=())
    return with_money(tmp_path_factory.mktemp("money"), costly, named, without)


def test_a_fund_without_books_says_so_and_tells_its_bad_year(told: str) -> None:
    assert "Money held together" in told
    assert "Its books were not received" in told
    assert "In 1 of 20 years" in told


def test_weights_stand_apart_and_a_programme_that_cannot_be_judged_says_why(told: str) -> None:
    apart_from = told.split("wp-apart")[1].split("</section>")[0]
    assert "Weight for a person" in apart_from
    assert "Weight for a person" not in told.replace(apart_from, "")
    assert "Cannot say, because no line of any fund names it." in told
    assert "Cannot say, because it is no measure of this picture." in told
    assert "£1,000,000 in July to September 2025" in told


@given(st.lists(st.integers(1, 10**6), min_size=5, max_size=5), st.lists(st.fractions(Fraction(1, 10), 10), min_size=5, max_size=5))
def test_fair_shares_come_to_the_whole_and_equal_weights_leave_people_alone(people: list[int], weights: list[Fraction]) -> None:
    assert sum(fair_parts(people, weights)) == 1
    assert fair_parts(people, [Fraction(3)] * 5) == [Fraction(each, sum(people)) for each in people]


def test_a_fair_share_by_hand() -> None:
    """100 people each; the first counts double: 200 of 600, which is a third."""
    assert fair_parts([100] * 5, [Fraction(2), *[Fraction(1)] * 4]) == [Fraction(1, 3), *[Fraction(1, 6)] * 4]


def test_fewer_than_at_the_rate_of_a_year_before_by_hand() -> None:
    """80 stays at 40 per 1,000; at last year's 50 per 1,000 there would have been 100: 20 fewer."""
    assert fewer_than_before(80, 40.0, 50.0) == pytest.approx(20)
    assert fewer_than_before(80, 40.0, 30.0) == pytest.approx(-20)


@pytest.mark.parametrize(
    ("lower", "upper", "better", "expected"),
    [
        (8.0, 12.0, Better.LOWER, None), (11.0, 13.0, Better.LOWER, "worse"), (7.0, 9.0, Better.LOWER, "better"),
        (11.0, 13.0, Better.HIGHER, "better"), (10.0, 13.0, Better.LOWER, None), (11.0, 13.0, Better.NEITHER, None),
        (None, None, Better.LOWER, None),
    ],
)  # fmt: skip
def test_an_outcome_stands_apart_only_when_its_interval_does_not_hold_the_whole(lower, upper, better, expected) -> None:
    assert apart(lower, upper, 10.0, better) == expected


AXES = Axes(across=10.0, value=5.0, costs="pounds", outcome="worse upwards")


def test_the_drawings_are_whole_numbers_small_and_empty_without_anything_to_draw() -> None:
    points = [
        Placed(number=n, across=10.5 + n, value=5.1 * n, lower=4.9 * n, upper=5.3 * n, mark="worse" if n == 3 else None) for n in range(12)
    ]
    pairs = [Pair(label="Most deprived", left=12.5, left_words="£12.50", value=3.3, lower=2.2, upper=4.4, value_words="3.3")]
    stacks = [Stack(label="Hospital alone", parts=(10.1, 0.0, 3.3), words="£13")]
    drawn = [quadrant(points, AXES, says="x"), paired_bars(pairs, heads=("a", "b"), says="x"), stacked_bars(stacks, says="x")]
    for svg in drawn:
        assert len(svg) < 4_000
        assert all("." not in number for path in re.findall(r' d="([^"]*)"', svg) for number in re.findall(r"-?\d+(?:\.\d+)?", path))
    assert (quadrant([], AXES, says="x"), paired_bars([], heads=("a", "b"), says="x"), stacked_bars([], says="x")) == ("", "", "")


def test_a_hidden_group_is_said_and_not_drawn() -> None:
    hidden = Pair(label="Middle", left=None, left_words="hidden", value=None, lower=None, upper=None, value_words="hidden")
    shown = Pair(label="Second", left=3.0, left_words="£3", value=None, lower=None, upper=None, value_words="no data")
    svg = paired_bars([hidden, shown], heads=("a", "b"), says="x")
    assert svg.count('class="changed"') == 1
    assert ">hidden<" in svg
    assert ">no data<" in svg
    assert (
        stacked_bars([Stack(label="All three", parts=(), words="hidden"), Stack(label="One", parts=(1.0,), words="£1")], says="x").count(
            "part0"
        )
        == 1
    )


def test_money_of_people_is_told_to_three_figures_and_spend_to_the_penny(release_of_money: Path) -> None:
    """One person may be much of a sum, and to the penny two releases side by side would tell what one more cost."""
    used = pl.read_csv(release_of_money / "data" / "measures" / f"{ALL_USED}.csv", infer_schema_length=None)["numerator"].drop_nulls()
    assert len(used) > 50
    assert (used.round_sig_figs(3) == used).all()
    spent = pl.read_csv(release_of_money / "data" / "measures" / f"{ALL_SPENT}.csv", infer_schema_length=None)["numerator"].drop_nulls()
    assert not (spent.round_sig_figs(3) == spent).all()


def test_a_small_number_is_hidden_on_the_page_of_money_too(costly: Picture, tmp_path: Path) -> None:
    """Three people used social care in one neighbourhood: neither their cost nor a point of it stands anywhere."""
    few = (pl.col("measure") == "use-cost-social-care") & (pl.col("area") == "E9N000004")
    rows = costly.results.rows.with_columns(pl.when(few & pl.col("people").is_not_null()).then(3).otherwise("people").alias("people"))
    folder = publish.release(builder.with_results(costly, rows), builder.place(tmp_path))
    table = (folder / PAGE).read_text("utf-8").split("Social care, from the most to the least deprived")[-1]
    (row,) = re.findall(r"<tr><th[^>]*>(?:(?!</tr>).)*Canal Side.*?</tr>", table, flags=re.S)[:1]
    assert "£" not in row
    assert "hidden" in row or "fewer than" in row


def test_equity_weights_that_mean_nothing_are_refused_in_words(tmp_path: Path) -> None:
    from wholeplace.agreement.funds.checks import problems_of_equity

    four = EquityWeights(weights=(Fraction(1),) * 4, source="x")
    nought = EquityWeights(weights=(Fraction(0), *[Fraction(1)] * 4), source="x")
    assert [problem.what for problem in problems_of_equity([four])] == ["it has 4 weights."]
    assert [problem.what for problem in problems_of_equity([nought])] == ["a weight is not above nought."]
    assert len(problems_of_equity([four, nought])) == 3


@pytest.mark.browser
@pytest.mark.parametrize("width", [1180, 320])
def test_axe_finds_nothing_and_nothing_runs_off_a_phone(release_of_money: Path, width: int) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium or not AXE.is_file():
        pytest.skip("needs Chromium and axe-core")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        shown = opened.new_page(viewport={"width": width, "height": 900})
        shown.goto((release_of_money / PAGE).as_uri())
        shown.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        shown.add_script_tag(path=str(AXE))
        found = shown.evaluate("rules => axe.run({runOnly: rules})", RULES)
        over = shown.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        opened.close()
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]] == []
    assert over <= 0
