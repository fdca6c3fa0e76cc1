"""Charts: whole-number paths, small, with words; colour never alone."""

import re
from datetime import date

import pytest

from wholeplace.measures.statistics import SMALL_NUMBER_RULES as RULES
from wholeplace.publish.charts import DotRow, Span, Tile, dots, driver_bars, hex_map, series_chart, shades, sparkline, variation_icon
from wholeplace.publish.charts.bars import Part
from wholeplace.publish.charts.icons import ASSURANCE, VARIATION, assurance_icon
from wholeplace.publish.charts.series import Dot, Line
from wholeplace.publish.pages.drivers import adding_up
from wholeplace.terms import months_later

SPAN = Span(date(2022, 10, 1), date(2025, 9, 1), "Oct 2022", "Sep 2025")


def line(values, marks=None, **edges):
    marks = marks or [None] * len(values)
    points = [Dot(months_later(SPAN.first, n), v, m) for n, (v, m) in enumerate(zip(values, marks, strict=True))]
    known = {"mean": 10.0, "lower": 5.0, "upper": 15.0, **edges}
    return Line(dots=points, last="12", says="Back within 30 days: 36 points. Last point 12.", **known)


def numbers_in_paths(svg):
    return [n for path in re.findall(r' d="([^"]*)"', svg) for n in re.findall(r"-?\d+(?:\.\d+)?", path)]


def test_paths_are_whole_numbers_and_the_chart_is_small():
    svg = series_chart(line([10.3 + n % 3 for n in range(36)]), SPAN)
    assert all("." not in n for n in numbers_in_paths(svg))
    assert len(svg) < 2_500


def test_marks_differ_in_shape_and_not_only_in_colour():
    svg = series_chart(line([10, 11, 12, 13], [None, "better", "worse", "changed"]), SPAN)
    shapes = {kind: re.sub(r"-?\d+", "#", path) for kind, path in re.findall(r'<path class="(better|worse|changed)" d="([^"]*)"', svg)}
    assert len(set(shapes.values())) == 3


def test_two_charts_of_a_card_share_one_time_axis():
    """The last point of a series that stops a year early lies left of the other's."""
    whole, short = (re.findall(r'class="line" d="M(\d+) .*?(\d+) \d+"', series_chart(line([10.0] * n), SPAN))[0] for n in (36, 24))
    assert whole[0] == short[0]
    assert int(short[1]) < int(whole[1])


def test_a_series_without_limits_has_no_band():
    svg = series_chart(line([10.0, 12.0], mean=None, lower=None, upper=None), SPAN)
    assert 'class="band"' not in svg
    assert 'class="mean"' not in svg


def test_a_flat_series_sits_in_the_middle():
    assert "nan" not in series_chart(line([7.0] * 36, mean=7.0, lower=7.0, upper=7.0), SPAN)


def test_no_points_no_chart():
    assert series_chart(line([]), SPAN) == sparkline(line([]), SPAN) == ""


def test_words_are_escaped():
    row = DotRow(label="<b>A & B</b>", value=1.0, lower=0.5, upper=1.5, words="1")
    svg = dots([row, row], says='"quoted"')
    assert "<b>" not in svg
    assert "&quot;quoted&quot;" in svg


def test_a_hidden_group_keeps_its_row_and_says_so():
    rows = [
        DotRow(label="Most deprived", value=12.0, lower=10.0, upper=14.0, words="12%"),
        DotRow(label="Least deprived", value=None, lower=None, upper=None, words="hidden"),
    ]
    svg = dots(rows, says="By deprivation.")
    assert svg.count("<circle") == 1
    assert "hidden" in svg


@pytest.mark.parametrize("name", VARIATION)
def test_every_variation_icon_has_its_words(name):
    assert VARIATION[name] in variation_icon(name)


@pytest.mark.parametrize("name", [name for name in ASSURANCE if name != "no target"])
def test_every_assurance_icon_has_its_words(name):
    assert ASSURANCE[name] in assurance_icon(name)


def test_without_a_target_there_is_no_icon():
    assert assurance_icon("no target") == ""


def test_a_part_that_lowers_lies_on_the_other_side():
    svg = driver_bars([Part("Up", 30, "+30"), Part("Down", -10, "−10")], Part("All together", 20, "+20"), says="Parts.", worse_when=1)
    up, down = (int(re.search(rf'class="{kind}" d="M(\d+)', svg).group(1)) for kind in ("worse", "better"))
    assert down < up


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
@pytest.mark.parametrize("parts", [[29.0, 6.0, 5.0, -2.0], [3.0, 3.0, 3.0], [-7.0, 12.0], [0.0, 0.0], [1.0]])
def test_rounded_parts_still_add_up(rule, parts):
    whole, *rounded = adding_up(sum(parts), parts, rule)
    assert sum(rounded) == whole
    assert all(abs(a - b) <= max(rule.rounds_to, rule.midpoint, 1) for a, b in zip(parts, rounded, strict=True))


def test_shades_run_from_least_to_most_and_leave_out_what_is_hidden():
    assert shades({"a": 1.0, "b": 5.0, "c": None, "d": 3.0}) == {"a": 1, "b": 5, "c": 0, "d": 3}
    assert shades({"a": 2.0, "b": 2.0}) == {"a": 3, "b": 3}
    assert shades({"a": None}) == {"a": 0}


def test_a_hex_map_names_every_area_and_links_to_it():
    tiles = [Tile(code=c, name=f"Area {c}", words="12%", shade=2, mark=None, link=f"areas/{c}.html") for c in "ab"]
    svg = hex_map(tiles, {"a": (0, 0), "b": (1, 0)}, says="Two areas.")
    assert svg.count("<a href=") == 2
    assert 'role="group"' in svg
