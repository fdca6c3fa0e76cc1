"""wholeplace years: a scenario over the years ahead, with the people who will live here."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json, say_list
from wholeplace.cli.letters import letters
from wholeplace.cli.try_ import File, scenario_called
from wholeplace.cli.watching import watching

if TYPE_CHECKING:
    from wholeplace.flow import YearOfPlan

Replications = Annotated[int, typer.Option("--replications", min=2, max=10_000, help="How often each year is run.")]


def years(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    scenario: File = None,
    replications: Replications = 20,
    as_json: AsJson = False,
) -> None:
    """Say what the years ahead ask of every service, as it is and under a scenario: who lives here, who waits, what it costs."""
    from wholeplace import flow

    with letters(as_json=as_json):
        place = wholeplace.read(folder)
        network = flow.read_network(place)
        tried = scenario_called(folder, scenario, network) if scenario else flow.BASE
        effort = flow.Effort(replications=replications, searches=False)
        with watching(as_json=as_json) as progress:
            plan = flow.plan_years(place, network, tried, effort=effort, progress=progress)
        if as_json:
            say_json(plan)
            return
        say(f"{plan.place}: {plan.scenario.title}", "")
        for year in plan.years:
            _say(year)
        say(*plan.notes)


def _say(year: "YearOfPlan") -> None:
    ahead, plain = year.ahead, year.ahead_as_it_is
    who = f"{ahead.people:,.0f} people, {ahead.from_65:,.0f} of them from 65, {ahead.with_two_or_more:,.0f} with two or more conditions"
    say(f"{year.year}: {who}.")
    fewer = plain.with_two_or_more - ahead.with_two_or_more
    if abs(fewer) >= 1:
        say_list([f"With two or more conditions: {abs(fewer):,.0f} {'fewer' if fewer > 0 else 'more'} people than without the scenario."])
    say_list(answer.sentence for answer in year.answers)
    say_list(year.unsteady)
    say("")
