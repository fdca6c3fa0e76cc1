"""Our limits against the published test values of OHID's PHEindicatormethods, read where they lie and never copied."""

import numpy as np
import polars as pl
import pytest

from wholeplace.measures.statistics import byar_limits, directly_standardised, poisson_limits, slope_index, wilson_limits
from wholeplace.terms.group import EUROPEAN_STANDARD_POPULATION_2013

CONFIDENCES = {"95": ("lower95_0cl", "upper95_0cl", 0.95), "99.8": ("lower99_8cl", "upper99_8cl", 0.998)}


def golden(folder, name):
    return pl.read_csv(folder / "golden_statistics" / f"phe_test_{name}.csv.gz", infer_schema_length=None)


def same(ours, theirs):
    np.testing.assert_allclose(ours, theirs.to_numpy().astype(float), rtol=1e-9, equal_nan=True)


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_rates(shared_data, confidence):
    low, high, share = CONFIDENCES[confidence]
    rows = golden(shared_data, "Rate").filter(pl.col("Numerator").is_not_null() & pl.col("Denominator").is_not_null())
    scale = rows["multiplier"].to_numpy() / rows["Denominator"].to_numpy()
    limits = poisson_limits(rows["Numerator"].to_numpy(), confidence=share)
    same(limits.lower * scale, rows[low])
    same(limits.upper * scale, rows[high])


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_proportions_with_their_missing_rows(shared_data, confidence):
    low, high, share = CONFIDENCES[confidence]
    rows = golden(shared_data, "Prop")
    limits = wilson_limits(
        rows["Numerator"].fill_null(np.nan).to_numpy(), rows["Denominator"].fill_null(np.nan).to_numpy(), confidence=share
    )
    same(limits.lower * rows["multiplier"].to_numpy(), rows[low].fill_null(np.nan))
    same(limits.upper * rows["multiplier"].to_numpy(), rows[high].fill_null(np.nan))


@pytest.mark.parametrize(("words", "share"), [("95%", 0.95), ("99.8%", 0.998)])
def test_byar_and_wilson_helpers(shared_data, words, share):
    rows = golden(shared_data, "BW").filter(confidence=words)
    byar, wilson = rows.filter(method="Byars"), rows.filter(method="Wilson")
    limits = byar_limits(byar["x"].to_numpy(), confidence=share)
    same(limits.lower, byar["lowercl"].fill_null(np.nan))
    same(limits.upper, byar["uppercl"])
    limits = wilson_limits(wilson["x"].to_numpy(), wilson["n"].to_numpy(), confidence=share)
    same(limits.lower, wilson["lowercl"])
    same(limits.upper, wilson["uppercl"])


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_directly_standardised_rates_of_three_areas_at_once(shared_data, confidence):
    low, high, share = CONFIDENCES[confidence]
    bands = golden(shared_data, "multiarea_esp")
    expected = golden(shared_data, "DSR_results").filter(pl.col("statistic") == "dsr per 100000")
    areas = ["testdata_big", "testdata_small"]
    expected = pl.DataFrame({"area": areas}).join(expected, on="area", how="left", maintain_order="left")
    counts = np.stack([bands.filter(area=area)["count"].fill_null(np.nan).to_numpy() for area in [*areas, "testdata_tiny"]])
    people = np.stack([bands.filter(area=area)["pop"].to_numpy() for area in [*areas, "testdata_tiny"]])
    ours = directly_standardised(counts, people, np.array(EUROPEAN_STANDARD_POPULATION_2013), confidence=share)
    same(ours.value[:2], expected["value"])
    same(ours.lower[:2], expected[low])
    same(ours.upper[:2], expected[high])
    assert np.isnan([ours.value[2], ours.lower[2], ours.upper[2]]).all(), "9 events are too few for a rate"


def test_every_golden_rate_itself_and_the_gaps_of_its_file(shared_data):
    """All rows of the file, those without a count or a population too: where the expected value is missing so is ours."""
    rows = golden(shared_data, "Rate")
    events, people = (rows[name].fill_null(np.nan).to_numpy().astype(float) for name in ("Numerator", "Denominator"))
    same(events / people * rows["multiplier"].to_numpy(), rows["value"].fill_null(np.nan))


def test_slopes_of_life_expectancy_over_the_tenths_of_every_area(shared_data):
    """phe_LE_data gives life expectancy, its error and people by tenth: one regression an area by NumPy, ours all at once."""
    rows = pl.read_csv(shared_data / "golden_statistics" / "phe_LE_data.csv.gz").drop_nulls().sort("Sex", "GeoCode", "Decile")
    whole = rows.filter(pl.len().over("Sex", "GeoCode") == 10)
    years, errors, people = (whole[name].to_numpy().astype(float).reshape(-1, 10) for name in ("LifeExp", "SE", "Pop"))
    ours = slope_index(years, errors, people, better="higher")
    assert len(years) > 100
    for row in range(len(years)):
        share = people[row] / people[row].sum()
        rank, root = np.cumsum(share) - share / 2, np.sqrt(share)
        design = np.column_stack([root, root * rank])
        inverse = np.linalg.inv(design.T @ design) @ design.T
        start, slope = inverse @ (root * years[row])
        error = np.sqrt(((inverse[1] * root) ** 2 * errors[row] ** 2).sum())
        np.testing.assert_allclose([ours.absolute[row], ours.error[row]], [slope, error], rtol=1e-9)
        np.testing.assert_allclose(ours.relative[row], (start + slope) / start, rtol=1e-9)
