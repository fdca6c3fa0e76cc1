"""Drivers: parts that add up to the last person, and pooled where they are smaller than their noise."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.picture.made import measure, place, results, share, steady
from tests.picture.test_draw import CARE, DELAYS, RETURNS, reading
from wholeplace.picture import draw
from wholeplace.picture.drivers import drivers
from wholeplace.picture.figures import Standing
from wholeplace.picture.readings import Judgements
from wholeplace.terms import AreaCode

SYSTEM = Standing("system", AreaCode("S1"))


def parts_of(series, *, dispersion=1.0):
    judgements = Judgements.of(results(series), place())
    figures = judgements.figures[series.measure.name]
    made = drivers(figures, SYSTEM, judgements.inside(SYSTEM), dispersion)
    now, before = (figures.groups(SYSTEM, "all", "period", before=earlier)["all"].numerator for earlier in (False, True))
    return made, now - before


@settings(max_examples=25, deadline=None)
@given(st.floats(0.3, 2.5), st.integers(0, 99), st.floats(0.05, 0.95), st.sampled_from(["rate", "share"]))
def test_every_split_adds_up_to_the_difference_in_events(change, seed, part, kind):
    made = (measure if kind == "rate" else share)("returns", splits=("pathway",))
    ages = {"20 to 64": (0.5, part), "80 and over": (0.5, 1 - part)}
    parts, difference = parts_of(
        steady(made, change={"N1": change}, seed=seed, splits={"pathway": {"0": (0.5, part), "1": (0.5, 1 - part)}, "age": ages})
    )
    splits = {driver.split for driver in parts}
    assert {"pathway", "neighbourhood", "age", "part"} <= splits
    for split in splits:
        assert sum(driver.events for driver in parts if driver.split == split) == pytest.approx(difference, abs=1e-6), split


def test_parts_smaller_than_their_noise_are_spread_evenly():
    parts, _ = parts_of(steady(RETURNS, seed=3))
    pooled = [driver for driver in parts if driver.split == "neighbourhood" and driver.spread_evenly]
    assert len(pooled) == 1
    assert pooled[0].label == "Spread evenly"


def test_a_planted_part_is_named_first_and_in_plain_words():
    parts, _ = parts_of(steady(RETURNS, change={"N4": 2.5}, seed=4, splits={"pathway": {"0": (0.5, 0.3), "1": (0.5, 0.7)}}))
    assert next(driver.label for driver in parts if driver.split == "neighbourhood") == "Ward 4"
    assert next(driver.label for driver in parts if driver.split == "pathway") == "Home with support"


def test_more_people_is_told_from_more_often():
    growing = steady(share("returns"), seed=5, splits={"age": {"20 to 64": (0.5, 0.5), "80 and over": (0.5, 0.5)}})
    growing.exposure[:, -12:] *= 2
    growing.events[:, -12:] *= 2
    parts, difference = parts_of(growing)
    sizes = {driver.label: driver.events for driver in parts if driver.split == "part"}
    assert sizes["How many there were"] > 0.7 * difference
    assert abs(sizes["Who they were"]) < 3


def test_wild_counts_need_larger_parts():
    calm, _ = parts_of(steady(DELAYS, change={"N1": 1.5}, seed=6))
    wild, _ = parts_of(steady(DELAYS, change={"N1": 1.5}, seed=6), dispersion=400.0)
    assert any(driver.label == "Ward 1" for driver in calm)
    assert not any(driver.label == "Ward 1" for driver in wild)


def test_the_neighbourhoods_of_the_harm_are_named_only_when_others_do_not_share_it():
    alone = draw(results(steady(RETURNS, change={"N5": 1.7}, seed=7), steady(DELAYS)), place())
    shared = draw(results(steady(RETURNS, change=1.5, seed=8), steady(DELAYS)), place())
    assert "Ward 5" in reading(alone, "returns").where.pattern
    assert reading(shared, "returns").where.pattern == "The change is spread over most neighbourhoods."


def test_no_link_where_the_other_measure_worsened_everywhere_alike():
    picture = draw(results(steady(RETURNS, change={"N1": 1.8, "N2": 1.8}, seed=9), steady(CARE, level=300, change=0.8, seed=10)), place())
    assert "In Ward" not in (reading(picture, "returns").link.pattern if reading(picture, "returns").link else "")


def test_money_has_no_drivers_of_events():
    spend = measure("spend", people_counted=False, per=1, unit="pounds a person a year")
    parts, _ = parts_of(steady(spend, change=1.4, level=900))
    assert parts == ()


def test_a_delay_with_two_reasons_counts_once_in_the_total():
    """Register row 23: several reasons may stand on one delay; what is counted twice is taken off once."""
    reasons = {"pathway": {"waits for home care": (0.7, 0.9), "waits for a bed": (0.5, 0.8)}}
    parts, difference = parts_of(steady(DELAYS, seed=11, splits=reasons, whole=False))
    by_reason = [driver for driver in parts if driver.split == "pathway"]
    assert sum(driver.events for driver in by_reason) == pytest.approx(difference)
    assert any(driver.label == "Counted in more than one" for driver in by_reason)


EVERY_SPLIT = {
    "pathway": {"0": (0.5, 0.4), "1": (0.3, 0.35), "2": (0.1, 0.2), "Not recorded": (0.1, 0.05)},
    "provider": {"X9A": (0.6, 0.45), "X9B": (0.4, 0.55)},
    "deprivation": {str(n): (0.2, 0.08 * n if n < 5 else 0.2) for n in range(1, 6)},
    "age": {"20 to 64": (0.4, 0.3), "80 and over": (0.6, 0.7)},
    "ethnic_group": {"Asian": (0.2, 0.3), "White": (0.6, 0.5), "Not recorded": (0.2, 0.2)},
}


@pytest.mark.parametrize("kind", ["rate", "share"])
def test_parts_by_pathway_provider_neighbourhood_and_group_add_up_to_the_last_person(kind):
    """Whole people: not a person more or fewer than the change itself, in any split, with what is pooled and what is not known."""
    made = (measure if kind == "rate" else share)("returns", splits=("pathway", "provider"))
    parts, difference = parts_of(steady(made, change={"N2": 1.6}, seed=12, splits=EVERY_SPLIT))
    assert difference == round(difference)
    for split in ("pathway", "provider", "deprivation", "age", "ethnic_group", "neighbourhood", "part"):
        own = [driver.events for driver in parts if driver.split == split]
        assert own, split
        assert round(sum(own), 6) == difference, split


def test_what_no_neighbourhood_is_known_for_has_a_name_and_takes_part():
    """Forty events more in the place than in its neighbourhoods: a part of its own, named, so that the parts still add up."""
    rows = steady(RETURNS, seed=13)
    made = results(rows)
    now = (pl.col("level") == "system") & (pl.col("split") == "all") & (pl.col("ends") == rows_end(made)) & (pl.col("grain") == "period")
    more = pl.when(now).then(pl.col("numerator") + 400).otherwise(pl.col("numerator")).alias("numerator")
    judgements = Judgements.of(replace(made, rows=made.rows.with_columns(more)), place())
    figures = judgements.figures[RETURNS.name]
    parts = [d for d in drivers(figures, SYSTEM, judgements.inside(SYSTEM), 1.0) if d.split == "neighbourhood"]
    ends = [figures.groups(SYSTEM, "all", "period", before=earlier)["all"].numerator for earlier in (False, True)]
    assert "Not known" in {driver.label for driver in parts}
    assert sum(driver.events for driver in parts) == pytest.approx(ends[0] - ends[1], abs=1e-6)


def rows_end(made):
    return made.rows["ends"].max()


def test_the_uncertain_part_is_named_and_says_so():
    """What is smaller than chance alone makes it is neither given to a group nor left out: one part, named, marked as such."""
    parts, difference = parts_of(steady(RETURNS, seed=14, splits={"provider": {"X9A": (0.5, 0.5), "X9B": (0.5, 0.5)}}))
    for split in {driver.split for driver in parts} - {"part"}:
        own = [driver for driver in parts if driver.split == split]
        assert [driver.label for driver in own if driver.spread_evenly] in ([], ["Spread evenly"])
        assert sum(driver.events for driver in own) == pytest.approx(difference, abs=1e-6)
    assert any(driver.spread_evenly for driver in parts)
