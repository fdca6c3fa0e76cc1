"""How well the model fits a place's records: a winter it had not seen, and every fitted curve beside what was seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.publish.charts import Fan, Fitted
from wholeplace.publish.pages.forecasts import in_people
from wholeplace.publish.pages.jinja import render

if TYPE_CHECKING:  # fitting brings the warehouse and SciPy along, which no page needs
    from wholeplace.flow.calibrate.shapes import Fit, Plot, Replay


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplayView:
    """One replay as a chart, with how far off it was in words."""

    title: str
    unit: str
    fan: Fan
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PlotView:
    """One curve beside what was seen."""

    title: str
    unit: str
    drawn: Fitted


def fit_page(place: str, folder: str, fit: "Fit | None", rooms: Sequence[tuple[str, str]] = ()) -> str:
    """The page as HTML. Without a fit it says how to make one. `rooms`: other pages that whoever asks may open."""
    test = fit.back_test if fit else None
    return render(
        "fit.html", rooms=rooms, place=place, folder=folder, fit=fit, plots=[_plot(plot) for plot in fit.plots] if fit else (),
        replay=_replays(fit.replay) if fit else (),
        test={
            "sentence": test.sentence, "starts": test.starts, "fitted_until": test.fitted_until, "replications": test.replications,
            "replays": _replays(test.replays),
        } if test else None,
    )  # fmt: skip


def _replays(replays: "Sequence[Replay]") -> list[ReplayView]:
    return [_replay(one) for one in replays]


def _replay(one: "Replay") -> ReplayView:
    words = (
        f"Off by {100 * one.error:.0f} in 100 on a mean day. What happened lies in the wide band on {100 * one.inside_90:.0f} in 100 days, "
        f"and in the narrow one on {100 * one.inside_50:.0f}."
    )
    last = in_people(one.points[2][-1])
    fan = Fan(starts=one.starts, points=one.points, last=last, seen=one.seen, says=f"{one.title}, {one.unit}. {words}")
    return ReplayView(title=one.title, unit=one.unit, fan=fan, words=words)


def _plot(plot: "Plot") -> PlotView:
    off = max((abs(a - b) for a, b in zip(plot.seen, plot.fitted, strict=True)), default=0.0)
    says = f"{plot.title}, {plot.unit}, by {plot.x_words}: the model differs from what was seen by at most {off:.3g}."
    drawn = Fitted(x=plot.x, x_words=plot.x_words, seen=plot.seen, fitted=plot.fitted, says=says, steps=plot.form == "steps")
    return PlotView(title=plot.title, unit=plot.unit, drawn=drawn)
