"""Shares and ratios with limits."""

import numpy as np
import polars as pl
import pytest

from wholeplace.measures.statistics import wilson_limits
from wholeplace.people.link.shares import with_ratio_to_all, with_share


def test_the_limits_are_those_of_the_room_of_measures():
    whole = [10, 10, 10, 1, 1_000, 40_000]
    part = [0, 10, 3, 1, 999, 12]
    ours = with_share(pl.DataFrame({"part": part, "whole": whole}), "share", "part", "whole")
    theirs = wilson_limits(part, whole)
    assert np.allclose(ours["share_lower"], theirs.lower, atol=1e-12)
    assert np.allclose(ours["share_upper"], theirs.upper, atol=1e-12)
    assert ours["share"].to_list() == [a / b for a, b in zip(part, whole, strict=True)]


def test_a_share_of_nobody_has_no_value():
    ours = with_share(pl.DataFrame({"part": [0], "whole": [0]}), "share", "part", "whole")
    assert ours.select("share", "share_lower", "share_upper").row(0) == (None, None, None)


def ratio(part, whole, all_part, all_whole):
    frame = pl.DataFrame({"part": [part], "whole": [whole], "every": [all_part], "sum": [all_whole]})
    return with_ratio_to_all(frame, "part", "whole", pl.col("every"), pl.col("sum")).select("ratio", "ratio_lower", "ratio_upper").row(0)


def test_the_whole_has_the_ratio_1_and_no_width():
    assert ratio(90, 100, 90, 100) == pytest.approx((1, 1, 1))


def test_a_group_of_nobody_linked_or_nobody_has_no_ratio():
    assert ratio(0, 10, 90, 100) == (None, None, None)
    assert ratio(0, 0, 90, 100) == (None, None, None)


def test_a_share_of_1_still_has_a_width():
    value, lower, upper = ratio(20, 20, 90, 100)
    assert lower < value < upper


def test_the_interval_holds_what_it_promises():
    """Drawn again and again, the limits hold the true ratio about 95 times in 100."""
    draw = np.random.default_rng(1)
    n_group, n_rest, p_group, p_rest = 400, 1_600, 0.85, 0.93
    x, rest = draw.binomial(n_group, p_group, 4_000), draw.binomial(n_rest, p_rest, 4_000)
    frame = pl.DataFrame({"part": x, "whole": np.full(4_000, n_group), "every": x + rest, "sum": np.full(4_000, n_group + n_rest)})
    told = with_ratio_to_all(frame, "part", "whole", pl.col("every"), pl.col("sum"))
    true = p_group / ((n_group * p_group + n_rest * p_rest) / (n_group + n_rest))
    held = told.filter((pl.col("ratio_lower") <= true) & (pl.col("ratio_upper") >= true))
    assert 0.94 < len(held) / 4_000 < 0.96
