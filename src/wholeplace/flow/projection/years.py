"""A plan over years: each year's demand from the projection, each year run beside the same year as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from wholeplace.flow.asking import Effort, answers_of, part_of, run_with
from wholeplace.flow.asking.asked import Asked
from wholeplace.flow.asking.delayed import BY_PATHWAY
from wholeplace.flow.asking.money import WHOLE
from wholeplace.flow.asking.returns import QUESTION as RETURNS
from wholeplace.flow.moving import moved_to
from wholeplace.flow.projection import over_years, projected
from wholeplace.flow.projection.shapes import YearAhead
from wholeplace.flow.scenarios import BASE, with_changes
from wholeplace.flow.shapes import Answer, Network, Scenario
from wholeplace.flow.steadiness import unsteady
from wholeplace.terms.progress import Progress, quiet

if TYPE_CHECKING:
    from wholeplace.place import Place

ASKED = (BY_PATHWAY.question, RETURNS, WHOLE.question)
"""What a plan over years is read by: delays with returns, and money."""
DAYS = 365


@dataclass(frozen=True, kw_only=True, slots=True)
class YearOfPlan:
    """One year under a scenario and as it is: people and demand of both, answers of the year (compared ones too), and what cannot hold."""

    year: int
    ahead: YearAhead
    ahead_as_it_is: YearAhead
    answers: tuple[Answer, ...]
    unsteady: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class YearsPlan:
    """A scenario over years, year by year."""

    place: str
    scenario: Scenario
    years: tuple[YearOfPlan, ...]
    notes: tuple[str, ...]


def plan_years(
    place: "Place", network: Network, scenario: Scenario, *, effort: Effort | None = None, progress: Progress = quiet
) -> YearsPlan:
    """Every year ahead of a place, each run for 365 days after its warm-up, beside the same year without the scenario.

    Changes under `projection.` act on who lives here; all others act on the network. Demand that no capacity can hold is said.
    """
    ahead, plain = (projected(place, network, each) for each in (scenario, BASE))
    moved, base = over_years(with_changes(network, scenario), ahead), over_years(network, plain)
    effort = effort or Effort(replications=20, searches=False)
    years = []
    for number, (mine, theirs) in enumerate(zip(ahead[1:], plain[1:], strict=True)):
        part = part_of(progress, number / len(ahead[1:]), (number + 1) / len(ahead[1:]))
        years.append(_year(moved, base, (mine, theirs), scenario, effort, part))
    note = "People are projected in expected numbers; the ranges are of chance in services alone."
    return YearsPlan(place=network.name, scenario=scenario, years=tuple(years), notes=(note,))


def _year(
    network: Network, base: Network, ahead: Sequence[YearAhead], scenario: Scenario, effort: Effort, progress: Progress
) -> YearOfPlan:  # fmt: skip
    starts = date(ahead[0].year, 1, 1)
    now, before = (moved_to(each, starts, DAYS) for each in (network, base))
    run = run_with(now, snapshot=None, effort=effort, progress=part_of(progress, 0, 0.5))
    other = run_with(before, snapshot=None, effort=effort, progress=part_of(progress, 0.5, 1))
    asked = Asked(scenario=scenario, run=run, against=BASE, base=other, starts=starts)
    answers = tuple(answer for answer in answers_of(asked) if answer.question in ASKED)
    return YearOfPlan(
        year=ahead[0].year, ahead=ahead[0], ahead_as_it_is=ahead[1], answers=answers, unsteady=tuple(unsteady(now).values())
    )  # fmt: skip
