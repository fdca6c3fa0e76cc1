"""The statistics of the field, each by its published method. Pure: no clock, dice, files or other rooms."""

from wholeplace.measures.statistics.compare import (
    Difference,
    Ratio,
    benjamini_hochberg,
    proportion_difference,
    rate_ratio,
    value_difference,
)
from wholeplace.measures.statistics.funnel import funnel_limits, overdispersion_of
from wholeplace.measures.statistics.inequality import AS_IT_IS, LOG, Scale, Slope, logit, poorest_fastest, slope_index
from wholeplace.measures.statistics.life_expectancy import LifeExpectancy, healthy_life_expectancy, life_expectancy
from wholeplace.measures.statistics.limits import Limits, byar_limits, poisson_limits, student_limits, wilson_limits
from wholeplace.measures.statistics.medians import Quantiles, Ranks, quantile_ranks, quantiles_by_group
from wholeplace.measures.statistics.parts import Parts, das_gupta
from wholeplace.measures.statistics.quantiles import quantiles_of
from wholeplace.measures.statistics.standardise import Standardised, directly_standardised, expected_events, indirectly_standardised
from wholeplace.measures.statistics.suppression import (
    SMALL_NUMBER_RULES,
    CountTable,
    Differences,
    Rule,
    Suppressed,
    Told,
    counts_hidden,
    counts_shown,
    counts_small,
    counts_told,
    differencing,
    secondary_suppression,
)
from wholeplace.measures.statistics.unlinked import UnlinkedRange, unlinked_range
from wholeplace.measures.statistics.xmr import RULES, Xmr, xmr

__all__ = [
    "AS_IT_IS", "LOG", "RULES", "SMALL_NUMBER_RULES", "CountTable", "Difference", "Differences", "LifeExpectancy", "Limits", "Parts",
    "Quantiles", "Ranks", "Ratio", "Rule", "Scale", "Slope", "Standardised", "Suppressed", "Told", "UnlinkedRange", "Xmr",
    "benjamini_hochberg", "byar_limits", "counts_hidden", "counts_shown", "counts_small", "counts_told", "das_gupta", "differencing",
    "directly_standardised", "expected_events", "funnel_limits", "healthy_life_expectancy", "indirectly_standardised",
    "life_expectancy", "logit", "overdispersion_of", "poisson_limits", "poorest_fastest", "proportion_difference", "quantile_ranks",
    "quantiles_by_group", "quantiles_of", "rate_ratio", "secondary_suppression", "slope_index", "student_limits", "unlinked_range",
    "value_difference", "wilson_limits", "xmr",
]  # fmt: skip
