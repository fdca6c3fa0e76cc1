"""How a forecast is shown: stations as charts, answers as sentences under the question they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from wholeplace.flow import Answer, Band, Forecast, Network, Station, Unit
from wholeplace.publish.charts import Fan

_MIDDLE = 2  # of the 5, 25, 50, 75 and 95 in 100 points


@dataclass(frozen=True, kw_only=True, slots=True)
class ChartView:
    """One chart with its heading: what is drawn, and in which unit."""

    title: str
    unit: str
    fan: Fan


@dataclass(frozen=True, kw_only=True, slots=True)
class StationView:
    """One station: who is there, and who waits for it."""

    title: str
    charts: tuple[ChartView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswersView:
    """The answers to one question, in the order given."""

    question: str
    answers: tuple[Answer, ...]


def by_question(answers: Sequence[Answer]) -> tuple[AnswersView, ...]:
    """Answers under their questions. Questions stay in the order in which they first come."""
    order = list(dict.fromkeys(answer.question for answer in answers))
    ordered = sorted(answers, key=lambda answer: order.index(answer.question))
    return tuple(AnswersView(question=question, answers=tuple(held)) for question, held in groupby(ordered, key=lambda a: a.question))


def station_views(forecast: Forecast) -> tuple[StationView, ...]:
    """Every station with a capacity: people there beside the capacity, those who wait for it elsewhere, and its queue."""
    return tuple(_station(station, forecast) for station in forecast.network.stations if station.kind is not Unit.OPEN)


def _station(station: Station, forecast: Forecast) -> StationView:
    used = "units" if station.kind is Unit.VISITS else "present"
    unit = "visits a day" if station.kind is Unit.VISITS else "people"
    wanted = [
        (f"{used}:{station.name}", f"In use: {station.title}" if used == "units" else f"There: {station.title}", unit, True),
        (f"queue:{station.name}", f"Waiting outside for {station.title}", "people", False),
        *(
            (band.series, f"Ready in {_title(band.series.split(':')[1], forecast.network)}, waiting for {station.title}", "people", False)
            for band in forecast.bands
            if band.series.startswith("blocked:") and band.series.endswith(f":{station.name}")
        ),
    ]
    charts = (_chart(series, title, unit, station if capacity else None, forecast) for series, title, unit, capacity in wanted)
    return StationView(title=station.title, charts=tuple(chart for chart in charts if chart))


def _chart(series: str, title: str, unit: str, station: Station | None, forecast: Forecast) -> ChartView | None:
    """None where the series was not told, or nobody was ever in it."""
    band = _band(forecast.bands, series)
    if band is None or not any(band.points[-1]):
        return None
    before = _band(forecast.bands_against, series)
    low, *_, high = (points[-1] for points in band.points)
    last = in_people(band.points[_MIDDLE][-1])
    says = f"{title}, {unit}: at the end {last}, in 9 of 10 runs {in_people(low)} to {in_people(high)}."
    fan = Fan(
        starts=forecast.starts, points=band.points, last=last, says=says,
        capacity=capacity_by_day(station, forecast) if station else (), before=before.points[_MIDDLE] if before else (),
    )  # fmt: skip
    return ChartView(title=title, unit=unit, fan=fan)


def capacity_by_day(station: Station, forecast: Forecast) -> tuple[float, ...]:
    """Units of a station on each day of the forecast. Its first step holds for the days before it too."""
    steps = sorted(station.capacity, key=lambda step: step.since)
    days = (forecast.starts + timedelta(n) for n in range(forecast.days))
    return tuple(next((step.value for step in reversed(steps) if step.since <= day), steps[0].value) for day in days) if steps else ()


def _band(bands: Sequence[Band], series: str) -> Band | None:
    return next((band for band in bands if band.series == series), None)


def _title(name: str, network: Network) -> str:
    return next((station.title for station in network.stations if station.name == name), name)


def in_people(value: float) -> str:
    """A mean over a day: whole from 10, one decimal below."""
    return f"{value:,.0f}" if value >= 9.95 else f"{value:.1f}"
