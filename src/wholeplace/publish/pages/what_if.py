"""The planner's page: numbers to move, a quick estimate at once, then bands and plain answers. A page for partners, never released."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.flow import Answer, Forecast, Scenario
from wholeplace.publish.pages.forecasts import by_question, station_views
from wholeplace.publish.pages.jinja import render
from wholeplace.terms import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One number that a planner may move. `base` is today's, `given` what was typed, None for nothing."""

    path: str
    title: str
    unit: str
    base: float
    given: str | None = None

    @property
    def moved(self) -> bool:
        """Something was typed, and it is not today's number."""
        return self.given is not None and self.given != f"{self.base:.10g}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """Everything the planner's page shows. While a run goes on, `done` is the share of it, and there is no forecast yet."""

    place: str
    fields: Sequence[tuple[str, Sequence[Field]]]
    scenarios: Sequence[Scenario]
    chosen: str = ""
    replications: int = 50
    quick: Sequence[Answer] = ()
    forecast: Forecast | None = None
    done: float | None = None
    problems: Sequence[Problem] = ()
    keep: str = ""


def what_if_page(desk: Desk, rooms: Sequence[tuple[str, str]] = ()) -> str:
    """The page as HTML. `rooms`: title and address of other pages that whoever asks may open."""
    forecast = desk.forecast
    told = forecast.answers if forecast else ()
    return render(
        "what_if.html", desk=desk, rooms=rooms, quick=by_question(desk.quick), stations=station_views(forecast) if forecast else (),
        differences=by_question([answer for answer in told if answer.compared]),
        levels=by_question([answer for answer in told if not answer.compared]),
    )  # fmt: skip
