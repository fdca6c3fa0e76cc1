"""Gaps: the four quadrants of "the poorest the fastest" on whole series, age, sex, ethnic group and neighbourhoods."""

from types import SimpleNamespace

import pytest

from tests.picture.made import measure, place, published, results, share, steady
from tests.picture.spoken import spoken
from tests.picture.test_draw import reading
from wholeplace.measures.shapes import Better
from wholeplace.measures.statistics.inequality import NO_CLEAR_CHANGE, POOREST_WORSE
from wholeplace.picture import draw
from wholeplace.picture.headline import _gap_findings
from wholeplace.picture.shapes import Gap

# Shares of all events by fifth, before and now. One fifth of the people stands in each; low is good.
FIFTHS = {
    "poorest fastest": (0.80, [(0.34, 0.27), (0.24, 0.23), (0.18, 0.20), (0.13, 0.16), (0.11, 0.14)]),
    "levelling down": (1.12, [(0.34, 0.31), (0.24, 0.215), (0.18, 0.16), (0.13, 0.115), (0.11, 0.20)]),
    "poorest worse": (1.10, [(0.34, 0.43), (0.24, 0.22), (0.18, 0.15), (0.13, 0.11), (0.11, 0.09)]),
    "poorest left behind": (0.86, [(0.34, 0.39), (0.24, 0.25), (0.18, 0.17), (0.13, 0.115), (0.11, 0.075)]),
    "no clear change": (1.0, [(0.34, 0.34), (0.24, 0.24), (0.18, 0.18), (0.13, 0.13), (0.11, 0.11)]),
}


def deprivation(parts):
    return {"deprivation": {str(fifth): shares for fifth, shares in enumerate(parts, start=1)}}


def gap_of(series, split="deprivation", **settings):
    picture = draw(results(series), place(**settings))
    return next(gap for gap in reading(picture, series.measure.name).members[0].gaps if gap.split == split), picture


@pytest.mark.parametrize("verdict", FIFTHS)
def test_the_quadrants_of_the_poorest_the_fastest(verdict):
    change, parts = FIFTHS[verdict]
    gap, picture = gap_of(steady(measure("stays", read_with=()), level=100, change=change, splits=deprivation(parts), seed=1))
    assert gap.verdict == verdict
    assert any("Stays:" in spoken(each) for each in picture.findings) == (verdict != "no clear change")


def test_all_improve_and_the_gap_widens_where_high_is_good():
    ends = [(0.10, 0.107), (0.15, 0.155), (0.2, 0.2), (0.25, 0.247), (0.3, 0.291)]
    made = share("checks", better=Better.HIGHER)
    gap, _ = gap_of(steady(made, level=100, size=400, change=1.5, splits=deprivation(ends), seed=2))
    assert gap.slope > gap.slope_before
    assert gap.verdict == "all improve, gap widens"


def test_a_gap_above_nothing_means_that_the_poorest_are_worse_off():
    low, _ = gap_of(steady(measure("stays"), splits=deprivation(FIFTHS["no clear change"][1])))
    high, _ = gap_of(steady(measure("stays", better=Better.HIGHER), splits=deprivation(FIFTHS["no clear change"][1])))
    assert low.slope_lower > 0
    assert high.slope_upper < 0
    assert "in the most deprived fifth" in spoken(low.sentence)


def test_when_everyone_falls_by_a_quarter_nobody_was_faster():
    gap, _ = gap_of(steady(measure("stays"), level=100, change=0.75, splits=deprivation(FIFTHS["no clear change"][1])))
    assert gap.slope < gap.slope_before
    assert gap.verdict == "no clear change"


def test_a_missing_fifth_cannot_be_judged():
    gap, _ = gap_of(steady(measure("stays"), splits={"deprivation": {"1": (0.6, 0.6), "5": (0.4, 0.4)}}))
    assert (gap.verdict, gap.slope) == ("cannot say", None)


def test_a_missing_ethnic_group_is_shown_and_said():
    groups = {"Not recorded": (0.2, 0.2), "White": (0.6, 0.6), "Asian": (0.2, 0.2)}
    gap, picture = gap_of(steady(measure("stays"), splits={"ethnic_group": groups}), split="ethnic_group")
    assert [figure.group for figure in gap.groups] == ["Asian", "White", "Not recorded"]
    assert spoken(gap.sentence) == "Ethnic group is not recorded for 20% of them."
    assert any("Ethnic group is not recorded" in spoken(each) for each in picture.cannot_say)


def test_neighbourhoods_stand_beside_each_other_with_those_apart_named():
    series = steady(measure("stays"), seed=3)
    series.events[1] *= 2
    gap, _ = gap_of(series, split="neighbourhood")
    assert [figure.area for figure in gap.groups] == ["N1", "N2", "N3", "N4", "N5", "N6"]
    assert spoken(gap.sentence) == "Ward 2 stands worse than the whole, beyond chance."


def test_each_partner_stands_beside_the_system_where_partners_publish():
    """Register row 82: one figure for each partner and for the system."""
    made = measure("stays", kind="published", table="published", unit="per cent", people_counted=False)
    rows = [published(made, area, 2024, value, 1.0) for area, value in (("S1", 10.0), ("RXX", 9.0), ("RYY", 12.0))]
    rows = [row | {"level": "organisation"} if str(row["area"]).startswith("R") else row for row in rows]
    picture = draw(results(*[], extra=rows, measures=(made,)), place())
    gap = next(each for each in reading(picture, "stays").members[0].gaps if each.split == "organisation")
    assert [(figure.area, figure.value) for figure in gap.groups] == [("RXX", 9.0), ("RYY", 12.0)]


def test_the_first_page_tells_only_gaps_that_stand_up_among_all_it_looks_at():
    """2.7 standard errors make a verdict on the measure's own page. Among 20 measures chance makes one such gap often."""
    looked = [("sure", POOREST_WORSE, 6.0), ("chance", POOREST_WORSE, 2.7), *((f"still-{n}", NO_CLEAR_CHANGE, 0.0) for n in range(18))]
    told = _gap_findings([_read_with_gap(name, verdict, certainty) for name, verdict, certainty in looked])
    assert [sentence.pattern.split(":")[0] for sentence in told] == ["sure"]


def test_the_first_page_looks_only_at_gaps_of_leading_readings() -> None:
    reads = [_read_with_gap("leads", POOREST_WORSE, 5.0), _read_with_gap("follows", POOREST_WORSE, 5.0, leads=False)]
    assert [sentence.pattern.split(":")[0] for sentence in _gap_findings(reads)] == ["leads"]


def _read_with_gap(name, verdict, certainty, *, leads=True):
    chased = measure(name, short=name)
    gap = Gap(
        split="deprivation", groups=(), slope=None, slope_lower=None, slope_upper=None, slope_before=None, relative=None,
        verdict=verdict, sentence=None, certainty=certainty,
    )  # fmt: skip
    member = SimpleNamespace(measure=chased, gaps=(gap,))
    return SimpleNamespace(reading=SimpleNamespace(name=name, members=(member,), leads=leads))
