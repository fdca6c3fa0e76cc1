"""Our comparisons and weights as settings for Splink, in the words of the engine that will run them."""

from collections.abc import Iterable, Mapping

from splink import SettingsCreator, comparison_library
from splink import comparison_level_library as levels_of
from splink.internals.comparison_creator import ComparisonCreator
from splink.internals.comparison_level_creator import ComparisonLevelCreator

from wholeplace.people.link.model.weights import OTHER, Comparison, Level, Rates

ID = "identity_no"


def settings_for(compared: Iterable[Comparison], rates: Mapping[str, Mapping[str, Rates]], *, prior: float) -> SettingsCreator:
    """Splink's settings for these comparisons. Levels without rates start from Splink's defaults, so that they can be trained.

    `prior`: the probability that a record looked for and a person known, each taken at random, are one.
    """
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name=ID,
        comparisons=[_comparison(comparison, rates.get(comparison.name, {})) for comparison in compared],
        blocking_rules_to_generate_predictions=[],
        probability_two_random_records_match=prior,
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=False,
        max_iterations=25,
        em_convergence=0.001,
    )


def _comparison(comparison: Comparison, rates: Mapping[str, Rates]) -> ComparisonCreator:
    missing = levels_of.CustomLevel(comparison.missing, label_for_charts="missing", base_dialect_str="duckdb")
    levels: list[ComparisonLevelCreator | dict] = [missing.configure(is_null_level=True)]
    levels += [_with_rates(_level(level), level, comparison, rates.get(level.name)) for level in comparison.levels]
    other = Level(name=OTHER, says="anything else")
    levels.append(_with_rates(levels_of.ElseLevel(), other, comparison, rates.get(OTHER)))
    return comparison_library.CustomComparison(comparison_levels=levels, output_column_name=comparison.name)


def _level(level: Level) -> ComparisonLevelCreator:
    made: list[ComparisonLevelCreator] = []
    if level.distance is not None:
        kind, column, limit = level.distance
        made.append(
            levels_of.JaroWinklerLevel(column, limit) if kind == "jaro_winkler" else levels_of.DamerauLevenshteinLevel(column, int(limit))
        )
    if level.when is not None:
        made.append(levels_of.CustomLevel(level.when, base_dialect_str="duckdb"))
    return made[0] if len(made) == 1 else levels_of.Or(*made)


def _with_rates(made: ComparisonLevelCreator, level: Level, comparison: Comparison, rates: Rates | None) -> ComparisonLevelCreator:
    made.configure(label_for_charts=level.name)
    if rates is not None:
        made.configure(m_probability=rates.m, u_probability=rates.u)
    if level.common is not None:
        made.configure(
            tf_adjustment_column=level.common,
            tf_adjustment_weight=1.0,
            tf_minimum_u_value=comparison.least_common,
            disable_tf_exact_match_detection=True,
        )
    return made
