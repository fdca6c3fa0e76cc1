"""No small number is shown, and none can be worked out from what is shown, in one release or in two."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.publish import builder
from tests.publish.attacker import KEYS, Found, Release, attack
from wholeplace.measures.shapes import RESULT_COLUMNS, Status
from wholeplace.measures.statistics import SMALL_NUMBER_RULES as RULES
from wholeplace.publish.disclosure import EARLIER, protect, rule_named
from wholeplace.publish.disclosure.margins import KEY
from wholeplace.terms import DataProblem, months_later

DEFAULT = RULES["hide-1-to-7-round-to-5"]
PLACE = builder.place(Path("nowhere"), count=4)
PARENTS = {str(area.code): str(area.parent) for area in PLACE.areas if area.parent}
LEVELS = {area.code: area.level for area in PLACE.areas}
MEASURE = "emergency-admissions-65"
SHARE = "back-within-30-days"
QUARTER = (date(2025, 7, 1), date(2025, 10, 1))
YEAR = (date(2024, 10, 1), date(2025, 10, 1))


def counts_to_rows(counts: np.ndarray, measure: str = MEASURE, *, rest: int = 1000) -> pl.DataFrame:
    """[neighbourhood, month, group of sex, group of age] -> every row that results would hold, with margins that add up."""
    counts = np.asarray(counts)
    codes = [a.code for a in PLACE.areas if a.level == "neighbourhood"][: len(counts)]
    members = {a.code: [n for n, c in enumerate(codes) if a.code in (c, PARENTS[c], "E9S000001")] for a in PLACE.areas}
    spans = [("month", (months_later(QUARTER[0], m), months_later(QUARTER[0], m + 1)), slice(m, m + 1)) for m in range(counts.shape[1])]
    spans.append(("year", (QUARTER[0], months_later(QUARTER[0], counts.shape[1])), slice(None)))
    groups = [("all", "all", (slice(None), slice(None)))]
    groups += [("sex", s, (slice(n, n + 1), slice(None))) for n, s in enumerate(("female", "male"))]
    groups += [("age", g, (slice(None), slice(n, n + 1))) for n, g in enumerate(("65 to 79", "80 and over"))]
    rows = []
    for area, inside in members.items():
        for grain, (starts, ends), months in spans:
            for split, group, (sex, age) in groups:
                if inside and (split == "all" or grain == "year"):
                    events = float(counts[inside][:, months, sex, age].sum())
                    rows.append(row(measure, area, split, group, grain, starts, ends, events, events + rest))
    return pl.DataFrame(rows, schema={c: builder.SCHEMA[c] for c in RESULT_COLUMNS}).sort(list(RESULT_COLUMNS))


def row(measure, area, split, group, grain, starts, ends, events, denominator):
    about = {"measure": measure, "level": LEVELS[area], "area": area, "split": split, "group": group}
    figures = {"numerator": events, "denominator": denominator, "value": events / 10, "lower": events / 11, "upper": events / 9}
    people = int(events) if split == "all" and grain != "month" else None
    blank = dict.fromkeys(("standardised", "standardised_lower", "standardised_upper"))
    when = {"grain": grain, "starts": starts, "ends": ends}
    return {**about, **when, **figures, **blank, "people": people, "status": Status.COMPLETE, "definition_id": "x"}


def protected(rows: pl.DataFrame, rule=DEFAULT, *, earlier=None) -> pl.DataFrame:
    """Every row of `rows` as a reader meets it; what the release does not hold at all is hidden too."""
    shown = protect(rows, PLACE, builder.measures((MEASURE, SHARE)), rule=rule, earlier=earlier)
    left_out = rows.join(shown, on=[*KEY, "grain"], how="anti").with_columns(pl.lit("not held").alias("hidden"))
    blank = [pl.lit(None, dtype=left_out.schema[c]).alias(c) for c in ("numerator", "value", "lower", "upper", "people")]
    return pl.concat([shown, left_out.with_columns(blank).select(shown.columns)]).sort(list(KEY))


def told_of(rows: pl.DataFrame, shown: pl.DataFrame, limit: int) -> Release:
    """What the attacker has of one release: exact numbers wherever anything is shown, more than rounding leaves; of a number that
    is said to be small, that it is; of every other hidden one, or one that is not held, nothing."""
    told = rows.join(shown.select(*KEY, "grain", "hidden"), on=[*KEY, "grain"], how="left").filter(pl.col("numerator").is_not_null())
    said = (pl.col("hidden") == "small") & (pl.col("numerator") < limit)
    cells = told.group_by(KEYS).agg(
        pl.col("numerator").first().alias("exact"), (pl.col("hidden") == "").any().alias("seen"), said.any().alias("small")
    )
    bounds = (pl.when("small").then(1.0).otherwise(0.0), pl.when("small").then(limit - 1.0).otherwise(float("inf")))
    return Release(cells=cells.with_columns(bounds[0].alias("least"), bounds[1].alias("most")).sort(KEYS))


def attacked(releases: Sequence[tuple[pl.DataFrame, pl.DataFrame]], limit: int, parents=PARENTS, **options) -> list[Found]:
    """Every small hidden number of the releases (rows, and what is shown of them), as the attacker knows it."""
    told = [told_of(rows, shown, limit) for rows, shown in releases]
    return attack(told, parents, pursued=lambda _, truth: 0 < truth < limit, **options)


def is_open(found: Found) -> bool:
    return found.most - found.least >= 1 - 1e-6


@st.composite
def tables(draw):
    """Small tables with many small numbers and many zeros: the hard case."""
    areas, months = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    most = draw(st.sampled_from([2, 8, 30]))
    size = areas * months * 4
    flat = draw(st.lists(st.integers(0, most), min_size=size, max_size=size))
    return np.array(flat).reshape(areas, months, 2, 2)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), st.sampled_from([DEFAULT, RULES["hide-under-10"]]))
def test_no_hidden_number_can_be_worked_out(counts, rule):
    rows = counts_to_rows(counts)
    shown = protected(rows, rule)
    assert all(is_open(found) for found in attacked([(rows, shown)], rule.hides_below))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), tables())
def test_nor_from_two_releases_of_the_same_period(first, second):
    """The second release changes some counts; what the first hid stays hidden."""
    shape = tuple(min(a, b) for a, b in zip(first.shape, second.shape, strict=True))
    first, second = (t[: shape[0], : shape[1]] for t in (first, second))
    one = protected(counts_to_rows(first))
    two = protected(counts_to_rows(second), earlier=one.select(EARLIER))
    joined = one.join(two, on=KEY, suffix="_two")
    assert joined.filter((pl.col("hidden") != "") & (pl.col("hidden_two") == "")).is_empty()


def test_what_one_release_shows_is_no_hiding_place_in_the_next():
    """The 4 is new. Its companion must be the area that the first release hid as well, not the one it showed."""
    counts = np.full((4, 1, 2, 2), 50)
    counts[0] = 1
    rows = counts_to_rows(counts)
    keys = protected(rows).select(EARLIER)
    second = "E9N000002"
    before = keys.with_columns(pl.when(pl.col("area") == second).then(pl.lit("beside")).otherwise(pl.lit("")).alias("hidden"))
    shown = protected(rows, earlier=before)
    fresh = shown.filter((pl.col("hidden") == "beside") & (pl.col("grain") == "year") & (pl.col("split") == "all"))["area"].to_list()
    assert second in fresh


@settings(max_examples=30, deadline=None)
@given(tables())
def test_every_small_number_is_hidden_and_every_zero_of_the_whole_place_is_a_zero(counts):
    rows = counts_to_rows(counts).sort(list(KEY))
    shown = protected(rows)
    exact = rows["numerator"].to_numpy()
    small = (exact > 0) & (exact < 8)
    assert all(shown["hidden"].to_numpy()[small] != "")
    assert shown.filter(pl.col("hidden") == "")["numerator"].null_count() == 0
    assert shown.filter(pl.col("hidden") != "")["numerator"].null_count() == (shown["hidden"] != "").sum()


def test_a_hidden_number_takes_its_value_and_limits_with_it():
    shown = protected(counts_to_rows(np.full((2, 1, 2, 2), 1)))
    gone = shown.filter(pl.col("hidden") != "")
    assert gone.select("value", "lower", "upper", "numerator", "people").null_count().sum_horizontal().item() == 5 * len(gone)


def test_zero_and_hidden_are_never_confused():
    counts = np.zeros((3, 1, 2, 2))
    counts[0, 0, 0, 0] = 40
    counts[1, 0, 0, 0] = 30
    shown = protected(counts_to_rows(counts))
    assert shown.filter(pl.col("hidden").is_in(["small", "beside"])).is_empty()
    assert 0.0 in shown["numerator"].to_list()


def test_one_small_area_is_not_found_by_subtraction():
    """Place 100 = 3 + 50 + 47: hiding only the 3 would give it away."""
    counts = np.zeros((3, 1, 2, 2))
    counts[:, 0, 0, 0] = [3, 50, 47]
    rows = counts_to_rows(counts)
    shown = protected(rows)
    hidden_areas = shown.filter((pl.col("hidden") != "") & (pl.col("split") == "all") & (pl.col("grain") == "year"))["area"].to_list()
    assert len(hidden_areas) >= 2


def test_the_whole_place_is_not_hidden_for_the_sake_of_a_neighbourhood():
    """One small number among months and groups of neighbourhoods: what the board came for still stands."""
    counts = np.full((4, 3, 2, 2), 20)
    counts[1, 1] = 1
    shown = protected(counts_to_rows(counts))
    assert (shown.filter((pl.col("level") == "system") & (pl.col("split") == "all"))["hidden"] == "").all()
    assert (shown.filter((pl.col("level") == "place") & (pl.col("split") == "all") & (pl.col("grain") == "year"))["hidden"] == "").all()
    assert (shown.filter((pl.col("level") == "neighbourhood") & (pl.col("grain") == "month"))["hidden"] == "not held").all()


def test_words_do_not_say_small_where_that_would_pin_it():
    """Seven areas of a place with one each: "fewer than 8" on the place and on each would leave only 1."""
    counts = np.zeros((4, 1, 2, 2))
    counts[:, 0, 0, 0] = 2
    rows = counts_to_rows(counts)
    assert all(is_open(found) for found in attacked([(rows, protected(rows))], 8))


def test_a_share_of_nearly_everyone_is_hidden_too():
    """58 of 60 left 2 who were not: as few as any small number."""
    rows = counts_to_rows(np.full((2, 1, 2, 2), 14), SHARE, rest=2)
    assert (protected(rows)["hidden"] != "").all()


def test_few_people_behind_many_days_are_hidden():
    """40 days of delay of 3 people point to 3 people."""
    three = pl.when(pl.col("people").is_not_null()).then(3).alias("people").cast(pl.Int64)
    rows = counts_to_rows(np.full((2, 1, 2, 2), 10)).with_columns(three)
    assert (protected(rows)["hidden"] != "").all()


def test_figures_that_are_not_about_people_are_left_alone():
    rows = counts_to_rows(np.full((2, 1, 2, 2), 1), "smoking")
    shown = protect(rows, PLACE, builder.measures(("smoking",)), rule=DEFAULT)
    assert (shown["hidden"] == "").all()
    assert shown["numerator"].to_list() == rows["numerator"].to_list()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_midpoints_leave_every_small_number_open(counts):
    """Under midpoint 6 a reader knows of each number only its run of six, and that sums hold."""
    rows = counts_to_rows(counts).sort(list(KEY))
    shown = protected(rows, RULES["midpoint-6"])
    run = (pl.col("exact") / 6).ceil() * 6
    told = told_of(rows, shown, 7).cells.with_columns(seen=(pl.col("exact") == 0) & pl.col("seen"), shown="seen")
    bounds = (pl.when("shown").then((run - 5).clip(0)).otherwise(0.0), pl.when("shown").then(run).otherwise(float("inf")))
    release = Release(cells=told.with_columns(bounds[0].alias("least"), bounds[1].alias("most")))
    assert all(is_open(found) for found in attack([release], PARENTS, pursued=lambda _, truth: 0 < truth <= 6))


@pytest.mark.parametrize(
    ("rule", "count", "shown"),
    [
        ("hide-1-to-7-round-to-5", 0, 0), ("hide-1-to-7-round-to-5", 8, 10),
        ("hide-1-to-7-round-to-5", 12, 10), ("hide-1-to-7-round-to-5", 242, 240),
        ("midpoint-6", 0, 0), ("midpoint-6", 1, 3), ("midpoint-6", 6, 3), ("midpoint-6", 7, 9), ("midpoint-6", 12, 9),
        ("hide-under-10", 10, 10), ("hide-under-10", 242, 242),
    ],
)  # fmt: skip
def test_rounding_by_rule(rule, count, shown):
    assert RULES[rule].shown(count) == shown


def test_an_unknown_rule_is_refused_with_a_letter():
    with pytest.raises(DataProblem, match="midpoint-6"):
        rule_named("hide-nothing")


def test_the_whole_picture_holds_against_the_attacker(picture):
    """One measure of the hand-made picture, with all its areas, months and groups."""
    rows = picture.results.rows.filter((pl.col("measure") == "back-within-30-days") & (pl.col("starts") >= date(2025, 7, 1)))
    place = builder.place(Path("nowhere"))
    shown = protect(rows, place, picture.results.measures, rule=DEFAULT).sort(list(KEY))
    parents = {str(area.code): str(area.parent) for area in place.areas if area.parent}
    assert all(is_open(found) for found in attacked([(rows, shown)], 8, parents))
