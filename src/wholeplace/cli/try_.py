"""wholeplace try: what a choice would do to the whole system, at once by formula and then by simulation."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json, say_list
from wholeplace.cli.letters import letters
from wholeplace.cli.watching import watching
from wholeplace.terms import WrongUse

if TYPE_CHECKING:
    from wholeplace.flow import Answer, Forecast, Network, Scenario, Snapshot
    from wholeplace.place import Place

File = Annotated[Path | None, typer.Option("--scenario", metavar="FILE", help="A scenario: a TOML file, or its name in the place.")]
Against = Annotated[str, typer.Option("--against", metavar="FILE", help="Another scenario to hold it against, or: base.")]
Replications = Annotated[int, typer.Option("--replications", min=1, max=10_000, help="How often each is run.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same digits.")]
FromDay = Annotated[str | None, typer.Option("--from-snapshot", metavar="DAY", help="Begin with who was there on that day.")]
Quick = Annotated[bool, typer.Option("--quick", help="Leave out the questions that need further runs.")]


def try_(  # noqa: PLR0913  each is an option of the verb
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    scenario: File = None,
    against: Against = "base",
    replications: Replications = 100,
    seed: Seed = 1,
    from_snapshot: FromDay = None,
    quick: Quick = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Say what a scenario would do to every service and partner, with ranges, beside the system as it is."""
    from wholeplace import flow

    with letters(as_json=as_json):
        place = wholeplace.read(folder)
        network = flow.read_network(place)
        tried = scenario_called(folder, scenario, network) if scenario else flow.BASE
        other = None if against == "base" else scenario_called(folder, Path(against), network)
        snapshot = _snapshot(place, network, from_snapshot) if from_snapshot else None
        at_once = flow.screen(network, tried)
        if not as_json:
            _say_at_once(at_once, tried, other, network)
        effort = flow.Effort(replications=replications, seed=seed, searches=not quick)
        with watching(as_json=as_json) as progress:
            forecast = flow.ask(network, tried, other, snapshot=snapshot, effort=effort, progress=progress)
        if as_json:
            say_json(_for_machines(forecast, at_once))
        else:
            _for_people(forecast)


try_.__name__ = "try"  # the verb's own word, which Python keeps for itself


def scenario_called(folder: Path, asked: Path, network: "Network") -> "Scenario":
    """A scenario by its file or, when there is no such file, by its name in the place's own folder."""
    from wholeplace.flow import read_scenario

    own = folder / "assumptions" / "scenarios" / f"{asked.name.removesuffix('.toml')}.toml"
    file = asked if asked.is_file() else own
    if not file.is_file():
        there = sorted(each.stem for each in own.parent.glob("*.toml"))
        raise WrongUse(f"There is no scenario {asked}. " + (f"The place has: {', '.join(there)}." if there else "The place has none."))
    return read_scenario(file, network)


def _snapshot(place: "Place", network: "Network", day: str) -> "Snapshot":
    """Who was there on a day, by the place's own journeys, which are built first where they are not up to date."""
    from wholeplace.flow.calibrate import snapshot_of
    from wholeplace.place.folder import alone

    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise WrongUse(f"{day} is not a day. Write it as 2026-01-31.") from None
    with alone(place.folder):
        return snapshot_of(place, on, network=network)


def _say_at_once(answers: "tuple[Answer, ...]", tried: "Scenario", other: "Scenario | None", network: "Network") -> None:
    from wholeplace.flow import BASE, compared

    if tried.changes or other:
        say(*compared(other or BASE, tried, network), "")
    say("At once, by formula, each service alone (screening):")
    say_list(answer.sentence.removeprefix("Screening: ") for answer in answers)
    say("")


def _for_people(forecast: "Forecast") -> None:
    days = f"{forecast.starts} to {forecast.starts + timedelta(forecast.days - 1)}"
    say(f"{forecast.place}, {days}: {forecast.replications} runs. {forecast.warm_up}", "")
    for question in dict.fromkeys(answer.question for answer in forecast.answers):
        say(question)
        answers = [answer for answer in forecast.answers if answer.question == question]
        say_list(_line(answer, forecast) for answer in answers)
        say("")
    say_list(forecast.notes)


def _line(answer: "Answer", forecast: "Forecast") -> str:
    against = forecast.against.title if forecast.against else ""
    return f"Against \u201c{against}\u201d: {answer.sentence}" if answer.compared and against else answer.sentence


def _for_machines(forecast: "Forecast", at_once: "tuple[Answer, ...]") -> dict[str, object]:
    return {"forecast": forecast, "screening": at_once}
