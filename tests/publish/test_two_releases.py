"""Consecutive releases, side by side: what each hides stays hidden from a reader who holds them all."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import wholeplace
from tests.publish import builder
from tests.publish.attacker import Telling
from tests.publish.test_disclosure import DEFAULT, MEASURE, PARENTS, PLACE, attacked, is_open, row
from wholeplace.measures import compute
from wholeplace.measures.shapes import RESULT_COLUMNS, Results
from wholeplace.measures.statistics import SMALL_NUMBER_RULES, Rule
from wholeplace.publish.disclosure import EARLIER, protect
from wholeplace.terms import Period, months_later

FIRST = date(2023, 4, 1)
MONTHS = 30
Shown = tuple[pl.DataFrame, pl.DataFrame]


def rows_to(counts: np.ndarray, months: int) -> pl.DataFrame:
    """[neighbourhood, month, sex] -> what a release at the end of so many months holds: every month, the quarter and the one a year
    before, 12 months and those before, for areas; quarters and years by sex."""
    codes = [area.code for area in PLACE.areas if area.level == "neighbourhood"][: len(counts)]
    members = {a.code: [n for n, c in enumerate(codes) if a.code in (c, PARENTS[c], "E9S000001")] for a in PLACE.areas}
    spans = [("month", n, n + 1) for n in range(months)]
    spans += [("period", months - 3, months), ("period", months - 15, months - 12), ("year", months - 12, months)]
    spans += [("year", months - 24, months - 12)] if months >= 24 else []
    rows = []
    for area, inside in members.items():
        for grain, start, end in spans:
            for split, group, sexes in (("all", "all", slice(None)), ("sex", "female", slice(0, 1)), ("sex", "male", slice(1, 2))):
                if inside and (split == "all" or grain != "month"):
                    events = float(counts[inside, start:end, sexes].sum())
                    ends = (months_later(FIRST, start), months_later(FIRST, end))
                    rows.append(row(MEASURE, area, split, group, grain, *ends, events, events + 1000))
    return pl.DataFrame(rows, schema={c: builder.SCHEMA[c] for c in RESULT_COLUMNS}).sort(list(RESULT_COLUMNS))


def released(counts: np.ndarray, lengths: tuple[int, ...], rule: Rule = DEFAULT) -> list[Shown]:
    """One release after another, each made beside all before it."""
    told: list[Shown] = []
    for months in lengths:
        rows = rows_to(counts, months)
        earlier = pl.concat([shown.select(EARLIER) for _, shown in told]) if told else None
        told.append((rows, protect(rows, PLACE, builder.measures((MEASURE,)), rule=rule, earlier=earlier)))
    return told


@st.composite
def histories(draw):
    """Counts of 2 to 4 neighbourhoods over 30 months by sex: some nearly empty, some busy, some with a change."""
    areas = draw(st.integers(2, 4))
    levels = np.array(draw(st.lists(st.sampled_from([0.1, 0.4, 0.9, 2.0, 8.0]), min_size=areas, max_size=areas)))
    dice = np.random.default_rng(draw(st.integers(0, 10_000)))
    return dice.poisson(np.broadcast_to(levels[:, None, None], (areas, MONTHS, 2)))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories(), st.sampled_from([DEFAULT, SMALL_NUMBER_RULES["hide-under-10"]]))
def test_no_hidden_number_can_be_worked_out_from_two_releases(counts, rule):
    releases = released(counts, (24, 27), rule)
    assert all(is_open(found) for found in attacked(releases, rule.hides_below))


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories(), st.sampled_from([DEFAULT, SMALL_NUMBER_RULES["hide-under-10"]]))
def test_nor_from_any_of_many_more(counts, rule):
    """The same, over more histories than a quick run has time for."""
    assert all(is_open(found) for found in attacked(released(counts, (24, 27), rule), rule.hides_below))


def steady(level: int) -> np.ndarray:
    return np.full((4, MONTHS, 2), level)


def test_a_small_quarter_is_not_what_two_years_leave():
    """The year to March and the year to June are shown, and so is the spring before: the spring of 3 must not be what is left."""
    counts = steady(3)
    counts[1, 24:27] = [[1, 0], [1, 0], [1, 0]]
    first, second = released(counts, (24, 27))
    spring = (pl.col("area") == "E9N000002") & (pl.col("starts") == date(2025, 4, 1)) & (pl.col("grain") == "period")
    assert second[1].filter(spring & (pl.col("split") == "all"))["hidden"].to_list() == ["small"]
    assert all(is_open(found) for found in attacked([first, second], 8))


def test_without_the_earlier_release_it_would_be_found():
    """The attacker is no paper tiger: made as if nothing had been released before, the second release gives the spring away."""
    counts = steady(3)
    counts[1, 24:27] = [[1, 0], [1, 0], [1, 0]]
    alone = [released(counts, (months,))[0] for months in (24, 27)]
    assert not all(is_open(found) for found in attacked(alone, 8))


def test_a_measure_with_a_new_definition_is_no_longer_the_same_series():
    """Figures by another definition tell nothing of these, so they cost nothing."""
    counts = steady(3)
    counts[1, 24:27] = [[1, 0], [1, 0], [1, 0]]
    (first, shown), _ = released(counts, (24, 27))
    other = shown.with_columns(pl.lit("another").alias("definition_id")).select(EARLIER)
    rows = rows_to(counts, 27)
    beside = protect(rows, PLACE, builder.measures((MEASURE,)), rule=DEFAULT, earlier=other)
    alone = protect(rows, PLACE, builder.measures((MEASURE,)), rule=DEFAULT)
    assert (beside["hidden"] != "").sum() == (alone["hidden"] != "").sum()
    assert len(first)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Results]]:
    """A demo place of 8,000 people and its results for two quarters, one after the other."""
    folder = wholeplace.make_demo(tmp_path_factory.mktemp("made") / "aldermoor", people=8_000, seed=1)
    wholeplace.make_picture(folder)
    place = wholeplace.read(folder)
    return folder, [compute(place, period=Period.parse(name)) for name in ("2025-Q2", "2025-Q3")]


DEMO_MEASURES: tuple[str, ...] = (
    "back-within-30-days", "falls-admissions-65", "deaths-under-75", "deaths-in-hospital", "long-stays", "people-delayed",
    "mental-health-over-4-weeks-under-18", "carers-supported", "learning-disability-emergency-stays", "reablement-starts-65",
)  # fmt: skip


@pytest.mark.slow
def test_everything_in_two_releases_of_the_demo_place(demo):
    """Totals, levels, footprints, fifths and groups of ten measures, in full, of events, rolling points and registers."""
    folder, quarters = demo
    place = wholeplace.read(folder)
    parents = {str(area.code): str(area.parent) for area in place.areas if area.parent}
    releases: list[Shown] = []
    for results in quarters:
        rows = results.rows.filter(pl.col("measure").is_in(DEMO_MEASURES))
        chosen = {key: measure for key, measure in results.measures.items() if key in DEMO_MEASURES}
        earlier = pl.concat([shown.select(EARLIER) for _, shown in releases]) if releases else None
        releases.append((rows, protect(rows, place, chosen, rule=DEFAULT, earlier=earlier)))
    for name, measure in quarters[0].measures.items():
        if name not in DEMO_MEASURES:
            continue
        own = pl.col("measure") == name
        told = [(rows.filter(own), shown.filter(own)) for rows, shown in releases]
        telling = Telling(last_month_only=measure.table == "register_months", rolling=measure.rolling)
        pinned = [found for found in attacked(told, 8, parents, telling=telling) if not is_open(found)]
        # ADR 8: how many people have no known area or group can be told from sums, and is said so to readers.
        assert [found.key for found in pinned if "unknown" not in found.key and "Not recorded" not in found.key] == [], name


@pytest.mark.slow
def test_a_number_that_two_measures_share_is_hidden_in_both_or_in_neither(demo):
    """One measure's denominator is another's, or its own numerator (the rows of a median): found by what they are, not by name."""
    folder, (_, results) = demo
    place = wholeplace.read(folder)
    shown = protect(results.rows, place, results.measures, rule=DEFAULT)
    keys = ["level", "area", "split", "group", "grain", "starts", "ends"]
    twins: dict[tuple[int, int], list[pl.DataFrame]] = {}
    for name, measure in results.measures.items():
        for column in ("numerator", "denominator"):
            exact = results.rows.filter(pl.col("measure") == name).select(*keys, pl.col(column).alias("exact")).drop_nulls().sort(keys)
            if measure.people_counted and exact["exact"].n_unique() > 4:
                told = shown.filter(pl.col("measure") == name).select(*keys, pl.col(column).is_null().alias("gone"))
                twins.setdefault((hash(tuple(exact.hash_rows())), len(exact)), []).append(exact.join(told, on=keys))
    shared = [pl.concat(each) for each in twins.values() if len(each) > 1]
    assert shared, "the library has measures that share a number"
    for each in shared:
        assert each.group_by(keys).agg(pl.col("gone").n_unique())["gone"].max() == 1
