"""wholeplace spend: the near-best ways to spend one pooled sum, what each does to every partner, and how sure that is."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json, say_list
from wholeplace.cli.letters import letters
from wholeplace.cli.watching import watching

if TYPE_CHECKING:
    from wholeplace.flow import BestUse

Replications = Annotated[int, typer.Option("--replications", min=2, max=10_000, help="How often the likeliest splits are run.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same digits.")]


def spend(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    replications: Replications = 50,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Say how the sum in assumptions/budget.toml is best spent: every split that none is clearly better than."""
    from wholeplace import flow

    with letters(as_json=as_json):
        place = wholeplace.read(folder)
        network = flow.read_network(place)
        budget = flow.read_budget(place, network)
        with watching(as_json=as_json) as progress:
            best = flow.best_use(network, budget, effort=flow.Effort(replications=replications, seed=seed), progress=progress)
        if as_json:
            say_json(best)
        else:
            _for_people(best)


def _for_people(best: "BestUse") -> None:
    say(f"{best.budget.title}: {best.tried} ways to split it were tried.", "", best.sentence, "")
    say_list(split.sentence for split in best.near_best)
    if best.left_out:
        say("", "Left out, because they break a condition:")
        say_list(best.left_out)
