"""The chart of what may come: bands inside each other, whole-number paths, an axis that says where it begins."""

import re
from datetime import date
from itertools import pairwise

import pytest

from wholeplace.publish.charts import Fan, Fitted, fan_chart, fitted_chart

SPREAD = (-16.0, -7.0, 0.0, 7.0, 16.0)


def fan(middle, **more):
    points = [[value + apart for value in middle] for apart in SPREAD]
    return Fan(starts=date(2026, 11, 1), points=points, last="100", says="People in hospital beds: at the end 100.", **more)


def path(svg, kind):
    return re.search(rf'class="{kind}" d="([^"]*)"', svg)[1]


def heights(d):
    return [int(y) for _, y in re.findall(r"(-?\d+) (-?\d+)", d)]


def words(svg):
    return re.findall(r">([^<]+)</text>", svg)


def test_paths_are_whole_numbers_and_a_year_is_not_heavy():
    svg = fan_chart(fan([400 + n % 30 for n in range(365)], capacity=[452] * 365, before=[410.0] * 365))
    assert all("." not in number for d in re.findall(r' d="([^"]*)"', svg) for number in re.findall(r"-?\d+(?:\.\d+)?", d))
    assert len(svg) < 9_000


def test_the_half_lies_inside_nine_in_ten_and_the_middle_inside_the_half():
    svg = fan_chart(fan([100.0] * 30))
    wide, half, middle = (set(heights(path(svg, kind))) for kind in ("fan", "fan half", "middle"))
    assert min(wide) < min(half) < min(middle)
    assert max(middle) < max(half) < max(wide)


@pytest.mark.parametrize(("middle", "foot"), [([10.0] * 9, "0"), ([400.0] * 9, "380")])
def test_the_axis_begins_at_zero_unless_everything_lies_in_its_upper_half(middle, foot):
    low = fan([max(value, 16.0) for value in middle])
    assert words(fan_chart(low))[0] == foot


def test_capacity_steps_and_says_its_last_number():
    svg = fan_chart(fan([400.0] * 20, capacity=[452.0] * 10 + [470.0] * 10))
    assert path(svg, "capacity").count("V") == 1
    assert "of 470" in words(svg)


def test_the_two_labels_never_lie_on_each_other():
    svg = fan_chart(fan([450.0] * 20, capacity=[452.0] * 20))
    ys = [int(y) for y in re.findall(r'<text x="384" y="(\d+)"', svg)]
    assert abs(ys[0] - ys[1]) >= 14


def test_a_flat_series_of_nobody_is_still_a_chart():
    svg = fan_chart(Fan(starts=date(2026, 11, 1), points=[[0.0] * 5] * 5, last="0.0", says="Nobody waits."))
    assert "nan" not in svg
    assert 'aria-label="Nobody waits."' in svg


def test_one_day_and_no_day():
    assert "Nov 2026" in words(fan_chart(fan([100.0])))
    assert fan_chart(Fan(starts=date(2026, 11, 1), points=[[]] * 5, last="", says="")) == ""


def test_months_never_overlap_over_three_years():
    svg = fan_chart(fan([100.0] * 1_095))
    xs = [(int(x), said) for x, said in re.findall(r'<text x="(\d+)" y="196" class="t">([^<]+)<', svg)]
    assert all(second - first >= 30 for (first, _), (second, _) in pairwise(xs))
    assert xs[-1][0] < 380


def test_what_was_seen_is_drawn_over_the_bands_and_stretches_the_axis():
    calm, wild = fan([100.0] * 20), fan([100.0] * 20, seen=[100.0] * 19 + [400.0])
    assert 'class="seen"' not in fan_chart(calm)
    assert min(heights(path(fan_chart(wild), "seen"))) < min(heights(path(fan_chart(wild), "fan")))


def fitted(**more):
    return Fitted(**{"x": range(24), "x_words": "hour of the day", "seen": [1.0] * 24, "fitted": [1.0] * 24, "says": "As seen.", **more})


def test_a_fit_that_is_right_lies_on_what_was_seen():
    svg = fitted_chart(fitted())
    assert set(heights(path(svg, "middle"))) == set(heights(path(svg, "dot").replace("h0", "")))
    assert "hour of the day" in words(svg)


def test_a_survival_curve_falls_in_steps():
    svg = fitted_chart(fitted(x=[0, 1, 2], seen=[1.0, 0.6, 0.2], fitted=[1.0, 0.5, 0.25], steps=True))
    assert re.sub(r"[0-9]+", "#", path(svg, "seen")) == "M# #H#V#H#V#"


def test_nothing_seen_draws_nothing():
    assert fitted_chart(fitted(x=[], seen=[], fitted=[])) == ""
