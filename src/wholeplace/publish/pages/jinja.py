"""The templates: ours, over the NHS design system's macros. Everything is escaped unless a chart drew it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader
from markupsafe import Markup

from wholeplace.publish import wording
from wholeplace.publish.charts import (
    assurance_icon,
    dots,
    driver_bars,
    fan_chart,
    fitted_chart,
    hex_map,
    paired_bars,
    quadrant,
    series_chart,
    sparkline,
    stacked_bars,
    variation_icon,
)
from wholeplace.publish.charts.ranges import range_bars

TEMPLATES = Path(__file__).parents[1] / "templates"


def _drawn(draw: Callable[..., str]) -> Callable[..., Markup]:
    return lambda *args, **kwargs: Markup(draw(*args, **kwargs))


@cache
def templates() -> Environment:
    """One environment for the whole run: compiling templates is what costs."""
    return over()


def over(*folders: Path) -> Environment:
    """The templates of a release, with those of `folders` before them: a door's pages stand on the same frame."""
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader([*folders, TEMPLATES]), PackageLoader("nhsuk_frontend_jinja")]),
        undefined=ChainableUndefined,  # the design system's macros read parameters that were not given
        autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    charts = {
        "series_chart": series_chart, "sparkline": sparkline, "dots": dots, "driver_bars": driver_bars, "fan_chart": fan_chart,
        "fitted_chart": fitted_chart, "hex_map": hex_map, "variation_icon": variation_icon, "assurance_icon": assurance_icon,
        "quadrant": quadrant, "paired_bars": paired_bars, "stacked_bars": stacked_bars, "range_bars": range_bars,
    }  # fmt: skip
    environment.globals |= {name: _drawn(draw) for name, draw in charts.items()}
    environment.globals |= {"wording": wording}
    return environment


def render(template: str, **values: object) -> str:
    """One page. Lines that hold only blanks are dropped: they are a third of what templates leave."""
    page = templates().get_template(template).render(**values)
    return "\n".join(line for line in (raw.strip() for raw in page.splitlines()) if line) + "\n"
