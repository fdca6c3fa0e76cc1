"""Charts as small inline SVG: whole-number paths, words beside colour, a text alternative in each."""

from wholeplace.publish.charts.bars import driver_bars
from wholeplace.publish.charts.dots import DotRow, dots
from wholeplace.publish.charts.fan import Fan, fan_chart
from wholeplace.publish.charts.fitted import Fitted, fitted_chart
from wholeplace.publish.charts.icons import assurance_icon, variation_icon
from wholeplace.publish.charts.series import Span, series_chart, sparkline
from wholeplace.publish.charts.tiles import Tile, hex_map, shades

__all__ = [
    "DotRow", "Fan", "Fitted", "Span", "Tile", "assurance_icon", "dots", "driver_bars", "fan_chart", "fitted_chart",
    "hex_map", "series_chart", "shades", "sparkline", "variation_icon",
]  # fmt: skip
