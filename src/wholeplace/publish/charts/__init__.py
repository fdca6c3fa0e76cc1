"""Charts as small inline SVG: whole-number paths, words beside colour, a text alternative in each."""

from wholeplace.publish.charts.bars import driver_bars
from wholeplace.publish.charts.dots import DotRow, dots
from wholeplace.publish.charts.fan import Fan, fan_chart
from wholeplace.publish.charts.fitted import Fitted, fitted_chart
from wholeplace.publish.charts.icons import assurance_icon, variation_icon
from wholeplace.publish.charts.paired import Pair, paired_bars
from wholeplace.publish.charts.quadrant import Axes, Placed, quadrant
from wholeplace.publish.charts.series import Span, series_chart, sparkline
from wholeplace.publish.charts.stacked import Stack, stacked_bars
from wholeplace.publish.charts.tiles import Tile, hex_map, shades

__all__ = [
    "Axes", "DotRow", "Fan", "Fitted", "Pair", "Placed", "Span", "Stack", "Tile", "assurance_icon", "dots", "driver_bars", "fan_chart",
    "fitted_chart", "hex_map", "paired_bars", "quadrant", "series_chart", "shades", "sparkline", "stacked_bars", "variation_icon",
]  # fmt: skip
