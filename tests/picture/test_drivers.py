"""Drivers: parts that add up to the last person, and pooled where they are smaller than their noise."""

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
